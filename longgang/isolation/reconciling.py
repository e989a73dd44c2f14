"""The lists held against each other: who should be in a site, who is, and where they differ.

Computed when asked. That somebody is in two rooms at once the database refuses; that two registers
say different things of one person it cannot.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from longgang.accounts.api import User
from longgang.measures.api import Measure, MeasureStatus

from .kinds import Mismatch
from .lifecycle import HERE, StayStatus
from .models import Stay

CLOSED = (MeasureStatus.LIFTED, MeasureStatus.CANCELLED)


@dataclass(frozen=True)
class Found:
    """People of whom the lists say different things, in one way: their stays, or the measures of
    those who are at no site.
    """

    mismatch: Mismatch
    count: int
    rows: QuerySet[Stay] | QuerySet[Measure]


def reconcile(user: User, *, today: date) -> list[Found]:
    """What this person sees of every kind of difference, the gravest first; two queries."""
    stays, measures = Stay.objects.visible_to(user), Measure.objects.visible_to(user)
    absent = missing(measures, today=today)
    found = [Found(Mismatch.MISSING, absent.count(), absent)]
    counts = stays.open().aggregate(
        **{kind.value: Count("pk", filter=condition(today)) for kind, condition in _KINDS.items()}
    )
    rows = {kind: differing(stays, kind, today=today) for kind in _KINDS}
    return found + [Found(kind, counts[kind.value], rows[kind]) for kind in _KINDS]


def missing(measures: QuerySet[Measure], *, today: date) -> QuerySet[Measure]:
    """Whose days in a site run, and who is in none; whose days end last come first."""
    here = Stay.objects.here().filter(measure=OuterRef("pk"))
    running = measures.filter(
        status=MeasureStatus.RUNNING,
        held_at=None,
        day_one_on__lte=today,
        central_ends_on__gte=today,
    )
    return running.filter(~Exists(here)).order_by("-central_ends_on", "pk")


def differing(stays: QuerySet[Stay], mismatch: Mismatch, *, today: date) -> QuerySet[Stay]:
    """The stays with this difference."""
    return stays.filter(_KINDS[mismatch](today))


def _is_late(today: date) -> Q:
    return Q(status=StayStatus.RESERVED, planned_on__lt=today)


def _has_no_measure(_today: date) -> Q:
    return Q(status__in=HERE, measure__status__in=CLOSED)


def _is_elsewhere(_today: date) -> Q:
    """The measure names another site, or none."""
    other = Q(measure__held_at=None) | ~Q(measure__held_at=F("site__premises"))
    return Q(status__in=HERE) & ~Q(measure__status__in=CLOSED) & other


def _is_over(today: date) -> Q:
    return Q(status__in=HERE, measure__central_ends_on__lt=today)


def _is_hospital_unclear(_today: date) -> Q:
    away = Q(status=StayStatus.AWAY, measure__status=MeasureStatus.RUNNING)
    return away | Q(status=StayStatus.IN, measure__status=MeasureStatus.SUSPENDED)


_KINDS = {
    Mismatch.LATE: _is_late,
    Mismatch.WITHOUT: _has_no_measure,
    Mismatch.ELSEWHERE: _is_elsewhere,
    Mismatch.OVER: _is_over,
    Mismatch.HOSPITAL: _is_hospital_unclear,
}

"""What others read of the observations of people."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest, TruncDate

from longgang.core.prepared import Prepared
from longgang.core.statements import Given
from longgang.people.api import Person

from .kinds import ResultKind
from .models import LabTest, SeenCode, SymptomReport, Temperature


def list_tests(person: Person, *, since: datetime) -> list[LabTest]:
    """The samples of a person that count, in order."""
    return tests_of([person.pk], since=since)


def list_temperatures(person: Person, *, since: datetime) -> list[Temperature]:
    """The readings of a person that count, in order, each with who entered it."""
    return _READINGS.list(people=[person.pk], since=since)


def list_symptoms(person: Person, *, since: datetime) -> list[SymptomReport]:
    """What a person has said to feel, in order."""
    rows = SymptomReport.objects.counted().filter(person=person, entered_at__gte=since)
    return list(rows.select_related("entered_by").order_by("entered_at", "id"))


def list_codes(person: Person, *, since: datetime) -> list[SeenCode]:
    """The codes of other authorities that a person has shown, in order, each with who saw it."""
    rows = SeenCode.objects.counted().filter(person=person, entered_at__gte=since)
    return list(rows.select_related("entered_by").order_by("seen_at", "id"))


def tests_of(people: Collection[int], *, since: datetime) -> list[LabTest]:
    """The samples that count of several people, in order; one query."""
    return _TESTS.list(people=[*people], since=since)


def list_positives(*, since: datetime) -> QuerySet[LabTest]:
    """The positive results that count, sampled since then, the latest first."""
    rows = LabTest.objects.counted().filter(result=ResultKind.POSITIVE, sampled_at__gte=since)
    return rows.order_by("-sampled_at", "-id")


class Positive(NamedTuple):
    """Whose sample was positive, when it was taken, and since when that is known here."""

    person: int
    sampled_at: datetime
    known_at: datetime


def unanswered_positives_of(people: Collection[int], *, since: datetime) -> list[Positive]:
    """The positive results that count of several people, known since then, without a negative
    sample of a later day, in order; one query.
    """
    own = LabTest.objects.counted().filter(person=OuterRef("person"), result=ResultKind.NEGATIVE)
    later = own.filter(sampled_at__date__gt=OuterRef("sampled_on"))
    rows = LabTest.objects.counted().filter(person__in=people, result=ResultKind.POSITIVE)
    dated = rows.annotate(
        sampled_on=TruncDate("sampled_at"), known_at=Greatest("entered_at", "reported_at")
    )
    found = dated.filter(~Exists(later), known_at__gte=since)
    values = found.order_by("sampled_at", "id").values_list("person", "sampled_at", "known_at")
    return [Positive(*each) for each in values]


def temperatures_of(people: Collection[int], *, since: datetime) -> list[Temperature]:
    """The readings that count of several people, in order; one query."""
    return list(_temperatures([*people], since))


class Reading(NamedTuple):
    """When somebody's temperature was taken, and how high it was."""

    person: int
    taken_at: datetime
    celsius: Decimal


def readings_of(people: Collection[int], *, since: datetime) -> list[Reading]:
    """The same as plain values, for pages that show many people; one query."""
    rows = _temperatures([*people], since).values_list("person", "taken_at", "celsius")
    return [Reading(*each) for each in rows]


def samples_of(people: Collection[int], *, since: datetime) -> list[tuple[int, datetime]]:
    """Whose samples that count were taken when, in order; one query."""
    rows = LabTest.objects.counted().filter(person__in=people, sampled_at__gte=since)
    return list(rows.order_by("sampled_at", "id").values_list("person", "sampled_at"))


def _temperatures(people: Any, since: Any) -> QuerySet[Temperature]:
    rows = Temperature.objects.counted().filter(person__among=people, taken_at__gte=since)
    return rows.order_by("taken_at", "id")


# Asked with every deed about a measure.
_READINGS = Prepared(
    lambda: _temperatures(Given("people"), Given("since")).select_related("entered_by")
)
_TESTS = Prepared(
    lambda: (
        LabTest.objects.counted()
        .filter(person__among=Given("people"), sampled_at__gte=Given("since"))
        .order_by("sampled_at", "id")
    )
)


def unseen_fevers_of(
    people: Collection[int], *, since: datetime, at_least: Decimal
) -> list[Reading]:
    """Readings that count of at least so many degrees, after which staff neither took a temperature
    nor wrote down symptoms themselves, in order; one query. What was only told in a declaration
    nobody has seen.
    """
    by_staff = Q(person=OuterRef("person"), entered_by__is_staff_member=True, told_in="")
    readings = Temperature.objects.counted().filter(by_staff, taken_at__gt=OuterRef("taken_at"))
    reports = SymptomReport.objects.counted().filter(by_staff, entered_at__gt=OuterRef("taken_at"))
    fevers = _temperatures([*people], since).filter(celsius__gte=at_least)
    unseen = fevers.filter(~Exists(readings), ~Exists(reports))
    return [Reading(*each) for each in unseen.values_list("person", "taken_at", "celsius")]


def symptoms_of(people: Collection[int], *, since: datetime) -> dict[int, list[str]]:
    """What each of several people has said last to feel; one query."""
    rows = SymptomReport.objects.counted().filter(person__in=people, entered_at__gte=since)
    return dict(rows.order_by("entered_at", "id").values_list("person", "symptoms"))


def was_tested(*, since: datetime, until: datetime) -> Exists:
    """Condition on rows with a `person`: a sample was taken in this time."""
    rows = LabTest.objects.counted().filter(person=OuterRef("person"))
    return Exists(rows.filter(sampled_at__gte=since, sampled_at__lt=until))


def was_measured(*, since: datetime, until: datetime) -> Exists:
    """Condition on rows with a `person`: a temperature was taken in this time."""
    rows = Temperature.objects.counted().filter(person=OuterRef("person"))
    return Exists(rows.filter(taken_at__gte=since, taken_at__lt=until))

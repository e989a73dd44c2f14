"""Between the gates: the site confirms, the desk is reminded, the late are looked for."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from longgang.accounts.api import User
from longgang.audit.api import LINK, SYSTEM, ActsAsActor, record
from longgang.core.clock import now
from longgang.notices.api import mark_dealt_with

from ..lifecycle import OPEN, PASS, TRIP, PassStatus
from ..models import Trip, VehiclePass
from ..permissions import check_may_confirm_trip
from ..rules import Waiting
from . import notices
from .steps import add_step, cancel_expected_trip

Row = TypeVar("Row", bound=Model)
LAPSE_AFTER = timedelta(days=1)  # after the trip that was applied for


def confirm_arrival(trip: Trip, *, by: User) -> None:
    """The site, its street or a supervisor says that the truck has arrived."""
    check_may_confirm_trip(by, trip)
    _arrive(trip, by=by)


def confirm_departure(trip: Trip, *, by: User) -> None:
    """The same for its leaving the site."""
    check_may_confirm_trip(by, trip)
    _leave(trip, by=by)


def confirm_by_link(trip: Trip, *, verb: str) -> None:
    """Whoever holds the link sent to the site confirms `arrive` or `leave`, without an account."""
    holder = replace(LINK, post=trip.number)
    {"arrive": _arrive, "leave": _leave}[verb](trip, by=holder)


@transaction.atomic
def _arrive(trip: Trip, *, by: ActsAsActor) -> None:
    moment = now()
    mark_dealt_with(trip)
    TRIP.move(
        trip,
        "arrive",
        arrived_at=moment,
        is_confirmed_by_site=True,
        due_at=moment + timedelta(minutes=trip.vehicle_pass.rule.leave_minutes),
        overdue_noticed_at=None,
    )
    record("trip.arrived", trip, by=by, area_code=trip.area_code)


@transaction.atomic
def _leave(trip: Trip, *, by: ActsAsActor) -> None:
    moment = now()
    mark_dealt_with(trip)
    TRIP.move(
        trip,
        "leave",
        left_at=moment,
        due_at=moment + timedelta(minutes=trip.vehicle_pass.rule.exit_minutes),
        overdue_noticed_at=None,
    )
    record("trip.left", trip, by=by, area_code=trip.area_code)


def remind_desks() -> int:
    """Remind each desk at 80 % of its limit and its supervisors at 100 %, once each; how many.

    Each application in a transaction of its own, locked and asked again, so that two workers at
    once tell nobody twice and one that fails stops nobody. A late run catches up.
    """
    moment = now()
    told = 0
    for each in list(VehiclePass.objects.waiting().filter(escalated_at=None)):
        stage = Waiting(each.submitted_at, each.due_at - each.submitted_at).stage(moment)
        if stage in {"near", "over"} and each.reminded_at is None:
            told += _remind(each.pk, moment)
        if stage == "over":
            told += _escalate(each.pk, moment)
    return told


@transaction.atomic
def _remind(pk: int, moment: datetime) -> bool:
    each = _lock(VehiclePass.objects.filter(pk=pk, status=PassStatus.SUBMITTED, reminded_at=None))
    if each is None:
        return False
    VehiclePass.objects.filter(pk=pk).update(reminded_at=moment)
    record("pass.reminded", each, by=SYSTEM, area_code=each.area_code)
    notices.tell_reminder(each)
    return True


@transaction.atomic
def _escalate(pk: int, moment: datetime) -> bool:
    each = _lock(VehiclePass.objects.filter(pk=pk, status=PassStatus.SUBMITTED, escalated_at=None))
    if each is None:
        return False
    VehiclePass.objects.filter(pk=pk).update(escalated_at=moment)
    record("pass.escalated", each, by=SYSTEM, area_code=each.area_code)
    notices.tell_escalation(each)
    return True


def notice_overdue_trips() -> int:
    """Tell the owner of every leg that has passed its limit, once a leg; how many."""
    moment = now()
    late = Trip.objects.overdue(moment).filter(overdue_noticed_at=None)
    return sum(_notice_overdue(pk, moment) for pk in list(late.values_list("pk", flat=True)))


@transaction.atomic
def _notice_overdue(pk: int, moment: datetime) -> bool:
    trips = Trip.objects.overdue(moment).filter(pk=pk, overdue_noticed_at=None)
    trip = _lock(trips.select_related("vehicle_pass__company", "vehicle_pass__visited_company"))
    if trip is None:
        return False
    Trip.objects.filter(pk=pk).update(overdue_noticed_at=moment)
    record("trip.overdue_noticed", trip, by=SYSTEM, area_code=trip.area_code)
    notices.tell_overdue(trip)
    return True


def expire_passes() -> int:
    """Tidy up issued passes whose time has run out unused; how many.

    Nobody relies on it: what is valid is computed from dates when asked.
    """
    past = VehiclePass.objects.filter(status=PassStatus.ISSUED, valid_until__lte=now())
    unused = past.exclude(trips__status__in=OPEN)
    return sum(_expire(pk) for pk in list(unused.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: int) -> bool:
    """Locked and asked again: the truck may be coming in at this very moment."""
    each = _lock(VehiclePass.objects.filter(pk=pk, status=PassStatus.ISSUED))
    if each is None or each.trips.filter(status__in=OPEN).exists():
        return False
    PASS.move(each, "expire")
    cancel_expected_trip(each, by=SYSTEM)
    add_step(each, "expire", by=SYSTEM)
    record("pass.expired", each, by=SYSTEM, area_code=each.area_code)
    return True


def lapse_returned() -> int:
    """Withdraw what was returned for correction and nobody corrected until a day after its trip:
    it would wait among somebody's things to do for ever. How many.
    """
    past = VehiclePass.objects.filter(
        status=PassStatus.RETURNED, expected_entry_at__lte=now() - LAPSE_AFTER
    )
    return sum(_lapse(pk) for pk in list(past.values_list("pk", flat=True)))


@transaction.atomic
def _lapse(pk: int) -> bool:
    """Locked and asked again: it may be corrected at this very moment."""
    each = _lock(VehiclePass.objects.filter(pk=pk, status=PassStatus.RETURNED))
    if each is None:
        return False
    PASS.move(each, "withdraw")
    add_step(each, "withdraw", by=SYSTEM)
    record("pass.withdrawn", each, by=SYSTEM, area_code=each.area_code)
    return True


def _lock(rows: QuerySet[Row]) -> Row | None:
    """The row, unless it has changed or somebody else is at it; then the next run sees to it."""
    return rows.select_for_update(of=("self",), skip_locked=True).first()

"""Between the gates: the site confirms, the desk is reminded, the late are looked for."""

from datetime import timedelta

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F

from longgang.accounts.api import User
from longgang.audit.api import SYSTEM, Actor, ActsAsActor, record
from longgang.core.clock import now

from ..lifecycle import PASS, TRIP, PassStatus, TripStatus
from ..models import Trip, VehiclePass
from ..permissions import check_may_confirm_trip
from . import notices
from .reviews import cancel_expected_trip
from .steps import add_step


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
    holder = Actor(id="", name="link", post=trip.number)
    {"arrive": _arrive, "leave": _leave}[verb](trip, by=holder)


@transaction.atomic
def _arrive(trip: Trip, *, by: ActsAsActor) -> None:
    moment = now()
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
    TRIP.move(
        trip,
        "leave",
        left_at=moment,
        due_at=moment + timedelta(minutes=trip.vehicle_pass.rule.exit_minutes),
        overdue_noticed_at=None,
    )
    record("trip.left", trip, by=by, area_code=trip.area_code)


@transaction.atomic
def remind_desks() -> int:
    """Remind each desk at 80 % of its limit and its supervisors at 100 %, once each; how many."""
    moment = now()
    near = ExpressionWrapper(
        F("submitted_at") + (F("due_at") - F("submitted_at")) * 0.8, output_field=DurationField()
    )
    waiting = VehiclePass.objects.waiting().select_for_update(of=("self",), skip_locked=True)
    reminded = list(waiting.filter(reminded_at=None).annotate(near=near).filter(near__lte=moment))
    for each in reminded:
        VehiclePass.objects.filter(pk=each.pk).update(reminded_at=moment)
        record("pass.reminded", each, by=SYSTEM, area_code=each.area_code)
        notices.tell_reminder(each)
    late = list(waiting.filter(escalated_at=None, due_at__lte=moment))
    for each in late:
        VehiclePass.objects.filter(pk=each.pk).update(escalated_at=moment)
        record("pass.escalated", each, by=SYSTEM, area_code=each.area_code)
        notices.tell_escalation(each)
    return len(reminded) + len(late)


@transaction.atomic
def notice_overdue_trips() -> int:
    """Tell the owner of every leg that has passed its limit, once a leg; how many."""
    moment = now()
    late = (
        Trip.objects.overdue(moment)
        .filter(overdue_noticed_at=None)
        .select_related("vehicle_pass__company", "vehicle_pass__visited_company")
        .select_for_update(of=("self",), skip_locked=True)
    )
    count = 0
    for trip in late:
        Trip.objects.filter(pk=trip.pk).update(overdue_noticed_at=moment)
        record("trip.overdue_noticed", trip, by=SYSTEM, area_code=trip.area_code)
        notices.tell_overdue(trip)
        count += 1
    return count


@transaction.atomic
def expire_passes() -> int:
    """Tidy up issued passes whose time has run out unused; how many.

    Nobody relies on it: what is valid is computed from dates when asked.
    """
    past = (
        VehiclePass.objects.filter(status=PassStatus.ISSUED, valid_until__lte=now())
        .exclude(trips__status__in=[TripStatus.ENTERED, TripStatus.ARRIVED, TripStatus.LEFT])
        .select_for_update(of=("self",), skip_locked=True)
    )
    count = 0
    for each in past:
        PASS.move(each, "expire")
        cancel_expected_trip(each, by=SYSTEM)
        add_step(each, "expire", by=SYSTEM)
        record("pass.expired", each, by=SYSTEM, area_code=each.area_code)
        count += 1
    return count

"""What several deeds have in common: each is a part of the deed that calls it, never one alone."""

from datetime import datetime, timedelta
from typing import Any

from longgang.accounts.api import User
from longgang.areas.api import Premises
from longgang.audit.api import ActsAsActor, record
from longgang.core.clock import now
from longgang.core.prepared import insert, new_row
from longgang.core.tokens import new_number, new_token
from longgang.notices.api import mark_dealt_with

from ..deciding import tidy_seal_number
from ..gate_rules import Stop, Verdict
from ..lifecycle import TRIP, TripStatus
from ..loops import FromDevice
from ..models import Check, ReviewStep, Trip, VehiclePass
from ..models.check import Direction, Disposition, SealState
from ..models.trip import TRIP_PREFIX


def add_step(
    vehicle_pass: VehiclePass,
    verb: str,
    *,
    by: ActsAsActor,
    reason_code: str = "",
    words: str = "",
    changes: str = "",
) -> ReviewStep:
    """Write down, for applicant and desks, what was done at the desk where it lies now; who was
    told that it waits need not do it any more.
    """
    mark_dealt_with(vehicle_pass)
    step = ReviewStep(
        vehicle_pass=vehicle_pass,
        verb=verb,
        at=now(),
        by_name=by.as_actor().name,
        desk_code=vehicle_pass.desk_code,
        reason_code=reason_code,
        words=words,
        changes=changes,
    )
    insert(step)
    return step


def expect_trip(vehicle_pass: VehiclePass) -> Trip:
    """Open the loop: from now on somebody is expected."""
    trip = Trip(
        number=new_number(TRIP_PREFIX),
        token=new_token(),
        vehicle_pass=vehicle_pass,
        status=TripStatus.EXPECTED,
        area_code=vehicle_pass.area_code,
        expected_at=vehicle_pass.expected_entry_at,
    )
    insert(trip)
    return trip


def cancel_expected_trip(vehicle_pass: VehiclePass, *, by: ActsAsActor) -> None:
    """Close the loop of a trip that will not begin."""
    for trip in vehicle_pass.trips.filter(status=TripStatus.EXPECTED):
        TRIP.move(trip, "cancel")
        record("trip.cancelled", trip, by=by, area_code=trip.area_code)


# --- stops at a gate ------------------------------------------------------------------------------


def entered(trip: Trip, *, premises: Premises, stop: Stop, moment: datetime) -> dict[str, Any]:
    """What a trip says once it is let in: its gate, its seal and its limit."""
    seal_number = tidy_seal_number(stop.seal_number)
    return {
        "entered_at": moment,
        "entered_through": premises.number,
        "due_at": moment + timedelta(minutes=trip.vehicle_pass.rule.arrive_minutes),
        "seal_number": seal_number if stop.seal_state == SealState.APPLIED else "",
    }


def make_check(
    trip: Trip,
    *,
    premises: Premises,
    stop: Stop,
    verdict: Verdict,
    direction: str,
    by: User,
    source: FromDevice,
) -> Check:
    """The check of a stop that happens now; at the exit with the seal that the trip has."""
    is_exit = direction == Direction.EXIT
    moment = now()
    return new_row(
        Check,
        number=new_number("CY"),
        nonce=stop.nonce,
        trip=trip,
        premises_number=premises.number,
        area_code=premises.area_code,
        direction=direction,
        at=moment,
        learned_at=moment,
        officer=by,
        verdict_level=verdict.level,
        verdict_code=verdict.code,
        disposition=Disposition.LET_PASS if is_exit else stop.disposition,
        people_count=stop.people_count,
        temperatures=list(stop.temperatures),
        seal_state=stop.seal_state,
        seal_number=trip.seal_number if is_exit else tidy_seal_number(stop.seal_number),
        note=stop.note,
        escort_name=stop.escort_name,
        device_number=source.number,
        device_seq=source.seq,
        device_at=source.at,
        data_age_s=source.data_age_s,
    )


def facts_of_entry(trip: Trip, check: Check, *, by: User) -> dict[str, Any]:
    """What the audit is told of an entry."""
    return {
        "subject": trip,
        "by": by,
        "area_code": trip.area_code,
        "after": {
            "check": check.number,
            "premises": check.premises_number,
            "disposition": check.disposition,
            "seal_number": trip.seal_number,
        },
        "reason": check.note,
    }


def touch(trip: Trip) -> None:
    """Give the trip a new version: whoever has read it, and locked nothing, reads it again."""
    Trip.objects.filter(pk=trip.pk).update(status=trip.status)

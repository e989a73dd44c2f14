"""What several deeds have in common: each is a part of the deed that calls it, never one alone."""

from longgang.audit.api import ActsAsActor, record
from longgang.core.clock import now
from longgang.core.tokens import new_number, new_token

from ..lifecycle import TRIP, TripStatus
from ..models import ReviewStep, Trip, VehiclePass
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
    """Write down, for applicant and desks, what was done at the desk where it lies now."""
    return ReviewStep.objects.create(
        vehicle_pass=vehicle_pass,
        verb=verb,
        at=now(),
        by_name=by.as_actor().name,
        desk_code=vehicle_pass.desk_code,
        reason_code=reason_code,
        words=words,
        changes=changes,
    )


def expect_trip(vehicle_pass: VehiclePass) -> Trip:
    """Open the loop: from now on somebody is expected."""
    return Trip.objects.create(
        number=new_number(TRIP_PREFIX),
        token=new_token(),
        vehicle_pass=vehicle_pass,
        status=TripStatus.EXPECTED,
        area_code=vehicle_pass.area_code,
        expected_at=vehicle_pass.expected_entry_at,
    )


def cancel_expected_trip(vehicle_pass: VehiclePass, *, by: ActsAsActor) -> None:
    """Close the loop of a trip that will not begin."""
    for trip in vehicle_pass.trips.filter(status=TripStatus.EXPECTED):
        TRIP.move(trip, "cancel")
        record("trip.cancelled", trip, by=by, area_code=trip.area_code)

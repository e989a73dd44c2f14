"""Which unused passes end when a newer one is issued for the same trip."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from longgang.core.prepared import Prepared
from longgang.core.statements import Given

from .lifecycle import PassStatus, TripStatus
from .models import VehiclePass


def replaced_by(vehicle_pass: VehiclePass) -> QuerySet[VehiclePass]:
    """The unused passes of the same vehicle around the same time, which end when this is issued."""
    return _replaced(_facts_of(vehicle_pass))


def lock_replaced_by(vehicle_pass: VehiclePass) -> list[VehiclePass]:
    """The same, held until the end of the deed. Asked with every pass that is issued."""
    return _LOCKED.list(**_facts_of(vehicle_pass))


def _facts_of(vehicle_pass: VehiclePass) -> dict[str, Any]:
    window = timedelta(hours=vehicle_pass.rule.same_trip_hours)
    return {
        "plate": vehicle_pass.plate,
        "colour": vehicle_pass.plate_colour,
        "after": vehicle_pass.expected_entry_at - window,
        "before": vehicle_pass.expected_entry_at + window,
        "by": vehicle_pass.pk,
    }


def _replaced(facts: dict[str, Any]) -> QuerySet[VehiclePass]:
    return VehiclePass.objects.filter(
        plate=facts["plate"],
        plate_colour=facts["colour"],
        status=PassStatus.ISSUED,
        expected_entry_at__gt=facts["after"],
        expected_entry_at__lt=facts["before"],
        trips__status=TripStatus.EXPECTED,
    ).exclude(pk=facts["by"])


_NAMED = {name: Given(name) for name in ("plate", "colour", "after", "before", "by")}
_LOCKED = Prepared(lambda: _replaced(_NAMED).select_for_update(of=("self",)))

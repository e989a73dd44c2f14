"""What officers do in tests: stops at a gate, and trips that got somewhere through real checks."""

import dataclasses
from itertools import count
from typing import Any

from longgang.accounts.api import User
from longgang.areas.models import Premises
from longgang.passes.actions.gate import record_entry, record_exit
from longgang.passes.gate_rules import Stop
from longgang.passes.models import Check, Trip, VehiclePass

_nonces = count(1)


def a_stop(**changes: Any) -> Stop:
    """One healthy driver, a seal put on and photographed, let pass."""
    values: dict[str, Any] = {
        "nonce": f"nonce-{next(_nonces)}", "disposition": "let_pass", "people_count": 1,
        "temperatures": (36.5,), "seal_number": "FQ0001", "seal_state": "applied",
        "photo_follows": True,
    }  # fmt: skip
    return Stop(**values | changes)


def an_exit_stop(**changes: Any) -> Stop:
    """The driver leaves with the seal intact."""
    values = {
        "temperatures": (), "seal_number": "", "seal_state": "intact", "photo_follows": False,
    } | changes  # fmt: skip
    return a_stop(**values)


def the_trip(vehicle_pass: VehiclePass) -> Trip:
    """The latest trip of a pass, as the database has it."""
    return Trip.objects.filter(vehicle_pass=vehicle_pass).latest("pk")


def an_entry(trip: Trip, *, premises: Premises, by: User, **changes: Any) -> Check:
    """Checked in."""
    return record_entry(trip, premises=premises, stop=a_stop(**changes), by=by)


def an_exit(trip: Trip, *, premises: Premises, by: User, **changes: Any) -> Check:
    """Checked out."""
    return record_exit(trip, premises=premises, stop=an_exit_stop(**changes), by=by)


def a_turn_back(trip: Trip, *, premises: Premises, by: User, **changes: Any) -> Check:
    """Somebody wants it turned back."""
    stop = dataclasses.replace(
        a_stop(disposition="turn_back", note="车货不符", seal_number="", seal_state="none"),
        **changes,
    )
    return record_entry(trip, premises=premises, stop=stop, by=by)

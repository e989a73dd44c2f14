"""Fills the database for the benchmarks of the gate: rows made by the real actions, copied in SQL.

A pass that was used in the demo district is the pattern. Its copies are of two kinds:
- live: issued for one checkpoint, each for a vehicle of its own, with an expected trip and a driver
- past: used months ago by the same vehicles, each with a closed trip, a driver and an entry check
Triggers and foreign keys do not run meanwhile: a copy is no change that a device waits for.
"""

from datetime import timedelta
from typing import Any

from django.db import connection, models

from longgang.areas.api import Premises
from longgang.core.clock import now
from longgang.passes.models import Aboard, Check, Trip, VehiclePass

LIVE_FROM = 5_000_000  # the serial of the first live copy; nobody else counts so far
PAST_FROM = 10_000_000
VEHICLES = 100_000  # who come again and again; no more passes than that are live
TABLES = "passes_vehiclepass, passes_trip, passes_aboard, passes_check"

# 7919 has no factor in common with their number: every vehicle, in no order that could be packed.
PLATE = f"'津A' || lpad(((g * 7919::bigint) % {VEHICLES})::text, 5, '0')"
PASS = {
    "number": "'B' || g", "token": "'bench-pass-' || g", "plate": PLATE,
    "pass_number": "'9' || lpad(g::text, 11, '0')", "superseded_by_id": "NULL",
    "certificates_until": "NULL", "visited_company_id": "NULL", "one_trip": "true",
}  # fmt: skip
LIVE_PASS = PASS | {
    "status": "'issued'",
    "checkpoint_number": "%(checkpoint)s", "expected_entry_at": "%(now)s",
    "valid_from": "%(from)s - g * 7919::bigint % 3000 * interval '1 second'",
    "valid_until": "%(until)s + g * 7919::bigint % 3000 * interval '1 second'",
}  # fmt: skip
PAST_PASS = PASS | {
    "expected_entry_at": "%(past)s - g * interval '1 minute'",
    "submitted_at": "%(past)s - g * interval '1 minute' - interval '2 hours'",
}
NO_MOMENTS = dict.fromkeys(
    ("due_at", "entered_at", "arrived_at", "left_at", "closed_at", "overdue_noticed_at"), "NULL"
)
TRIP = {
    "number": "'BT' || p.number", "token": "'bench-trip-' || p.number", "vehicle_pass_id": "p.id",
    "area_code": "p.area_code", "expected_at": "p.expected_entry_at", "seal_number": "''",
}  # fmt: skip
LIVE_TRIP = TRIP | NO_MOMENTS | {
    "status": "'expected'", "entered_through": "''", "closed_through": "''",
    "seal_broken_why": "''",
}  # fmt: skip
PAST_TRIP = TRIP | {
    "status": "'closed'", "due_at": "NULL", "entered_at": "p.expected_entry_at",
    "arrived_at": "p.expected_entry_at + interval '40 minutes'",
    "left_at": "p.expected_entry_at + interval '2 hours'",
    "closed_at": "p.expected_entry_at + interval '3 hours'",
}  # fmt: skip
ABOARD = {
    "vehicle_pass_id": "p.id",
    "sampled_at": "t.sampled_at + p.id * 7919 % 600 * interval '1 second'",
}
LIVE_ABOARD = ABOARD | {  # tested this hour, whenever those who are copied were
    "sampled_at": "%(from)s::timestamptz + p.id * 7919 % 600 * interval '1 second'",
}
PAST_CHECK = {
    "number": "'BC' || p.number", "nonce": "'bench-past-' || p.id", "trip_id": "p.id",
    "at": "p.entered_at", "learned_at": "p.entered_at", "photo": "''",
}  # fmt: skip


def add_live_passes(count: int, premises: Premises, *, after: int = 0) -> None:
    """So many passes that count now at this checkpoint, from LIVE_FROM on, after those before."""
    moment, first = now(), LIVE_FROM + after
    values = {
        "checkpoint": premises.number, "now": moment, "from": moment - timedelta(hours=1),
        "until": moment + timedelta(hours=30), "first": first, "last": first + count - 1,
        "pattern": _pattern().pk,
    }  # fmt: skip
    _copy_passes(LIVE_PASS, values)
    _copy_of_each(Trip, LIVE_TRIP, "passes_vehiclepass", values)
    _copy_of_each(Aboard, LIVE_ABOARD, "passes_vehiclepass", values)
    settle_down()


def fill_past(trips: int) -> None:
    """Bring the number of trips in the database to this, with what belongs to them."""
    missing = trips - Trip.objects.count()
    if missing <= 0:
        return
    first = PAST_FROM + VehiclePass.objects.count()
    values = {
        "past": now() - timedelta(days=1), "first": first, "last": first + missing - 1,
        "pattern": _pattern().pk,
    }  # fmt: skip
    _copy_passes(PAST_PASS, values)
    _copy_of_each(Trip, PAST_TRIP, "passes_vehiclepass", values)
    _copy_of_each(Aboard, ABOARD, "passes_vehiclepass", values)
    _copy_of_each(Check, PAST_CHECK, "passes_trip", values)
    settle_down()


def settle_down() -> None:
    """What the database would do by itself in the minutes to come, done now."""
    with connection.cursor() as cursor:
        if connection.in_atomic_block:  # in a test
            cursor.execute(f"ANALYZE {TABLES}")
            return
        cursor.execute(f"VACUUM ANALYZE {TABLES}")
        cursor.execute("CHECKPOINT")


def _pattern() -> VehiclePass:
    found = VehiclePass.objects.filter(status="used", trips__checks__direction="entry")
    return found.exclude(number__startswith="B").earliest("pk")


def _copy_passes(changed: dict[str, str], values: dict[str, Any]) -> None:
    names, chosen = _columns(VehiclePass, changed)
    _past_triggers(
        f"INSERT INTO passes_vehiclepass ({names}) SELECT {chosen} FROM passes_vehiclepass t, "  # noqa: S608
        "generate_series(%(first)s, %(last)s) g WHERE t.id = %(pattern)s",
        values,
    )


def _copy_of_each(
    model: type[models.Model], changed: dict[str, str], owners: str, values: dict[str, Any]
) -> None:
    """One row of this kind for each new pass (or, of checks, for each of their trips)."""
    names, chosen = _columns(model, changed)
    table = model._meta.db_table
    which = "vehicle_pass_id = %(pattern)s"
    new = "p.number BETWEEN 'B' || %(first)s AND 'B' || %(last)s"
    if owners == "passes_trip":
        trips = f"SELECT id FROM passes_trip WHERE {which}"  # noqa: S608
        which = f"direction = 'entry' AND trip_id IN ({trips})"
        new = "p.number BETWEEN 'BTB' || %(first)s AND 'BTB' || %(last)s"
    _past_triggers(
        f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {owners} p, "  # noqa: S608
        f"(SELECT * FROM {table} WHERE {which} ORDER BY id LIMIT 1) t WHERE {new}",
        values,
    )


def _columns(model: type[models.Model], changed: dict[str, str]) -> tuple[str, str]:
    columns = [field.column for field in model._meta.concrete_fields if field.column != "id"]
    return ", ".join(columns), ", ".join(changed.get(each, f"t.{each}") for each in columns)


def _past_triggers(statement: str, values: dict[str, Any]) -> None:
    statement = statement.replace(" % ", " %% ")  # the remainder, no placeholder
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("RESET session_replication_role")

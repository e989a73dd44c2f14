"""Many passes and trips: a few made by the real actions, then copied in the database."""

from django.db import connection

from longgang.core.clock import now
from longgang.demo.making import make_demo
from longgang.demo.story import Size
from longgang.passes.models import Aboard, Trip, VehiclePass

# Of every hundred copies so many stand so; the rest have been used.
STANDING = {"submitted": 1, "returned": 1, "refused": 2, "expired": 3}
MINUTES_APART = 3


def found() -> None:
    """The demo district with one day of trips, made by the real actions."""
    make_demo(Size(days=1), now(), together=False, tell=lambda _words: None)


def multiply(count: int) -> None:
    """Bring the number of passes, each with its trip and its driver, to `count`."""
    missing = count - VehiclePass.objects.count()
    if missing <= 0:
        return
    start = VehiclePass.objects.count()
    _copy_passes(start, missing)
    _copy_trips()
    _copy_aboard()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy_passes(start: int, count: int) -> None:
    """Copies lie in the past, one every few minutes, over the plates of the district."""
    changed = {
        "number": "'B' || g",
        "token": "'bench-token-' || g",
        "pass_number": (
            "CASE WHEN g % 100 < 4 THEN '' ELSE '211403' || lpad((200000 + g)::text, 6, '0') END"
        ),
        "status": _standing(),
        "plate": "'辽P' || lpad((g % 600)::text, 5, '0')",
        "expected_entry_at": f"now() - g * interval '{MINUTES_APART} minutes'",
        "submitted_at": f"now() - g * interval '{MINUTES_APART} minutes' - interval '2 hours'",
        "due_at": f"now() - g * interval '{MINUTES_APART} minutes' - interval '110 minutes'",
        "decided_at": (f"now() - g * interval '{MINUTES_APART} minutes' - interval '115 minutes'"),
        "superseded_by_id": "NULL",
    }
    columns = [f.column for f in VehiclePass._meta.concrete_fields if f.column != "id"]
    values = ", ".join(changed.get(column, f"p.{column}") for column in columns)
    values = values.replace("%", "%%")  # the remainder operator, not a placeholder
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO passes_vehiclepass ({', '.join(columns)}) SELECT {values} "  # noqa: S608
            "FROM generate_series(%s, %s) g JOIN "
            "(SELECT *, row_number() OVER (ORDER BY id) AS place "
            "FROM passes_vehiclepass WHERE status = 'used' AND number NOT LIKE 'B%%') p "
            "ON p.place = 1 + g %% 40",
            [start + 1, start + count],
        )


def _standing() -> str:
    """Statuses by the last two digits."""
    cases, upto = [], 0
    for status, share in STANDING.items():
        upto += share
        cases.append(f"WHEN g % 100 < {upto} THEN '{status}'")
    return f"CASE {' '.join(cases)} ELSE 'used' END"


def _copy_trips() -> None:
    columns = [f.column for f in Trip._meta.concrete_fields if f.column != "id"]
    changed = {
        "number": "'T' || p.number",
        "token": "'bench-trip-' || p.number",
        "vehicle_pass_id": "p.id",
        "expected_at": "p.expected_entry_at",
        "entered_at": "p.expected_entry_at",
        "arrived_at": "p.expected_entry_at + interval '40 minutes'",
        "left_at": "p.expected_entry_at + interval '2 hours'",
        "closed_at": "p.expected_entry_at + interval '3 hours'",
        "area_code": "p.area_code",
    }
    values = ", ".join(changed.get(column, f"t.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO passes_trip ({', '.join(columns)}) SELECT {values} "  # noqa: S608
            "FROM passes_vehiclepass p, LATERAL (SELECT * FROM passes_trip "
            "WHERE status = 'closed' ORDER BY id LIMIT 1) t WHERE p.number LIKE 'B%' "
            "AND p.status = 'used' AND NOT EXISTS "
            "(SELECT 1 FROM passes_trip x WHERE x.vehicle_pass_id = p.id)"
        )


def _copy_aboard() -> None:
    columns = [f.column for f in Aboard._meta.concrete_fields if f.column != "id"]
    values = ", ".join(
        "p.id" if column == "vehicle_pass_id" else f"a.{column}" for column in columns
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO passes_aboard ({', '.join(columns)}) SELECT {values} "  # noqa: S608
            "FROM passes_vehiclepass p JOIN (SELECT *, row_number() OVER (ORDER BY id) AS place "
            "FROM passes_aboard) a ON a.place = 1 + p.id % 300 WHERE p.number LIKE 'B%' "
            "AND NOT EXISTS (SELECT 1 FROM passes_aboard x WHERE x.vehicle_pass_id = p.id)"
        )

"""What a device at a checkpoint holds without network: the passes that matter there, and nothing of
anybody's name or phone.

The rows are made by the database as JSON: a hundred thousand of them are one text.
"""

import re
from datetime import datetime
from typing import Any

from django.db import connection

from longgang.core.clock import local_day

from .models import BlockEntry, VehiclePass

# In the order of the columns; what devices read by place.
PASS_COLUMNS = (
    "pass_number", "plate", "plate_colour", "pass_status", "trip_status", "valid_from",
    "valid_until", "checkpoint", "people", "one_trip", "certificates_until", "oldest_sample_at",
    "test_max_hours", "turn_back", "earlier_trip_open", "seal_number", "fever_from",
    "expected_at", "needs_seal",
)  # fmt: skip

_ROWS = """
WITH open_plates AS MATERIALIZED (
    SELECT p.plate, p.plate_colour, array_agg(p.id) AS passes
    FROM passes_trip t JOIN passes_vehiclepass p ON p.id = t.vehicle_pass_id
    WHERE t.status IN ('entered', 'arrived', 'left') GROUP BY p.plate, p.plate_colour
)
SELECT coalesce(json_agg(json_build_array(
    p.pass_number, p.plate, p.plate_colour, p.status, coalesce(t.status, ''),
    floor(extract(epoch FROM p.valid_from))::bigint,
    floor(extract(epoch FROM p.valid_until))::bigint,
    p.checkpoint_number, coalesce(a.people, 0), p.one_trip, p.certificates_until,
    a.oldest_sample_at, r.test_max_hours, coalesce(c.turn_back, ''),
    o.passes IS NOT NULL AND o.passes <> ARRAY[p.id], coalesce(t.seal_number, ''), r.fever_from,
    floor(extract(epoch FROM p.expected_entry_at))::bigint,
    r.needs_seal
) ORDER BY p.pass_number), '[]')::text
FROM passes_vehiclepass p
JOIN passes_passrule r ON r.id = p.rule_id
LEFT JOIN open_plates o ON o.plate = p.plate AND o.plate_colour = p.plate_colour
LEFT JOIN LATERAL (
    SELECT id, status, seal_number FROM passes_trip WHERE vehicle_pass_id = p.id
    ORDER BY status IN ('expected', 'entered', 'arrived', 'left') DESC, id DESC LIMIT 1
) t ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS people, CASE WHEN bool_and(sampled_at IS NOT NULL)
        THEN floor(extract(epoch FROM min(sampled_at)))::bigint END AS oldest_sample_at
    FROM passes_aboard WHERE vehicle_pass_id = p.id
) a ON true
LEFT JOIN LATERAL (
    SELECT CASE WHEN overruled_at IS NOT NULL THEN '' WHEN confirmed_at IS NOT NULL
        THEN 'confirmed' ELSE 'waiting' END AS turn_back
    FROM passes_check WHERE trip_id = t.id AND disposition = 'turn_back' AND undone_at IS NULL
    ORDER BY at DESC, id DESC LIMIT 1
) c ON true
WHERE p.pass_number <> '' AND
"""
_EVERYTHING = """
(p.valid_until > %(now)s AND (p.status IN ('used', 'revoked', 'superseded')
    OR (p.status = 'issued' AND p.checkpoint_number = %(premises)s))
OR p.id IN (SELECT vehicle_pass_id FROM passes_trip WHERE status IN ('entered', 'arrived', 'left')))
"""
_CHANGED = """
p.id IN (SELECT vehicle_pass_id FROM passes_change WHERE changed_in >= %(since)s::xid8)
"""
_CURSOR = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"
_REACH = """
SELECT (SELECT max(since) FROM passes_change_reach) <= %(since)s::xid8
    AND %(since)s::xid8 <= pg_snapshot_xmax(pg_current_snapshot())
"""


def feed_cursor() -> str:
    """From here on to ask the next time. To be taken before the rows: nothing can be missed."""
    with connection.cursor() as cursor:
        cursor.execute(_CURSOR)
        (xmin,) = cursor.fetchone()
    return str(xmin)


def reaches_back(since: str) -> bool:
    """Whether what changed since then is still noted; also False for what is no cursor of ours."""
    if not re.fullmatch(r"[0-9]{1,18}", since):
        return False
    with connection.cursor() as cursor:
        cursor.execute(_REACH, {"since": since})
        (reaches,) = cursor.fetchone()
    return bool(reaches)


def every_pass(premises_number: str, *, moment: datetime) -> str:
    """Everything a device of this checkpoint holds, as JSON.

    The passes that count and are announced there, every open trip of the district for the exits,
    and of the whole district those that were used or taken back and whose time still runs.
    """
    return _rows(_EVERYTHING, {"now": moment, "premises": premises_number})


def changed_passes(since: str) -> str:
    """Every pass of the district that changed, as it is now, as JSON; some perhaps once more."""
    return _rows(_CHANGED, {"since": since})


def _rows(condition: str, values: dict[str, Any]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS + condition, values)
        (rows,) = cursor.fetchone()
    return str(rows)


def one_pass(pass_number: str) -> str:
    """The row of one pass, as JSON in a list."""
    return _rows("p.pass_number = %(number)s", {"number": pass_number})


def blocked_plates(moment: datetime) -> list[str]:
    """The plates on the blocklist, and those of passes that count with a blocked person aboard."""
    entries = BlockEntry.objects.in_force(local_day(moment))
    plates = set(entries.exclude(plate="").values_list("plate", flat=True))
    people = entries.exclude(person=None).values("person")
    plates |= set(_passes_with(people, moment))
    return sorted(plates)


def _passes_with(people: Any, moment: datetime) -> Any:
    passes = VehiclePass.objects.filter(
        aboard__person__in=people, status="issued", valid_until__gt=moment
    )
    return passes.values_list("plate", flat=True).order_by()


FORGET = """
WITH old AS (DELETE FROM passes_change WHERE noted_at < %(before)s RETURNING changed_in)
UPDATE passes_change_reach
SET since = (SELECT max(changed_in)::text::bigint + 1 FROM old)::text::xid8
WHERE EXISTS (SELECT 1 FROM old)
"""


def forget_changes(before: datetime) -> None:
    """Throw away the notes of changes before this moment; cursors from before then ask for all."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"before": before})

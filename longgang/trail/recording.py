"""Visits into their table, few or many, in one statement; the same ones twice change nothing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from longgang.core.clock import now
from longgang.core.errors import refuse_if
from longgang.core.prepared import run

from .places import Place
from .rules import check_span, is_kept, whole_seconds

MANY = 500  # from which on they are copied
COLUMNS = (
    "person_id, place, place_type, started_at, ended_at, source, reference, recorded_at,"
    " voided_by_name, voided_why"
)
TYPES = "bigint varchar varchar timestamptz timestamptz varchar varchar".split()
# An end that was open becomes known; whatever else is told differently changes nothing.
INSERT = f"""
    INSERT INTO trail_visit ({COLUMNS})
    SELECT person_id, place, place_type, started_at, ended_at, source, reference,
        %s::timestamptz, '', ''
    FROM {{rows}} AS told (person_id, place, place_type, started_at, ended_at, source, reference)
    ON CONFLICT (source, reference, started_at) WHERE voided_at IS NULL
    DO UPDATE SET ended_at = excluded.ended_at
    WHERE trail_visit.ended_at IS NULL AND excluded.ended_at IS NOT NULL
"""  # noqa: S608 - our own columns
OF_FEW = INSERT.format(rows=f"unnest({', '.join(f'%s::{each}[]' for each in TYPES)})")
OF_MANY = INSERT.format(rows="trail_told")
STAGE = """
    CREATE TEMPORARY TABLE trail_told (
        person_id bigint, place varchar, place_type varchar,
        started_at timestamptz, ended_at timestamptz, source varchar, reference varchar
    ) ON COMMIT DROP
"""

Line = tuple[int, str, str, datetime, datetime | None, str, str]


@dataclass(frozen=True)
class NewVisit:
    """What a source tells: a person (their key in the register), a place, from when until when.

    Open, if it lasts until further notice. `reference` is what the source calls it.
    """

    person: int
    place: Place
    started_at: datetime
    ended_at: datetime | None
    reference: str

    @classmethod
    def scanned(cls, person: int, place: Place, at: datetime, *, reference: str) -> "NewVisit":
        """Somebody who was seen at a place: for as long as one usually is at such places."""
        ended_at = at + timedelta(seconds=place.traits.dwell_s)
        return cls(person, place, at, ended_at, reference)


def write_visits(visits: Iterable[NewVisit], *, source: str) -> int:
    """How many were new, or ended now. Raises Refused at the first that makes no sense; what is
    older than visits are kept is passed over.
    """
    lines = list(_lines(visits, source, now()))
    if not lines:
        return 0
    return _copy(lines) if len(lines) > MANY else _insert(lines)


def _lines(visits: Iterable[NewVisit], source: str, moment: datetime) -> Collection[Line]:
    """Each once: of two that are called the same, the one that has an end."""
    lines: dict[tuple[str, datetime], Line] = {}
    for visit in visits:
        started_at, ended_at = whole_seconds(visit.started_at, visit.ended_at)
        refuse_if(check_span(started_at, ended_at, now=moment))
        if not is_kept(started_at, ended_at, now=moment):
            continue
        key = visit.reference, started_at
        if key in lines and ended_at is None:
            continue
        place = visit.place
        lines[key] = (
            visit.person, place.name, place.type.value, started_at, ended_at, source,
            visit.reference,
        )  # fmt: skip
    return lines.values()


def _insert(lines: Sequence[Line]) -> int:
    columns: list[Any] = [list(column) for column in zip(*lines, strict=True)]
    return len(run(f"{OF_FEW} RETURNING 1", [now(), *columns]))


@transaction.atomic
def _copy(lines: Iterable[Line]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.copy("COPY trail_told FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
        cursor.execute(OF_MANY, [now()])
        count = int(cursor.rowcount)
        cursor.execute("DROP TABLE trail_told")
    return count

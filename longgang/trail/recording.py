"""Visits into their table, few or many, in one statement; the same ones twice change nothing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import chain

from django.db import connection, transaction

from longgang.core.clock import local_day, midnight, now
from longgang.core.errors import refuse_if
from longgang.core.statements import run

from .places import Place
from .rules import KEEP_DAYS, check_span, whole_seconds

FEW = 8  # up to which they are written without being copied first
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
ROW = f"({', '.join(f'%s::{each}' for each in TYPES)})"
# One day after the other: of each the indexes stay at hand.
OF_MANY = INSERT.format(rows="(SELECT * FROM trail_told ORDER BY started_at)")
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
    return _insert(lines) if len(lines) <= FEW else _copy(lines)


def first_kept(moment: datetime) -> datetime:
    """When the oldest day begins of which visits are kept at that moment."""
    return midnight(local_day(moment) - timedelta(days=KEEP_DAYS))


def as_kept(visit: NewVisit, *, first: datetime) -> NewVisit | None:
    """In whole seconds, and from the first kept moment on; None if it was over before."""
    started_at, ended_at = whole_seconds(visit.started_at, visit.ended_at)
    if ended_at is not None and started_at < ended_at <= first:
        return None
    if started_at < first and (ended_at is None or ended_at > first):
        started_at = first
    if started_at is visit.started_at and ended_at is visit.ended_at:
        return visit
    return replace(visit, started_at=started_at, ended_at=ended_at)


def _lines(visits: Iterable[NewVisit], source: str, moment: datetime) -> Collection[Line]:
    """Each once: of two that are called the same, the one that has an end."""
    lines: dict[tuple[str, datetime], Line] = {}
    first = first_kept(moment)
    for visit in visits:
        kept = as_kept(visit, first=first)
        if kept is None:
            continue
        refuse_if(check_span(kept.started_at, kept.ended_at, now=moment))
        key = kept.reference, kept.started_at
        if key in lines and kept.ended_at is None:
            continue
        place = kept.place
        lines[key] = (
            kept.person, place.name, place.type.value, kept.started_at, kept.ended_at, source,
            kept.reference,
        )  # fmt: skip
    return lines.values()


@cache
def statement(count: int) -> str:
    """What writes so many visits, given the moment and then the values of each."""
    return INSERT.format(rows=f"(VALUES {', '.join([ROW] * count)})") + " RETURNING 1"


def _insert(lines: Sequence[Line]) -> int:
    return len(run(statement(len(lines)), [now(), *chain.from_iterable(lines)]))


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

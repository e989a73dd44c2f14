"""Visits as the engine takes them, read from the database at one snapshot, and what changed after.

A row carries the transactions that recorded, ended and voided it. Whether the files know of them is
asked of the snapshot at which the files were built: numbers of rows commit out of order, but a
transaction is in a snapshot or it is not. So no committed visit is missed and none is met twice.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import numpy as np
import polars as pl
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorWrapper

from longgang.core.statements import run

from .engine import Ids, Visit, Visits
from .engine.ids import Array
from .places import PlaceType, type_of

OPEN_END = 3_471_292_800  # 2080-01-01: until further notice; questions end at their moment
EPOCH = OPEN_END - 2**30  # 1978 to 2114 can be told from it in 32 bits
PIECE_ROWS = 200_000
TYPES = ("", *PlaceType.values)
SCHEMA = {"person": pl.Int64, "place": pl.String, "start": pl.Int64, "end": pl.Int64}
# Which cluster, on which of its lives after a restore, and which database of it.
CLUSTER = """
    SELECT system_identifier || '/' || timeline_id || '/' || oid
    FROM pg_control_system(), pg_control_checkpoint(), pg_database
    WHERE datname = current_database()
"""
COPY = f"""
    COPY (
        SELECT person_id, place, extract(epoch FROM started_at)::bigint,
            coalesce(extract(epoch FROM ended_at)::bigint, {OPEN_END})
        FROM trail_visit
        WHERE voided_at IS NULL AND (ended_at IS NULL OR ended_at > '{{since}}')
    ) TO STDOUT (FORMAT csv)
"""  # noqa: S608 - a number of ours
COUNT = """
    SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint FROM pg_class
    WHERE oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'trail_visit'::regclass)
"""
_CHANGED = """
    SELECT id, person_id, place, started_at, ended_at, recorded_in, ended_in, voided_in
    FROM trail_visit
    WHERE {column} >= pg_snapshot_xmin((SELECT seen FROM before))
        AND NOT pg_visible_in_snapshot({column}, (SELECT seen FROM before))
"""
# What the snapshot knew of each visit that changed since, and what holds now; one row at least.
CHANGES = f"""
    WITH before AS MATERIALIZED (SELECT %s::pg_snapshot AS seen), changed AS ({
    " UNION ".join(
        _CHANGED.format(column=column) for column in ("recorded_in", "ended_in", "voided_in")
    )
})
    SELECT pg_current_snapshot()::text, person_id, place,
        extract(epoch FROM started_at)::bigint,
        coalesce(extract(epoch FROM ended_at)::bigint, {OPEN_END}),
        voided_in IS NULL,
        CASE
            WHEN ended_in IS NULL OR pg_visible_in_snapshot(ended_in, seen)
            THEN coalesce(extract(epoch FROM ended_at)::bigint, {OPEN_END})
            ELSE {OPEN_END}
        END,
        pg_visible_in_snapshot(recorded_in, seen) AND NOT
            (voided_in IS NOT NULL AND pg_visible_in_snapshot(voided_in, seen))
    FROM before LEFT JOIN changed ON true
"""  # noqa: S608 - columns of ours
RENUMBER = """
    UPDATE trail_visit SET {column} = pg_current_xact_id()
    WHERE {column} >= pg_snapshot_xmax(pg_current_snapshot())
"""


@dataclass(frozen=True)
class Changes:
    """What was added to the visits of a snapshot and what was voided, and the snapshot of now."""

    added: list[Visit]
    voided: list[Visit]
    snapshot: str


@contextmanager
def own_cursor() -> Iterator[CursorWrapper]:
    """A connection of its own, which writes nothing: in the caller's transaction a snapshot would
    hold what may yet be taken back.
    """
    own = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with own.cursor() as cursor:
            yield cursor
    finally:
        own.close()


def read_cluster(cursor: CursorWrapper) -> str:
    """The name of the database whose transactions are counted."""
    cursor.execute(CLUSTER)
    return str(cursor.fetchone()[0])


def renumber_restored() -> None:
    """After a restore from a dump rows carry numbers of another cluster's transactions: those that
    are still to come here are replaced.
    """
    with connection.cursor() as cursor:
        for column in ("recorded_in", "ended_in", "voided_in"):
            cursor.execute(RENUMBER.format(column=column))


def read_visits(
    cursor: CursorWrapper, tell: Callable[[int, int], None], *, since: datetime
) -> tuple[Visits, str]:
    """Every visit that counts and has lasted beyond `since`, and the snapshot they were read at;
    `tell` hears of how many.
    """
    cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        cursor.execute("SELECT pg_current_snapshot()::text")
        (snapshot,) = cursor.fetchone()
        cursor.execute(COUNT)
        (expected,) = cursor.fetchone()
        visits = _collect(_read_pieces(cursor, since), lambda done: tell(done, max(done, expected)))
    finally:
        cursor.execute("ROLLBACK")
    return visits, snapshot


def read_changes(cursor: CursorWrapper, seen: str) -> Changes:
    """What was committed after that snapshot, by one statement at one snapshot of its own."""
    cursor.execute("BEGIN READ ONLY; SET LOCAL enable_seqscan = off")  # whatever is guessed
    rows = run(CHANGES, [seen], on=cursor.db)
    cursor.execute("COMMIT")
    added, voided = [], []
    for _now, person, place, start, end, holds, known_end, is_known in rows:
        if person is None:
            break
        is_same = is_known and holds and known_end == end
        if is_known and not is_same:
            voided.append(Visit(person, place, start, known_end, type_of(place)))
        if holds and not is_same:
            added.append(Visit(person, place, start, end, type_of(place)))
    return Changes(added, voided, rows[0][0])


def _read_pieces(cursor: CursorWrapper, since: datetime) -> Iterator[pl.DataFrame]:
    with cursor.copy(COPY.format(since=since.isoformat())) as copy:
        lines: list[bytes] = []
        for line in copy:
            lines.append(bytes(line))
            if len(lines) == PIECE_ROWS:
                yield _parse(lines)
                lines = []
        if lines:
            yield _parse(lines)


def _parse(lines: list[bytes]) -> pl.DataFrame:
    return pl.read_csv(BytesIO(b"".join(lines)), has_header=False, schema=SCHEMA)


def _collect(pieces: Iterator[pl.DataFrame], tell: Callable[[int], None]) -> Visits:
    numbers: dict[str, int] = {}
    parts: list[tuple[Array, ...]] = []
    done = 0
    for piece in pieces:
        names = piece["place"].unique().to_list()
        codes = [numbers.setdefault(name, len(numbers)) for name in names]
        place = piece["place"].replace_strict(names, codes, return_dtype=pl.Int32).to_numpy()
        times = [(piece[side] - EPOCH).cast(pl.Int32).to_numpy() for side in ("start", "end")]
        parts.append((piece["person"].to_numpy(), place, *times))
        done += len(piece)
        tell(done)
    if not parts:
        parts = [(np.empty(0, np.int64), *[np.empty(0, np.int32)] * 3)]
    person, place, start, end = (np.concatenate(side) for side in zip(*parts, strict=True))
    people, person = Ids.number(person)
    places = Ids.of_texts(numbers)
    rank = {str(places[number]): number for number in range(len(places))}
    ranked = np.array([rank[name] for name in numbers], np.int32)
    types = np.array([TYPES.index(type_of(name)) for name in rank], np.uint8)
    return Visits(people, places, person, ranked[place], start, end, EPOCH, TYPES, types)

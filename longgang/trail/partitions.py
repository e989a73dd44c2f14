"""A partition of the visits for each local day: made ahead, and dropped when its time is over."""

import logging
import re
from collections.abc import Callable
from datetime import date, timedelta

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.errors import LockNotAvailable

from longgang.audit.api import SYSTEM, record
from longgang.core.clock import local_day, midnight, now, today

from .models import Visit
from .rules import KEEP_DAYS

AHEAD_DAYS = 14
CARRIED = _("The day it began on is kept no longer; the rest of it was told anew.")
REST = "trail_visit_rest"
log = logging.getLogger(__name__)
_NAME = re.compile(r"trail_visit_(\d{8})")
SHORT = "SET LOCAL lock_timeout = '200ms'"  # or else later: nobody who records waits for us
# A statement that is under way knows the partitions there were: rows are moved from under none.
LOCK = "LOCK TABLE trail_visit IN ACCESS EXCLUSIVE MODE"
MAKE = f"""
    CREATE TABLE {{name}} (LIKE trail_visit INCLUDING CONSTRAINTS);
    WITH moved AS (
        DELETE FROM {REST} WHERE started_at >= '{{begin}}' AND started_at < '{{end}}' RETURNING *
    )
    INSERT INTO {{name}} SELECT * FROM moved;
    ALTER TABLE trail_visit ATTACH PARTITION {{name}} FOR VALUES FROM ('{{begin}}') TO ('{{end}}');
"""  # noqa: S608 - names of our own
LIST = """
    SELECT child.relname FROM pg_inherits
    JOIN pg_class AS child ON child.oid = inhrelid WHERE inhparent = 'trail_visit'::regclass
"""
CARRY = """
    WITH lasting AS (
        UPDATE trail_visit SET voided_at = %(now)s, voided_by_name = %(by)s, voided_why = %(why)s
        WHERE voided_at IS NULL AND started_at < %(begin)s
            AND (ended_at IS NULL OR ended_at > %(begin)s)
        RETURNING person_id, place, place_type, ended_at, source, reference, recorded_at
    )
    INSERT INTO trail_visit (person_id, place, place_type, started_at, ended_at, source, reference,
        recorded_at, voided_by_name, voided_why)
    SELECT person_id, place, place_type, %(begin)s, ended_at, source, reference, recorded_at, '', ''
    FROM lasting ON CONFLICT DO NOTHING
"""


def list_days() -> list[date]:
    """The days that have a partition."""
    with connection.cursor() as cursor:
        cursor.execute(LIST)
        names = [_NAME.fullmatch(name) for (name,) in cursor.fetchall()]
    return sorted(date.fromisoformat(found[1]) for found in names if found)


def first_kept_day() -> date:
    """The oldest day of which visits are kept."""
    return today() - timedelta(days=KEEP_DAYS)


def make_partitions() -> int:
    """A partition for every day that is kept, for two weeks ahead, and for what lies in the rest;
    how many were made.
    """
    first = first_kept_day()
    wanted = {first + timedelta(days=number) for number in range(KEEP_DAYS + AHEAD_DAYS + 1)}
    wanted.update(_days_in_rest())
    missing = sorted(wanted - set(list_days()))
    return sum(_try(_make, day) is not None for day in missing)


def carry_over() -> int:
    """Tell what lasts beyond the days that are dropped anew, from the first day that is kept on;
    how many there were. The old ones count no more from the same moment on.
    """
    begin = midnight(first_kept_day())
    by = SYSTEM.name
    with connection.cursor() as cursor:
        cursor.execute(CARRY, {"now": now(), "by": by, "why": str(CARRIED), "begin": begin})
        return int(cursor.rowcount)


def drop_partitions(*, before: date) -> int:
    """Delete the days before this one, one event each; how many visits went."""
    return sum(_try(_drop, day) or 0 for day in list_days() if day < before)


def _days_in_rest() -> set[date]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT date_trunc('hour', started_at) FROM {REST}")  # noqa: S608
        return {local_day(hour) for (hour,) in cursor.fetchall()}


def _try(work: Callable[[date], int], day: date) -> int | None:
    """What came of it; None where somebody reads for too long, and the next time will do."""
    try:
        with transaction.atomic():
            return work(day)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        log.info("the partition of %s has to wait", day)
        return None


def _make(day: date) -> int:
    begin, end = midnight(day), midnight(day + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(SHORT)
        if day in _days_in_rest():
            cursor.execute(LOCK)
        cursor.execute(MAKE.format(name=_name(day), begin=begin.isoformat(), end=end.isoformat()))
    return 1


def _drop(day: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(SHORT)
        cursor.execute(f"SELECT count(*) FROM {_name(day)}")  # noqa: S608
        (count,) = cursor.fetchone()
        cursor.execute(f"DROP TABLE {_name(day)}")
    if count:
        record(
            "visits.dropped", Visit(source="day", reference=day.isoformat()), by=SYSTEM,
            after={"day": day, "count": count},
        )  # fmt: skip
    return int(count)


def _name(day: date) -> str:
    return f"trail_visit_{day:%Y%m%d}"

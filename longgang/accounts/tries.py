"""How often an account may do what tells it something about others: only so many times an hour."""

from datetime import datetime

from django.db import connection

from longgang.core.clock import now
from longgang.core.prepared import Prepared
from longgang.core.statements import Given

from .models import Tally, User

_COUNT = """
    WITH past AS (DELETE FROM accounts_tally WHERE hour < %(hour)s)
    INSERT INTO accounts_tally (account, what, hour, count)
    VALUES (%(account)s, %(what)s, %(hour)s, 1)
    ON CONFLICT (account, what, hour) DO UPDATE SET count = accounts_tally.count + 1
    RETURNING count
"""

_KNOWN = Prepared(
    lambda: Tally.objects.filter(account=Given("account"), what=Given("what"), hour=Given("hour"))
)


def count_try(user: User, what: str) -> int:
    """Count one more; how many they are within this hour of the clock.

    Over a connection of its own, at once: a deed that is refused is taken back, its try is not, and
    of several at the same moment each counts.
    """
    connection.ensure_connection()
    values = {"account": user.number, "what": what, "hour": _hour()}
    with connection.pool.connection() as own:  # type: ignore[attr-defined]  # only PostgreSQL has one
        (count,) = own.execute(_COUNT, values).fetchone()
    return int(count)


def tries_of(user: User, what: str) -> int:
    """How many there were within this hour. One query."""
    found = _KNOWN.first(account=user.number, what=what, hour=_hour())
    return found.count if found else 0


def _hour() -> datetime:
    return now().replace(minute=0, second=0, microsecond=0)

"""How the rows of a file are to be understood."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

DEFAULT_COLUMNS = {"person": "person", "place": "place", "start": "start", "end": "end"}


@dataclass(frozen=True)
class Layout:
    """The names of the columns, how long a visit without an end lasts, the zone of bare times.

    Where rows are contacts, the column `place` holds the other person.
    """

    columns: dict[str, str]
    dwell: int | None
    zone: ZoneInfo
    is_contacts: bool
    needs_end: bool

"""The names of all divisions of today, kept in the memory of the process.

Every list shows names for codes; a few thousand names that change once in years are read once, not
once a row. Other processes notice a change within a minute.
"""

import time
from typing import NamedTuple

from longgang.core.clock import today

from .models import Area

KEPT_SECONDS = 60


class Names(NamedTuple):
    """What a division is called."""

    name: str
    name_en: str
    full_name: str
    full_name_en: str


class _Memory:
    """What was read, and until when it is trusted."""

    names: dict[str, Names] = {}
    until = 0.0


def known_names() -> dict[str, Names]:
    """Names by code. One query a minute at most."""
    if time.monotonic() >= _Memory.until:
        rows = Area.objects.on(today()).values_list("code", *Names._fields)
        _Memory.names = {code: Names(*names) for code, *names in rows}
        _Memory.until = time.monotonic() + KEPT_SECONDS if _Memory.names else 0.0
    return _Memory.names


def forget_names() -> None:
    """Read again next time: a name has changed."""
    _Memory.until = 0.0

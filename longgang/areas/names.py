"""The names of all divisions, desks and premises, kept in the memory of the process.

Every list shows names for codes; a few thousand names that change once in years are read once, not
once a row. Other processes notice a change within a minute.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from longgang.core.clock import today

from .models import Area, Desk, Premises, in_words

KEPT_SECONDS = 60


class Names(NamedTuple):
    """What a division is called."""

    name: str
    name_en: str
    full_name: str
    full_name_en: str


class PlaceNames(NamedTuple):
    """What a desk or premises is called."""

    name: str
    name_en: str


@dataclass
class _Memory:
    """What was read, and until when it is trusted."""

    read: Callable[[], dict[str, tuple[str, ...]]]
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    until: float = 0.0

    def recall(self) -> dict[str, tuple[str, ...]]:
        """Names by code; nothing found is not remembered."""
        if time.monotonic() >= self.until:
            self.names = self.read()
            self.until = time.monotonic() + KEPT_SECONDS if self.names else 0.0
        return self.names


def _read_divisions() -> dict[str, tuple[str, ...]]:
    rows = Area.objects.on(today()).values_list("code", *Names._fields)
    return {code: Names(*names) for code, *names in rows}


def _read_places() -> dict[str, tuple[str, ...]]:
    desks = Desk.objects.values_list("code", *PlaceNames._fields)
    premises = Premises.objects.values_list("number", *PlaceNames._fields)
    return {code: PlaceNames(*names) for code, *names in [*desks, *premises]}


_divisions = _Memory(_read_divisions)
_places = _Memory(_read_places)


def known_names() -> dict[str, Names]:
    """Divisions of today by code. One query a minute at most."""
    return _divisions.recall()  # type: ignore[return-value]  # what `_read_divisions` gives


def place_name(code: str) -> str:
    """What a desk or premises is called, also when no longer in use; else the code itself."""
    if code and code not in _places.recall():
        _places.until = 0.0  # made a moment ago, perhaps by another process
    names = _places.recall().get(code)
    return in_words(names[0], names[1]) if names else code


def forget_names() -> None:
    """Read again next time: a name has changed."""
    _divisions.until = _places.until = 0.0

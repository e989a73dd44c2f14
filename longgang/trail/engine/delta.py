"""What changed since the files were built: visits added and visits voided, exactly answered too.

Added visits are rows of their own beside those of the files. A voided visit keeps its row, whose
person becomes nobody: in memory only, since a page of a file that is written to becomes this
process's own. A visit is voided by what it says; of several that say the same, one goes.
"""

import threading
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from .errors import EngineError
from .index import Index
from .more_ids import MoreIds
from .rows import END, START, VOID, WHO, Rows, sort_rows
from .steps import GREATEST, LEAST
from .visits import UNTYPED, Visits


class Visit(NamedTuple):
    """One visit as the database tells it; moments are seconds since 1970."""

    person: int | str
    place: int | str
    start: int
    end: int
    place_type: str = UNTYPED


class Delta:
    """An index and what happened since. May be used from several threads.

    `index()` is what holds now. Whoever still asks an earlier one meets the visits that it had,
    less those voided since.
    """

    def __init__(self, base: Index) -> None:
        self._base = base
        self._added: dict[tuple[object, ...], list[Visit]] = {}  # by what they say
        self._voided = 0
        self._now: Index | None = base
        self._lock = threading.Lock()

    def add(self, visits: Iterable[Visit]) -> None:
        """Visits that the files do not have; all of them or, after an error, none."""
        listed = list(visits)
        for visit in listed:
            _check(visit, self._base)
        for column, ids in enumerate((self._base.people, self._base.places)):
            MoreIds.of(ids, [visit[column] for visit in listed])
        with self._lock:
            for visit in listed:
                self._added.setdefault(visit[:4], []).append(visit)
            self._now = None

    def void(self, visits: Iterable[Visit]) -> None:
        """Visits that no longer count; an error names the first that is not there."""
        with self._lock:
            self._now = None
            for visit in visits:
                same = self._added.get(visit[:4])
                if same:
                    same.pop()
                else:
                    _void_row(self._base, visit)
                    self._voided += 1

    def index(self) -> Index:
        """The files, what was added, and without what was voided."""
        with self._lock:
            if self._now is None:
                added = [visit for same in self._added.values() for visit in same]
                self._now = _extend(self._base, added, self._voided)
            return self._now


def _check(visit: Visit, index: Index) -> None:
    if visit.start >= visit.end:
        raise EngineError(
            "ends_before_start", "到访的结束不晚于开始。", "A visit ends before it begins."
        )
    if not LEAST < visit.start - index.epoch <= visit.end - index.epoch < GREATEST:
        raise EngineError(
            "too_long_apart", "到访时间距索引过远。", "A visit is too far from those of the files."
        )


def _extend(base: Index, added: Sequence[Visit], voided: int) -> Index:
    if not added:
        return base.replaced(base.people, base.places, base.types, base.type_of_place, (), voided)
    people = MoreIds.of(base.people, [visit.person for visit in added])
    places = MoreIds.of(base.places, [visit.place for visit in added])
    types = tuple(dict.fromkeys([*base.types, *(visit.place_type for visit in added)]))
    type_of_place = np.zeros(len(places), np.uint8)
    type_of_place[: len(base.places)] = base.type_of_place
    person, place = (
        np.array([ids.find(visit[column]) for visit in added], np.int32)
        for column, ids in enumerate((people, places))
    )
    for number, visit in zip(place.tolist(), added, strict=True):
        if number >= len(base.places):
            type_of_place[number] = types.index(visit.place_type)
    start, end = (
        np.array([moment - base.epoch for moment in side], np.int32)
        for side in zip(*((visit.start, visit.end) for visit in added), strict=True)
    )
    visits = Visits(people, places, person, place, start, end, base.epoch, types, type_of_place)
    rows = sort_rows(visits, people=len(people), places=len(places))
    return base.replaced(people, places, types, type_of_place, (rows,), voided)


def _void_row(index: Index, visit: Visit) -> None:
    """Take the person out of the row by place, and the place out of the row by person."""
    person, place = index.people.find(visit.person), index.places.find(visit.place)
    start, end = visit.start - index.epoch, visit.end - index.epoch
    if person is None or place is None:
        raise _unknown(visit)
    rows: Rows = index.parts[0]
    for column, begins, key, who in (
        (rows.by_place, rows.place_from, place, person),
        (rows.by_person, rows.person_from, person, place),
    ):
        first, last = begins[key : key + 2]
        near = column[first:last]
        low = np.searchsorted(near[:, START], start)
        high = np.searchsorted(near[:, START], start, side="right")
        same = near[low:high]
        found = np.flatnonzero((same[:, WHO] == who) & (same[:, END] == end))
        if not len(found):
            raise _unknown(visit)
        same[found[0], WHO] = VOID


def _unknown(visit: Visit) -> EngineError:
    return EngineError(
        "unknown_visit",
        f"没有这次到访：{visit.person}，{visit.place}。",
        f"There is no such visit of {visit.person} at {visit.place}.",
    )

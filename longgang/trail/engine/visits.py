"""Visits as columns, the form in which the engine takes them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .errors import EngineError
from .ids import Array, Ids

REACH = 2**32 - 4  # seconds between the first start and the last end: 136 years
UNTYPED = ""


@dataclass(frozen=True)
class Visits:
    """Who was where from when to when: four columns of the same length.

    `person` and `place` are numbers of `people` and `places`; `start` and `end` are seconds after
    `epoch`, as int32. `type_of_place` has, for each place, the number of its type in `types`.
    """

    people: Ids
    places: Ids
    person: Array
    place: Array
    start: Array
    end: Array
    epoch: int
    types: tuple[str, ...]
    type_of_place: Array

    def __len__(self) -> int:
        return len(self.person)


def make_visits(
    persons: Sequence[int] | Sequence[str] | Array,
    places: Sequence[int] | Sequence[str] | Array,
    starts: Sequence[int] | Array,
    ends: Sequence[int] | Array,
    *,
    types: dict[int | str, str] | None = None,
) -> Visits:
    """From ids and seconds since 1970; `types` names the type of a place where it has one."""
    people, person = Ids.number(persons)
    rooms, place = Ids.number(places)
    epoch, start, end = count_from_epoch(np.asarray(starts, np.int64), np.asarray(ends, np.int64))
    names, type_of_place = number_types(rooms, types or {})
    return Visits(people, rooms, person, place, start, end, epoch, names, type_of_place)


def count_from_epoch(starts: Array, ends: Array) -> tuple[int, Array, Array]:
    """The middle of all times, and the times as seconds after it, which 32 bits can hold."""
    if len(starts) == 0:
        raise EngineError("no_visits", "没有到访记录。", "There are no visits.")
    if bool((starts >= ends).any()):
        raise EngineError(
            "ends_before_start", "有的到访结束不晚于开始。", "A visit ends before it begins."
        )
    first, last = int(starts.min()), int(ends.max())
    if last - first > REACH:
        raise EngineError(
            "too_long_apart",
            "到访时间跨度超过 136 年。",
            "The visits are more than 136 years apart.",
        )
    epoch = (first + last) // 2
    return epoch, (starts - epoch).astype(np.int32), (ends - epoch).astype(np.int32)


def number_types(places: Ids, types: dict[int | str, str]) -> tuple[tuple[str, ...], Array]:
    """The names of the types, the untyped first, and which one each place has."""
    names = (UNTYPED, *sorted(set(types.values()) - {UNTYPED}))
    number_of = {name: number for number, name in enumerate(names)}
    type_of_place = np.zeros(len(places), np.uint8)
    for place, name in types.items():
        number = places.find(place)
        if number is not None:
            type_of_place[number] = number_of[name]
    return names, type_of_place

"""Where the sources of one circle were: intervals, grouped by place, sorted by start and by end.

An interval is kept as two keys, the place in the upper half and the start or the end in the lower
one. Starts and ends are sorted apart, because a number of sources present needs no pairs.
"""

from dataclasses import dataclass

import numpy as np

from .ids import Array
from .index import Index
from .jit import compiled, on_all_cores
from .rows import END, START, WHO
from .steps import LEAST

FEW = 1024  # keys, up to which sorting by comparison is sooner done
MANY = 20_000  # keys, from which on two cores are sooner done than one
DIGIT = 11  # bits
DIGITS = 1 << DIGIT


@dataclass(frozen=True)
class Sources:
    """People, each with the moments from which and until which they are sources.

    A person may stand here twice. Moments are seconds after the epoch of the index, as int32.
    """

    person: Array
    low: Array
    high: Array


@dataclass(frozen=True)
class Intervals:
    """Sorted keys of starts and of ends; `groups` has the first key of each place, and their
    number last. A group has as many starts as ends.
    """

    starts: Array
    ends: Array
    groups: Array


def find_intervals(
    index: Index, sources: Sources, allowed: Array, *, prolong: int, last: int
) -> Intervals:
    """The visits of the sources within their windows, at allowed places, prolonged by linger, but
    not beyond the last moment.
    """
    people = np.ascontiguousarray(sources.person, np.int32)
    parts = []
    for rows in index.parts:
        room = int(_count_rows(rows.person_from, people))
        starts, ends = np.empty(room, np.int64), np.empty(room, np.int64)
        found = _gather(
            rows.by_person, rows.person_from, people, sources.low, sources.high, allowed,
            prolong, last, starts, ends,
        )  # fmt: skip
        parts.append((starts[:found], ends[:found]))
    starts, ends = (np.concatenate(side) if len(parts) > 1 else side[0]
                    for side in zip(*parts, strict=True))  # fmt: skip
    sort_both = on_all_cores if len(starts) > MANY else map
    starts, ends = sort_both(_sort, (starts, ends))
    return Intervals(starts, ends, _find_groups(starts))


@compiled
def _sort(keys: Array) -> Array:
    """By 11 bits at a time from the lowest; bits that all keys have in common are passed over."""
    if len(keys) < FEW:
        keys.sort()
        return keys
    other = np.empty_like(keys)
    everywhere, somewhere = keys[0], keys[0]
    for key in keys:
        everywhere &= key
        somewhere |= key
    for shift in range(0, 64, DIGIT):
        if ((everywhere ^ somewhere) >> shift) & (DIGITS - 1):
            _sort_digit(keys, other, shift)
            keys, other = other, keys
    return keys


@compiled
def _sort_digit(keys: Array, sorted_keys: Array, shift: int) -> None:
    filled = np.zeros(DIGITS + 1, np.int64)
    for key in keys:
        filled[((key >> shift) & (DIGITS - 1)) + 1] += 1
    for digit in range(DIGITS):
        filled[digit + 1] += filled[digit]
    for key in keys:
        digit = (key >> shift) & (DIGITS - 1)
        sorted_keys[filled[digit]] = key
        filled[digit] += 1


@compiled
def _count_rows(person_from: Array, people: Array) -> int:
    room = 0
    for person in people:
        if person < len(person_from) - 1:
            room += person_from[person + 1] - person_from[person]
    return room


@compiled
def _gather(
    by_person: Array, person_from: Array, people: Array, low: Array, high: Array,
    allowed: Array, prolong: int, last: int, starts: Array, ends: Array,
) -> int:  # fmt: skip
    found = 0
    for source in range(len(people)):
        person = people[source]
        if person >= len(person_from) - 1:
            continue
        for row in range(person_from[person], person_from[person + 1]):
            place = by_person[row, WHO]
            start = max(by_person[row, START], low[source])
            end = min(by_person[row, END], high[source])
            if start < end and place < len(allowed) and allowed[place]:
                later = min(int(end) + prolong, last)
                starts[found] = (int(place) << 32) | (np.int64(start) - LEAST)
                ends[found] = (int(place) << 32) | (later - LEAST)
                found += 1
    return found


@compiled
def _find_groups(keys: Array) -> Array:
    groups = np.empty(len(keys) + 1, np.int64)
    found = 0
    place = np.int64(-1)
    for number in range(len(keys)):
        if keys[number] >> 32 != place:
            place = keys[number] >> 32
            groups[found] = number
            found += 1
    groups[found] = len(keys)
    return groups[: found + 1].copy()

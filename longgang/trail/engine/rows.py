"""Visits sorted twice: by place, where the sources meet the others, and by person.

A row is three int32: the person (or the place), start, end. Within its place or person rows stand
in the order of their starts. `ends` has, for each block of rows by place, the latest end in it:
what ends before a source comes is passed over without being read.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .ids import Array
from .jit import CORES, compiled, on_all_cores
from .visits import Visits

BLOCK_BITS = 6  # in the files: another number is another format
BLOCK = 1 << BLOCK_BITS
SHARES = 8  # of the sorting for each core
FEW = 24  # up to so many rows are sorted by putting each in its place
WHO, START, END = 0, 1, 2
VOID = 2**31 - 1  # nobody, and no place


@dataclass(frozen=True)
class Rows:
    """Visits by place (person, start, end) and by person (place, start, end)."""

    by_place: Array
    place_from: Array
    ends: Array
    by_person: Array
    person_from: Array

    def __len__(self) -> int:
        return len(self.by_place)


def sort_rows(visits: Visits, *, people: int, places: int) -> Rows:
    """Sort the visits both ways, in memory."""
    by_place, place_from = sort_side(visits, visits.place, visits.person, places)
    by_person, person_from = sort_side(visits, visits.person, visits.place, people)
    return Rows(by_place, place_from, find_latest_ends(by_place), by_person, person_from)


def sort_side(visits: Visits, key: Array, who: Array, keys: int) -> tuple[Array, Array]:
    """Rows in the order of key and start, and where each key begins."""
    begins = np.zeros(keys + 1, np.int64)
    rows = np.empty((len(key), 3), np.int32)
    _distribute(key, who, visits.start, visits.end, begins, rows)
    cuts = np.searchsorted(begins, np.linspace(0, len(key), CORES * SHARES + 1)[1:-1])
    runs = pairwise([0, *cuts.tolist(), keys])
    on_all_cores(lambda run: _sort_by_start(rows, begins[run[0] : run[1] + 1]), runs)
    return rows, begins


@compiled
def _distribute(
    key: Array, who: Array, start: Array, end: Array, begins: Array, rows: Array
) -> None:
    """Counting sort: `begins` becomes the first row of each key, with the number of rows last."""
    for visit in range(len(key)):
        begins[key[visit] + 1] += 1
    for number in range(1, len(begins)):
        begins[number] += begins[number - 1]
    filled = begins[:-1].copy()
    for visit in range(len(key)):
        row = filled[key[visit]]
        filled[key[visit]] += 1
        rows[row, WHO] = who[visit]
        rows[row, START] = start[visit]
        rows[row, END] = end[visit]


@compiled
def _sort_by_start(rows: Array, begins: Array) -> None:
    for number in range(len(begins) - 1):
        first, last = begins[number], begins[number + 1]
        if last - first <= FEW:
            _insert(rows, first, last)
        else:
            _sort_many(rows[first:last])


@compiled
def _insert(rows: Array, first: int, last: int) -> None:
    for row in range(first + 1, last):
        who, start, end = rows[row, WHO], rows[row, START], rows[row, END]
        place = row
        while place > first and rows[place - 1, START] > start:
            rows[place, WHO] = rows[place - 1, WHO]
            rows[place, START] = rows[place - 1, START]
            rows[place, END] = rows[place - 1, END]
            place -= 1
        rows[place, WHO], rows[place, START], rows[place, END] = who, start, end


@compiled
def _sort_many(rows: Array) -> None:
    """By keys of the start and the row, so that equal starts keep their order."""
    keys = np.empty(len(rows), np.int64)
    for row in range(len(rows)):
        keys[row] = (int(rows[row, START]) << 32) | row
    keys.sort()
    old = rows.copy()
    for row in range(len(rows)):
        source = keys[row] & 0xFFFFFFFF
        rows[row, WHO] = old[source, WHO]
        rows[row, START] = old[source, START]
        rows[row, END] = old[source, END]


@compiled
def find_latest_ends(rows: Array) -> Array:
    """The latest end in each block, whichever places the block belongs to."""
    blocks = (len(rows) + BLOCK - 1) >> BLOCK_BITS
    ends = np.full(blocks, np.iinfo(np.int32).min, np.int32)
    for row in range(len(rows)):
        block = row >> BLOCK_BITS
        ends[block] = max(ends[block], rows[row, END])
    return ends

"""The number of sources at one place as a step function of time, with its sums.

At each moment at which a source comes or goes: how many are there from then on, how many have come
so far, and how many source-seconds have passed. So what a visitor of [s, e) met is a difference of
two entries, however many sources there were:

    exposure   = passed(e) - passed(s)
    encounters = (came before e) - (gone by s)
    first      = s, if a source is there at s, else the next coming after s
    last       = e, if a source is there just before e, else the last going before e
"""

from typing import NamedTuple

import numpy as np

from .ids import Array
from .jit import compiled

LEAST, GREATEST = -(2**31), 2**31 - 1
NEVER = 2**40  # seconds after the epoch: later than any moment of 32 bits
MOMENT, BASE, PRESENT, CAME = 0, 1, 2, 3
DENSITY = 4  # stretches of the directory for each entry of the table
NEAR = 8


class Steps(NamedTuple):
    """Room for one place at a time.

    A row of the table: the moment, the sources present from then on, how many came until then, and
    a base, so that base + present × t are the source-seconds that have passed at t. The directory
    has, for each stretch of time, the entry that holds at its beginning.
    """

    table: Array
    directory: Array


@compiled
def make_steps(sources: int) -> Steps:
    """Room for so many intervals."""
    return Steps(
        np.empty((2 * sources + 2, 4), np.int64), np.empty(2 * sources * DENSITY + 4, np.int32)
    )


@compiled
def fill_table(starts: Array, ends: Array, table: Array) -> int:
    """Fill the table from the sorted keys of one place, and say which entry is its last.

    Entry 0 is before everything; after the last one stands a moment that never comes.
    """
    table[0, MOMENT], table[0, BASE], table[0, PRESENT], table[0, CAME] = LEAST, 0, 0, 0
    last, coming, going, passed = 0, 0, 0, 0
    while going < len(ends):
        now = _moment(ends[going])
        if coming < len(starts):
            now = min(now, _moment(starts[coming]))
        passed += table[last, PRESENT] * (now - table[last, MOMENT])
        while coming < len(starts) and _moment(starts[coming]) == now:
            coming += 1
        while going < len(ends) and _moment(ends[going]) == now:
            going += 1
        last += 1
        table[last, MOMENT] = now
        table[last, BASE] = passed - (coming - going) * now
        table[last, PRESENT] = coming - going
        table[last, CAME] = coming
    table[last + 1, MOMENT] = NEVER
    return last


@compiled
def fill_directory(table: Array, last: int, directory: Array) -> tuple[int, int]:
    """How long a stretch is, as a power of two, and how many there are.

    Stretch 0 is all time before the first moment; behind the others stands the last entry.
    """
    reach = table[last, MOMENT] - table[1, MOMENT]
    power = 0
    while (reach >> power) >= DENSITY * last:
        power += 1
    stretches = (reach >> power) + 1
    entry = 1
    for stretch in range(stretches):
        begin = table[1, MOMENT] + (stretch << power)
        while table[entry + 1, MOMENT] <= begin:
            entry += 1
        directory[stretch + 1] = entry
    directory[0] = 0
    directory[stretches + 1 : stretches + 3] = last
    return power, stretches


@compiled
def find_step(now: int, steps: Steps, power: int, stretches: int) -> int:
    """The last entry whose moment is not after now."""
    table, directory = steps.table, steps.directory
    stretch = min(max(((now - table[1, MOMENT]) >> power) + 1, 0), stretches + 1)
    entry, beyond = int(directory[stretch]), int(directory[stretch + 1])
    while beyond - entry > NEAR:  # where many come and go at about the same time
        middle = (entry + beyond + 1) >> 1
        if table[middle, MOMENT] <= now:
            entry = middle
        else:
            beyond = middle - 1
    while table[entry + 1, MOMENT] <= now:
        entry += 1
    return entry


@compiled
def _moment(key: int) -> int:
    return (key & 0xFFFFFFFF) + LEAST

"""The number of sources at one place as a step function of time, with its sums.

At each moment at which a source comes or goes: how many are there from then on, how many have come
so far, and how many source-seconds have passed. So what a visitor of [s, e) met is a difference of
two entries, however many sources there were:

    exposure   = passed(e) - passed(s)
    encounters = (came before e) - (gone by s)
    first      = s, if a source is there at s, else the next coming after s
    last       = e, if a source is there just before e, else the last going before e
"""

import numpy as np

from .ids import Array
from .jit import compiled

LEAST, GREATEST = -(2**31), 2**31 - 1
DENSITY = 4  # entries of the directory for each entry of the table
NEAR = 8


@compiled
def fill_steps(
    starts: Array, ends: Array, first: int, last: int, moment: Array, present: Array,
    came: Array, passed: Array,
) -> int:  # fmt: skip
    """Fill the table from the sorted keys of one place, and say where its last entry is.

    Entry 0 is before everything; after the last one stands a moment that never comes.
    """
    moment[0], present[0], came[0], passed[0] = LEAST, 0, 0, 0
    step, coming, going = 0, first, first
    while going < last:
        now = (ends[going] & 0xFFFFFFFF) + LEAST
        if coming < last:
            now = min(now, (starts[coming] & 0xFFFFFFFF) + LEAST)
        so_far = passed[step]
        if present[step] > 0:
            so_far += int(present[step]) * (now - moment[step])
        while coming < last and (starts[coming] & 0xFFFFFFFF) + LEAST == now:
            coming += 1
        while going < last and (ends[going] & 0xFFFFFFFF) + LEAST == now:
            going += 1
        step += 1
        moment[step] = now
        present[step] = coming - going
        came[step] = coming - first
        passed[step] = so_far
    moment[step + 1] = np.int64(2) ** 40
    return step


@compiled
def fill_directory(moment: Array, last: int, directory: Array) -> int:
    """For each stretch of time, a power of two long, the entry at its beginning; returns the power.

    The last stretch is followed by the last entry.
    """
    reach = moment[last] - moment[1]
    power = 0
    while (reach >> power) >= DENSITY * last:
        power += 1
    step = 1
    for stretch in range((reach >> power) + 1):
        begin = moment[1] + (int(stretch) << power)
        while moment[step + 1] <= begin:
            step += 1
        directory[stretch] = step
    directory[(reach >> power) + 1] = last
    return power


@compiled
def find_step(now: int, moment: Array, last: int, directory: Array, power: int) -> int:
    """The last entry whose moment is not after now."""
    if now < moment[1]:
        return 0
    if now >= moment[last]:
        return last
    stretch = (now - moment[1]) >> power
    low, high = directory[stretch], directory[stretch + 1]
    while high - low > NEAR:
        middle = (low + high) >> 1
        if moment[middle] <= now:
            low = middle
        else:
            high = middle
    while moment[low + 1] <= now:
        low += 1
    return int(low)

"""Totals of every person while a circle is counted, one set for each core."""

import numpy as np

from .jit import CORES


class Scratch:
    """For each core and person 16 bytes in one line of the cache, zero between two questions.

    First the seconds of exposure; then, in one number, the encounters in the upper half and the
    extreme in the lower one: by how much the first exposure comes before the greatest moment, or
    the last exposure after the least one, so that more is better and zero is none.

    One more than there are people takes what voided visits met; `touched` is written one ahead.
    """

    def __init__(self, people: int) -> None:
        self.people = people
        self.sums = np.zeros((CORES, people + 1, 2), np.int64)
        self.touched = np.empty((CORES, people + 2), np.int32)

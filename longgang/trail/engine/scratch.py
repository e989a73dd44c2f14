"""Totals of every person while a circle is counted, one set for each core."""

import numpy as np

from .jit import CORES


class Scratch:
    """For each core and person 16 bytes: exposure (int64), encounters and extreme (uint32 each).

    Together they lie in one line of the cache. The extreme is the first exposure before the
    greatest moment, or the last exposure after the least one: more is better and zero is none.
    """

    def __init__(self, people: int) -> None:
        self.seconds = np.zeros((CORES, people, 2), np.int64)
        self.counts = self.seconds.view(np.uint32)
        self.touched = np.empty((CORES, people), np.int32)

"""Who met the sources of one circle: the work shared out, the totals put together."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import numpy as np

from .answer import Circle
from .errors import EngineError
from .ids import Array
from .index import Index
from .jit import CORES, on_all_cores
from .meeting import TOO_MANY, Totals, meet, take
from .rows import BLOCK, Rows
from .scratch import Scratch
from .sources import Intervals

SHARES = 16  # of the work for each core, so that none waits long for the other
ALONE = 200_000  # with fewer rows than this to look through, one core is sooner done
NEIGHBOURS = 1024  # rows that one interval is thought to make us look through, where many are


def expose(
    index: Index, intervals: Intervals, scratch: Scratch, *, prolong: int, is_backward: bool
) -> tuple[Array, int]:
    """Add up what everyone met, sources included; returns who met anything, in ascending order,
    and how many cores have added.

    `prolong` lengthens the visits of those who are met (backwards, where linger is theirs).
    """
    touched = [0] * CORES

    def work(core: int, rows: Rows, pending: Iterator[Array]) -> None:
        columns = (rows.by_place, rows.place_from, rows.ends)
        totals = Totals(scratch.sums[core], scratch.touched[core])
        for groups in pending:
            touched[core] = meet(
                columns, intervals.starts, intervals.ends, groups, prolong, is_backward, totals,
                touched[core],
            )  # fmt: skip
            if touched[core] == TOO_MANY:
                raise EngineError("too_many", "相遇次数过多。", "There are too many encounters.")

    for rows in index.parts:
        shares = _share_out(rows, intervals)
        cores = range(min(CORES, len(shares)))
        on_all_cores(partial(work, rows=rows, pending=iter(shares)), cores)
    used = max((core + 1 for core in range(CORES) if touched[core]), default=1)
    return _unite([scratch.touched[core, : touched[core]] for core in range(used)], scratch), used


def take_contacts(
    scratch: Scratch, people: Array, degree: Array, number: int, *, cores: int,
    min_exposure: int, is_backward: bool,
) -> Circle:  # fmt: skip
    """Of these people, in ascending order, the contacts; they get their degree. `cores` have
    added.
    """
    halves = np.array_split(people, CORES) if len(people) > ALONE // 8 else [people]

    def take_part(part: Array) -> tuple[Array, ...]:
        room = len(part)
        columns = (
            np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int64),
            np.empty(room, np.int64),
        )  # fmt: skip
        found = take(
            scratch.sums[:cores], part, degree, number, min_exposure, is_backward, *columns
        )
        return tuple(column[:found] for column in columns)

    taken = on_all_cores(take_part, halves)
    columns = taken[0] if len(taken) == 1 else tuple(map(np.concatenate, zip(*taken, strict=True)))
    return Circle(*columns)


def _share_out(rows: Rows, intervals: Intervals) -> list[Array]:
    """Runs of groups with about as many rows to look through each."""
    groups = intervals.groups
    if len(groups) < 2:
        return []
    place = np.minimum(intervals.starts[groups[:-1]] >> 32, len(rows.place_from) - 2)
    rows_there = rows.place_from[place + 1] - rows.place_from[place]
    work = np.cumsum(np.minimum(rows_there, np.diff(groups) * NEIGHBOURS + rows_there // BLOCK))
    if work[-1] < ALONE or CORES == 1:
        return [groups]
    cuts = np.searchsorted(work, np.linspace(0, work[-1], CORES * SHARES + 1)[1:-1]) + 1
    sides = np.unique(np.minimum(np.concatenate(([0], cuts, [len(groups) - 1])), len(groups) - 1))
    return [groups[first : last + 1] for first, last in pairwise(sides)]


def _unite(touched: list[Array], scratch: Scratch) -> Array:
    people = scratch.people
    if sum(map(len, touched)) > people // 8:
        return np.arange(people, dtype=np.int32)
    united = np.unique(np.concatenate(touched)) if len(touched) > 1 else np.sort(touched[0])
    return united[: np.searchsorted(united, people)]

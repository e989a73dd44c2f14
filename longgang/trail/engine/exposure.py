"""Who met the sources of one circle: totals of every visitor, a place at a time."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from .errors import EngineError
from .ids import Array
from .index import Index
from .jit import CORES, compiled, on_all_cores
from .rows import BLOCK_BITS, END, START, WHO, Rows
from .scratch import Scratch
from .sources import Intervals
from .steps import DENSITY, GREATEST, LEAST, fill_directory, fill_steps, find_step

SHARES = 16  # of the work for each core, so that none waits long for the other
ALONE = 200_000  # with fewer rows than this to look through, one core is sooner done
TOO_MANY = -1


def expose(
    index: Index, intervals: Intervals, scratch: Scratch, *, prolong: int, is_backward: bool
) -> Array:
    """Add up what everyone met, sources included; returns who met anything, in ascending order.

    `prolong` lengthens the visits of those who are met (backwards, where linger is theirs).
    """
    touched = np.zeros(CORES, np.int64)

    def work(core: int, rows: Rows, pending: Iterator[Array]) -> None:
        for groups in pending:
            touched[core] = _meet(
                rows.by_place, rows.place_from, rows.ends, intervals.starts, intervals.ends, groups,
                prolong, is_backward, scratch.seconds[core], scratch.counts[core],
                scratch.touched[core], touched[core],
            )  # fmt: skip
            if touched[core] == TOO_MANY:
                raise EngineError("too_many", "相遇次数过多。", "There are too many encounters.")

    for rows in index.parts:
        shares = _share_out(rows, intervals)
        pending = iter(shares)
        cores = range(min(CORES, len(shares)))
        on_all_cores(partial(work, rows=rows, pending=pending), cores)
    return _unite([scratch.touched[core, : touched[core]] for core in range(CORES)], scratch)


def _share_out(rows: Rows, intervals: Intervals) -> list[Array]:
    """Runs of groups with about as many rows to look through each."""
    groups = intervals.groups
    if len(groups) < 2:
        return []
    place = np.minimum(intervals.starts[groups[:-1]] >> 32, len(rows.place_from) - 2)
    work = np.cumsum(rows.place_from[place + 1] - rows.place_from[place])
    if work[-1] < ALONE or CORES == 1:
        return [groups]
    cuts = np.searchsorted(work, np.linspace(0, work[-1], CORES * SHARES + 1)[1:-1])
    sides = np.unique(np.concatenate(([0], cuts + 1, [len(groups) - 1])))
    return [
        groups[first : last + 1]
        for first, last in zip(sides[:-1], np.minimum(sides[1:], len(groups) - 1), strict=True)
    ]


def _unite(touched: list[Array], scratch: Scratch) -> Array:
    people = scratch.seconds.shape[1]
    if sum(map(len, touched)) > people // 8:
        return np.arange(people, dtype=np.int32)
    return np.unique(np.concatenate(touched))


@compiled
def _meet(
    by_place: Array, place_from: Array, block_ends: Array, starts: Array, ends: Array,
    groups: Array, prolong: int, is_backward: bool, seconds: Array, counts: Array,
    touched: Array, found: int,
) -> int:  # fmt: skip
    longest = 0
    for group in range(len(groups) - 1):
        longest = max(longest, groups[group + 1] - groups[group])
    moment = np.empty(2 * longest + 2, np.int64)
    present = np.empty(2 * longest + 2, np.int32)
    came = np.empty(2 * longest + 2, np.int32)
    passed = np.empty(2 * longest + 2, np.int64)
    directory = np.empty(2 * longest * DENSITY + 2, np.int32)
    for group in range(len(groups) - 1):
        first, last = groups[group], groups[group + 1]
        place = starts[first] >> 32
        if place >= len(place_from) - 1 or place_from[place] == place_from[place + 1]:
            continue
        step = fill_steps(starts, ends, first, last, moment, present, came, passed)
        power = fill_directory(moment, step, directory)
        row = place_from[place]
        stop = _first_start_from(by_place, row, place_from[place + 1], moment[step])
        while row < stop:
            block = row >> BLOCK_BITS
            after = min(stop, (block + 1) << BLOCK_BITS)
            latest = int(block_ends[block]) + prolong
            if _has_sources(by_place[row, START], latest, moment, present, came, step,
                            directory, power):  # fmt: skip
                found = _meet_rows(
                    by_place, row, after, starts, ends, first, moment, present, came, passed,
                    step, directory, power, prolong, is_backward, seconds, counts, touched, found,
                )  # fmt: skip
                if found < 0:
                    return found
            row = after
    return found


@compiled
def _first_start_from(rows: Array, low: int, high: int, moment: int) -> int:
    while low < high:
        middle = (low + high) >> 1
        if rows[middle, START] < moment:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _has_sources(
    start: int, end: int, moment: Array, present: Array, came: Array, last: int,
    directory: Array, power: int,
) -> bool:  # fmt: skip
    """Whether any source is there at some moment of [start, end)."""
    if end <= moment[1]:
        return False
    before = find_step(start, moment, last, directory, power)
    until = find_step(end - 1, moment, last, directory, power)
    return bool(came[until] > came[before] - present[before])


@compiled
def _meet_rows(  # noqa: C901 - the innermost loop
    by_place: Array, row: int, after: int, starts: Array, ends: Array, first: int,
    moment: Array, present: Array, came: Array, passed: Array, last: int, directory: Array,
    power: int, prolong: int, is_backward: bool, seconds: Array, counts: Array,
    touched: Array, found: int,
) -> int:  # fmt: skip
    """Rows in the order of their starts: the entry of the start only moves on."""
    people = len(seconds)
    at_start = find_step(by_place[row, START], moment, last, directory, power)
    for each in range(row, after):
        start = int(by_place[each, START])
        end = int(by_place[each, END]) + prolong
        while moment[at_start + 1] <= start:
            at_start += 1
        at_end = find_step(end - 1, moment, last, directory, power)
        gone = came[at_start] - present[at_start]
        encounters = came[at_end] - gone
        person = by_place[each, WHO]
        if encounters == 0 or person >= people:
            continue
        exposure = (
            passed[at_end] + int(present[at_end]) * (end - moment[at_end])
            - passed[at_start] - int(present[at_start]) * (start - moment[at_start])
        )  # fmt: skip
        if is_backward:
            value = end - LEAST
            if present[at_end] == 0:
                value = ends[first + came[at_end] - 1] & 0xFFFFFFFF
        else:
            value = GREATEST - start
            if present[at_start] == 0:
                value = GREATEST - LEAST - (starts[first + came[at_start]] & 0xFFFFFFFF)
        before = int(counts[person, 2])
        if before == 0:
            touched[found] = person
            found += 1
        if before + encounters > 0xFFFFFFFF:
            return TOO_MANY
        seconds[person, 0] += exposure
        counts[person, 2] = before + encounters
        counts[person, 3] = max(int(counts[person, 3]), value)
    return found


def collect(
    scratch: Scratch, people: Array, degree: Array, min_exposure: int
) -> tuple[Array, Array, Array, Array]:
    """Of these people, the contacts: person, exposure, encounters, extreme. Totals become zero."""
    halves = np.array_split(people, CORES) if len(people) > ALONE // 8 else [people]

    def take(part: Array) -> tuple[Array, ...]:
        room = len(part)
        columns = (
            np.empty(room, np.int32), np.empty(room, np.int64), np.empty(room, np.int64),
            np.empty(room, np.int64),
        )  # fmt: skip
        found = _collect(scratch.seconds, scratch.counts, part, degree, min_exposure, *columns)
        return tuple(column[:found] for column in columns)

    taken = on_all_cores(take, halves)
    if len(taken) == 1:
        person, exposure, encounters, extreme = taken[0]
    else:
        person, exposure, encounters, extreme = (
            np.concatenate(column) for column in zip(*taken, strict=True)
        )
    return person, exposure, encounters, extreme


@compiled
def _collect(
    seconds: Array, counts: Array, people: Array, degree: Array, min_exposure: int,
    person: Array, exposure: Array, encounters: Array, extreme: Array,
) -> int:  # fmt: skip
    found = 0
    for each in people:
        total, met, best = 0, 0, 0
        for core in range(len(seconds)):
            if counts[core, each, 2] > 0:
                total += seconds[core, each, 0]
                met += counts[core, each, 2]
                best = max(best, int(counts[core, each, 3]))
                seconds[core, each, 0] = 0
                seconds[core, each, 1] = 0
        if met > 0 and total >= min_exposure and degree[each] < 0:
            person[found], exposure[found] = each, total
            encounters[found], extreme[found] = met, best
            found += 1
    return found

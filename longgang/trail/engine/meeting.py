"""The compiled loops that let visitors meet sources: a place, then a block of rows at a time."""

from typing import NamedTuple

import numpy as np

from .ids import Array
from .jit import compiled
from .rows import BLOCK, BLOCK_BITS, END, START, WHO
from .steps import (
    BASE,
    CAME,
    GREATEST,
    LEAST,
    MOMENT,
    PRESENT,
    Steps,
    fill_directory,
    fill_table,
    find_step,
    make_steps,
)

TOO_MANY = -1
SECONDS, REST = 0, 1  # of a person's totals
LOWER = 0xFFFFFFFF


class Totals(NamedTuple):
    """What one core has added up for each person, and whom it has touched: see `scratch`."""

    sums: Array
    touched: Array


class Hits(NamedTuple):
    """What the visitors of one block met, before it is added to their totals.

    Computing and adding are loops of their own: totals lie all over the memory, and only a loop
    without a branch asks for many of them at once. `rest` has the encounters in its upper half and
    the extreme in the lower one.
    """

    person: Array
    seconds: Array
    rest: Array


@compiled
def meet(
    rows: tuple[Array, Array, Array], starts: Array, ends: Array, groups: Array, prolong: int,
    is_backward: bool, totals: Totals, found: int,
) -> int:  # fmt: skip
    """Let everybody at the places of these groups meet the sources there.

    Returns how many people have met anything so far, or TOO_MANY.
    """
    by_place, place_from, latest_ends = rows
    longest = 0
    for group in range(len(groups) - 1):
        longest = max(longest, groups[group + 1] - groups[group])
    steps = make_steps(longest)
    hits = Hits(
        np.empty(BLOCK + 1, np.uint32), np.empty(BLOCK + 1, np.int64), np.empty(BLOCK + 1, np.int64)
    )
    for group in range(len(groups) - 1):
        place = starts[groups[group]] >> 32
        if place < len(place_from) - 1:
            found = _meet_at_place(
                by_place, latest_ends, place_from[place], place_from[place + 1],
                starts[groups[group] : groups[group + 1]], ends[groups[group] : groups[group + 1]],
                steps, prolong, is_backward, hits, totals, found,
            )  # fmt: skip
        if found == TOO_MANY:
            break
    return found


@compiled
def _meet_at_place(
    by_place: Array, latest_ends: Array, row: int, stop: int, starts: Array, ends: Array,
    steps: Steps, prolong: int, is_backward: bool, hits: Hits, totals: Totals, found: int,
) -> int:  # fmt: skip
    """Block by block; a block in whose time no source was there is passed over."""
    table = steps.table
    last = fill_table(starts, ends, table)
    power, stretches = fill_directory(table, last, steps.directory)
    stop = _first_start_from(by_place, row, stop, table[last, MOMENT])
    while row < stop and found != TOO_MANY:
        block = row >> BLOCK_BITS
        after = min(stop, (block + 1) << BLOCK_BITS)
        at_start = find_step(by_place[row, START], steps, power, stretches)
        at_end = find_step(latest_ends[block] + prolong - 1, steps, power, stretches)
        if table[at_end, CAME] > table[at_start, CAME] - table[at_start, PRESENT]:
            met = _list_hits(
                by_place[row:after], starts, ends, steps, power, stretches, at_start, prolong,
                is_backward, hits,
            )  # fmt: skip
            found = _add_up(hits, met, totals, found)
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
def _list_hits(
    rows: Array, starts: Array, ends: Array, steps: Steps, power: int, stretches: int,
    at_start: int, prolong: int, is_backward: bool, hits: Hits,
) -> int:  # fmt: skip
    """What each visitor of the rows met, for those who met anything; returns how many."""
    table = steps.table
    met = 0
    for row in range(len(rows)):
        start, end = rows[row, START], rows[row, END] + prolong
        while table[at_start + 1, MOMENT] <= start:  # starts ascend: this only moves on
            at_start += 1
        at_end = find_step(end - 1, steps, power, stretches)
        came, gone = table[at_end, CAME], table[at_start, CAME] - table[at_start, PRESENT]
        hits.person[met] = rows[row, WHO]
        hits.seconds[met] = (
            table[at_end, BASE] + table[at_end, PRESENT] * end
            - table[at_start, BASE] - table[at_start, PRESENT] * start
        )  # fmt: skip
        if is_backward:
            key = ends[max(came - table[at_end, PRESENT] - 1, 0)]
            is_there = table[at_end, PRESENT] > 0
            extreme = end - LEAST if is_there else key & LOWER
        else:
            key = starts[min(table[at_start, CAME], len(starts) - 1)]
            is_there = table[at_start, PRESENT] > 0
            extreme = (GREATEST - LEAST) - (start - LEAST if is_there else key & LOWER)
        hits.rest[met] = ((came - gone) << 32) | extreme
        met += int(came > gone)  # the next row takes this one's place if it met nobody
    return met


@compiled
def _add_up(hits: Hits, met: int, totals: Totals, found: int) -> int:
    """Add to the totals; returns how many people have any by now, or TOO_MANY."""
    sums, touched = totals
    nobody = np.uint32(len(sums) - 1)  # takes what voided visits met
    known = 0
    for hit in range(met):  # asks the memory for all of them at once; the next loop has them near
        known |= sums[min(hits.person[hit], nobody), REST]
    is_too_many = known < 0
    for hit in range(met):
        person = min(hits.person[hit], nobody)
        before, more = sums[person, REST], hits.rest[hit]
        after = ((before & ~LOWER) + (more & ~LOWER)) | max(before & LOWER, more & LOWER)
        is_too_many |= after < 0
        touched[found] = person
        found += int(before == 0)
        sums[person, SECONDS] += hits.seconds[hit]
        sums[person, REST] = after
    return TOO_MANY if is_too_many else found


@compiled
def take(
    sums: Array, people: Array, degree: Array, number: int, min_exposure: int,
    is_backward: bool, person: Array, extreme: Array, exposure: Array, encounters: Array,
) -> int:  # fmt: skip
    """Of these people, write down the contacts and give them their degree; totals become zero."""
    found = 0
    for each in people:
        total, met, best = 0, 0, 0
        for core in range(len(sums)):
            rest = sums[core, each, REST]
            if rest:
                total += sums[core, each, SECONDS]
                met += rest >> 32
                best = max(best, rest & LOWER)
                sums[core, each, SECONDS] = 0
                sums[core, each, REST] = 0
        if met > 0 and total >= min_exposure and degree[each] < 0:
            degree[each] = number
            person[found], exposure[found], encounters[found] = each, total, met
            extreme[found] = best + LEAST if is_backward else GREATEST - best
            found += 1
    return found

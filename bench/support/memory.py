"""What the memory of this machine gives: rows read in order, totals added at random."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from longgang.trail.engine import Index, Question, trace
from longgang.trail.engine.ids import Array
from longgang.trail.engine.jit import CORES, compiled, on_all_cores
from longgang.trail.engine.rows import BLOCK_BITS, END, START
from longgang.trail.engine.sources import find_intervals
from longgang.trail.engine.steps import (
    CAME,
    GREATEST,
    PRESENT,
    fill_directory,
    fill_table,
    find_step,
    make_steps,
)
from longgang.trail.engine.tracing import make_sources

READ_BYTES, ADDED = 1 << 27, 2_000_000  # a core
TURNS = 6


@dataclass(frozen=True)
class Speeds:
    """Nanoseconds of a core's time to read a byte in order, and to add to one person's totals;
    while all cores do the same.
    """

    read_ns: float
    add_ns: float


def measure(people: int) -> Speeds:
    """The best of some turns: what others do meanwhile is not the machine."""
    columns = [np.ones(READ_BYTES // 8, np.int64) for _ in range(CORES)]
    dice = np.random.default_rng(1)
    totals = [np.zeros((people, 2), np.int64) for _ in range(CORES)]
    who = [dice.integers(0, people, ADDED, dtype=np.uint32) for _ in range(CORES)]
    read = min(_time(_read, [(column,) for column in columns]) for _ in range(TURNS))
    add = min(_time(_add, list(zip(totals, who, strict=True))) for _ in range(TURNS))
    return Speeds(read / (CORES * READ_BYTES), add / (CORES * ADDED))


def count_rows(index: Index, question: Question) -> tuple[int, int]:
    """The last circle's: rows at places and in blocks with sources, and those that met any."""
    answer = trace(index, question)
    sources = make_sources(index, question, answer.circles[-2])
    intervals = find_intervals(index, sources, answer.allowed, prolong=0, last=GREATEST)
    rows = index.parts[0]
    read, met = _count(
        rows.by_place, rows.place_from, rows.ends, intervals.starts, intervals.ends,
        intervals.groups,
    )  # fmt: skip
    return int(read), int(met)


def _time(work: Callable[..., object], tasks: list[tuple[Array, ...]]) -> float:
    began = time.process_time()
    on_all_cores(lambda task: work(*task), tasks)
    return (time.process_time() - began) * 1e9


@compiled
def _read(column: Array) -> int:
    total = 0
    for value in column:
        total += value
    return total


@compiled
def _add(totals: Array, who: Array) -> None:
    for person in who:
        totals[person, 0] += 5
        totals[person, 1] = max(totals[person, 1], 7)


@compiled
def _count(  # noqa: PLR0917 - compiled loops take no keywords
    by_place: Array, place_from: Array, latest_ends: Array, starts: Array, ends: Array,
    groups: Array,
) -> tuple[int, int]:  # fmt: skip
    """Rows in blocks in whose time a source was there; rows that met one."""
    read, met = 0, 0
    steps = make_steps(len(starts))
    table = steps.table
    for group in range(len(groups) - 1):
        first, after = groups[group], groups[group + 1]
        last = fill_table(starts[first:after], ends[first:after], table)
        power, stretches = fill_directory(table, last, steps.directory)
        place = starts[first] >> 32
        block, is_read = -1, False
        for row in range(place_from[place], place_from[place + 1]):
            if row >> BLOCK_BITS != block:
                block = row >> BLOCK_BITS
                before = find_step(by_place[row, START], steps, power, stretches)
                until = find_step(latest_ends[block] - 1, steps, power, stretches)
                is_read = table[until, CAME] > table[before, CAME] - table[before, PRESENT]
            if is_read:
                read += 1
                before = find_step(by_place[row, START], steps, power, stretches)
                until = find_step(by_place[row, END] - 1, steps, power, stretches)
                met += int(table[until, CAME] > table[before, CAME] - table[before, PRESENT])
    return read, met

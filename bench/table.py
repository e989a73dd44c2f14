"""Measures and prints one table; every benchmark ends here."""

import json
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """What one thing cost, in milliseconds, over its rounds."""

    name: str
    minimum_ms: float
    median_ms: float
    rounds: int


def measure(
    name: str, work: Callable[[], object], *, rounds: int = 15, warm_up: int = 2
) -> Measured:
    """Do the work, first without looking at the clock, then with."""
    for _ in range(warm_up):
        work()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return Measured(name, min(taken), statistics.median(taken), rounds)


def print_measured(title: str, measured: Sequence[Measured], *, against: str = "") -> None:
    """One line each; the ratio says how many times as long as `against` (default: the first)."""
    base = next((one for one in measured if one.name == against), measured[0])
    rows = [
        {
            "what": one.name,
            "minimum ms": round(one.minimum_ms, 2),
            "median ms": round(one.median_ms, 2),
            "ratio": round(one.median_ms / base.median_ms, 2),
            "rounds": one.rounds,
        }
        for one in measured
    ]
    print_table(title, rows)


def print_table(title: str, rows: Sequence[dict[str, object]]) -> None:
    """A table for people, or with --json on the command line the same as JSON."""
    if "--json" in sys.argv:
        print(json.dumps({"title": title, "rows": list(rows)}, ensure_ascii=False, indent=2))
        return
    columns = list(rows[0])
    lines = [columns, *([str(row[column]) for column in columns] for row in rows)]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(columns))]
    print(f"\n{title}\n")
    for line in lines:
        print(
            "  ".join(_pad(cell, widths[place], left=place == 0) for place, cell in enumerate(line))
        )


def _width(text: str) -> int:
    """Chinese letters take two places on a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, width: int, *, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text

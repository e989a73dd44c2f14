"""Visits into the trail: in bulk, and one inside a web transaction; files built and followed.

(a) rows a second, of one day and of a fortnight, into partitions that hold ten million already
    (`--quick`: one million); the goal is 50,000
(b) what a visit adds to a transaction that writes an event of the audit; one statement, no more
(c) the engine's files built from them all, and what a reader asks before each answer

Processor's time is this process's and the database's: on a machine that others use too, the clock
tells of them.
"""

import itertools
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from bench.support import setting

setting.start()

import psutil  # noqa: E402 - only after the database is there
from django.db import connection, transaction  # noqa: E402

from bench.table import print_table  # noqa: E402
from longgang.accounts.api import User  # noqa: E402
from longgang.audit.api import SYSTEM, record  # noqa: E402
from longgang.core.clock import midnight, today  # noqa: E402
from longgang.trail.api import (  # noqa: E402
    NewVisit,
    Place,
    PlaceType,
    current_index,
    record_visit,
    record_visits,
)
from longgang.trail.files import build_files  # noqa: E402
from longgang.trail.models import Visit  # noqa: E402
from longgang.trail.partitions import make_partitions  # noqa: E402

PEOPLE, PLACES, DAYS = 1_000_000, 100_000, 14
BATCH, GOAL = 50_000, 50_000
SOURCE = "bench"


def visits(count: int, *, first: int = 0, days: int = DAYS) -> Iterator[NewVisit]:
    """Of the last days: anybody, anywhere, for an hour."""
    dice = random.Random(first)  # noqa: S311 - the same visits every time
    begin = midnight(today()) - timedelta(days=days)
    places = [Place(PlaceType.PREMISES, f"V{number:06d}") for number in range(PLACES)]
    for number in range(first, first + count):
        start = begin + timedelta(seconds=dice.randrange(days * 86_400 - 3_600))
        yield NewVisit(
            dice.randrange(PEOPLE), dice.choice(places), start, start + timedelta(hours=1),
            f"{number}",
        )  # fmt: skip


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Seconds by the clock, and of the processor here and in the database."""
    connection.ensure_connection()
    server = psutil.Process(connection.connection.info.backend_pid)
    served, worked, began = server.cpu_times(), time.process_time(), time.perf_counter()
    work()
    taken, worked = time.perf_counter() - began, time.process_time() - worked
    after = server.cpu_times()
    used = after.user + after.system - served.user - served.system
    return {"clock": taken, "here": worked, "database": used}


def write_in_bulk(rows: int, *, first: int, days: int) -> dict[str, object]:
    """(a) By batches that are made before the clock runs."""
    total = {"clock": 0.0, "here": 0.0, "database": 0.0}
    told = visits(rows, first=first, days=days)
    while batch := list(itertools.islice(told, BATCH)):
        cost = timed(lambda: record_visits(batch, source=SOURCE))
        total = {name: total[name] + cost[name] for name in total}
    return {
        "what": f"{rows:,}, days: {days}, beside {first:,}",
        "rows a second": round(rows / total["clock"]),
        "of the processor": round(rows / (total["here"] + total["database"])),
        "µs here": round(total["here"] / rows * 1e6, 1),
        "µs in the database": round(total["database"] / rows * 1e6, 1),
    }  # fmt: skip


def write_one_by_one(rounds: int) -> list[dict[str, object]]:
    """(b) A deed with an event, without and with a visit."""
    subject = User(number="U-bench", name="bench")
    told = visits(2 * rounds, first=10**9, days=1)
    next(told)

    def deed(extra: Callable[[], object]) -> None:
        with transaction.atomic():
            record("bench.done", subject, by=SYSTEM)
            extra()

    def repeat(extra: Callable[[], object]) -> dict[str, float]:
        deed(extra)
        return timed(lambda: [deed(extra) for _round in range(rounds)])

    alone = repeat(lambda: None)
    more = repeat(lambda: record_visit(next(told), source=SOURCE))
    return [
        {
            "what": name,
            **{f"{each} ms": round(cost[each] / rounds * 1000, 3) for each in cost},
        }
        for name, cost in (("an event", alone), ("an event and a visit", more))
    ]


def build_and_follow() -> list[dict[str, object]]:
    """(c) The files, then the index before an answer, with nothing new and with a visit."""
    built = timed(build_files)
    current_index()
    rows = [{"what": f"files of {Visit.objects.count():,} built", "s": round(built["clock"], 1)}]
    told = visits(20, first=2 * 10**9)
    for name, before in (
        ("asked again", lambda: None),
        ("asked after a visit", lambda: record_visit(next(told), source=SOURCE)),
    ):
        taken = []
        for _round in range(15):
            before()
            taken.append(timed(current_index)["clock"])
        rows.append({"what": name, "s": round(sorted(taken)[7], 4)})
    return rows


def main(*, tiny: bool = False) -> None:
    """Fill, then measure beside what is there. Tiny: writing alone, into the rest."""
    rows, present = (2_000, 0) if tiny else (500_000, 10_000_000)
    if "--quick" in sys.argv:
        present = 1_000_000
    if not tiny:
        make_partitions()
        print(f"{present:,} visits are written", file=sys.stderr)
    written = 0
    while written < present:
        record_visits(visits(10 * BATCH, first=written), source=SOURCE)
        written += 10 * BATCH
    bulk = [
        write_in_bulk(rows, first=present + place * rows, days=days)
        for place, days in enumerate((1, DAYS))
    ]
    print_table(f"(a) Visits in bulk; goal: {GOAL:,} a second", bulk)
    print_table("(b) What a visit adds to a deed", write_one_by_one(5 if tiny else 1_000))
    if not tiny:
        print_table("(c) The engine's files", build_and_follow())


if __name__ == "__main__":
    main()

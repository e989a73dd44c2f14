"""Tracing in the benchmark city: both circles, forwards, backwards and explained, beside databases.

(a) building the files: seconds, memory, size
(b) 30 random seeds each: circle 1, both circles, backwards, the explanation of one contact
(c) both circles in DuckDB (row for row equal), ClickHouse and PostgreSQL, at the smaller sizes
(d) what the memory of this machine allows, measured in the same run, and how near to it we come

The goal at 1,000,000 people: both circles in 100 ms, circle 1 in 1 ms, built in 30 s within 3 GiB,
50 times as fast as DuckDB. `LARGE=1` adds 10,000,000 people, `--quick` leaves out 1,000,000.
A full run draws docs/images/trace.svg. Milliseconds are by the clock; beside them stands the
processor's time, which tells more on a machine that others use too.
"""

import functools
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench.support import memory
from bench.support.city import load_city, make_city, save_city, write_parquet
from bench.support.peers import ClickHouse, DuckDB, PostgreSQL, install_chdb
from bench.support.plot import draw_lines
from bench.table import print_table
from longgang.trail.engine import Index, Question, Seed, build, explain, open_index, trace

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "bench" / "trace"
PICTURE = ROOT / "docs" / "images" / "trace.svg"
SEEDS, PEER_SEEDS = 30, 3
ROW_BYTES = 12
COMPARED = 200_000  # the largest city that databases are asked about
SLOW_PEERS = 100_000  # and the largest for those that take minutes a question


def main(*, tiny: bool = False) -> None:
    """Every size in turn; the larger cities are made, built and asked one after the other."""
    sizes = [20_000, 100_000, COMPARED, 1_000_000]
    if "--quick" in sys.argv:
        sizes = sizes[:-1]
    if os.environ.get("LARGE"):
        sizes.append(10_000_000)
    if tiny:
        sizes = [300]
    built, asked, compared, bound = [], [], [], []
    for people in sizes:
        folder = HOME / str(people)
        built.append(_build(people, folder))
        index = open_index(folder / "index", check=False)
        asked += _ask_all(index, people)
        bound += _bound(index, people)
        if people <= COMPARED:
            compared += _compare(index, people, folder, tiny=tiny)
        del index
        if people > COMPARED or tiny:
            shutil.rmtree(folder)
    print_table("(a) Building the files; goal at 1,000,000: 30 s within 3 GiB", built)
    print_table(
        f"(b) {SEEDS} random seeds; goal at 1,000,000: both circles 100 ms, one 1 ms", asked
    )
    print_table(f"(c) Both circles, {PEER_SEEDS} seeds; goal: 50 times as fast as DuckDB", compared)
    print_table("(d) Both circles against the memory of one core", bound)
    if not tiny and "--quick" not in sys.argv:
        _draw(asked, compared)


def _build(people: int, folder: Path) -> dict[str, object]:
    """In a process of its own, whose memory is that of building alone."""
    if not (folder / "sizes.npy").exists():
        save_city(people, folder)
    done = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-m", "bench.trace", "--build", str(folder)],
        check=True, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    facts = json.loads(done.stdout)
    size = sum(path.stat().st_size for path in (folder / "index").rglob("*") if path.is_file())
    return {
        "people": f"{people:,}", "visits": f"{facts['visits']:,}",
        "seconds": round(facts["seconds"], 1), "cpu s": round(facts["cpu"], 1),
        "peak GiB": round(facts["peak"], 2), "files GB": round(size / 1e9, 2),
    }  # fmt: skip


def build_here(folder: Path) -> None:
    """What the process of `_build` does."""
    city = load_city(folder)
    build(folder / "warm", make_city(300))  # loops are compiled once an installation
    began, worked = time.perf_counter(), time.process_time()
    build(folder / "index", city)
    facts = {
        "visits": len(city), "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - worked,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }  # fmt: skip
    print(json.dumps(facts))


def _ask_all(index: Index, people: int) -> list[dict[str, object]]:
    seeds = [Seed(int(seed)) for seed in np.random.default_rng(5).integers(0, people, SEEDS)]
    for backward in (False, True):
        trace(index, Question((seeds[0],), backward=backward))  # pages come into memory
    rows = []
    for name, options in (
        ("circle 1", {"degrees": 1}), ("both circles", {}), ("backwards", {"backward": True}),
    ):  # fmt: skip
        questions = [Question((seed,), **options) for seed in seeds]
        works = [functools.partial(trace, index, question) for question in questions]
        rows.append(_measure(f"{name}, {people:,}", works))
    answer = trace(index, Question((seeds[0],)))
    contacts = answer.circles[-1].person[:: max(len(answer.circles[-1].person) // SEEDS, 1)]
    works = [functools.partial(explain, answer, int(contact)) for contact in contacts[:SEEDS]]
    return [*rows, _measure(f"explain, {people:,}", works)]


def _measure(name: str, works: list[Callable[[], object]]) -> dict[str, object]:
    spent = np.array([_spend(work)[1:] for work in works]) * 1000
    return {
        "what": name, "median ms": round(np.median(spent[:, 0]), 2),
        "worst ms": round(spent[:, 0].max(), 2), "least ms": round(spent[:, 0].min(), 2),
        "cpu ms": round(np.median(spent[:, 1]), 2),
    }  # fmt: skip


def _compare(index: Index, people: int, folder: Path, *, tiny: bool) -> list[dict[str, object]]:
    """Each database is asked the same seeds; ours by turns with it."""
    city = load_city(folder)
    parquet = write_parquet(city, folder / "visits.parquet")
    kinds: list[type] = [DuckDB]
    if not tiny and people <= SLOW_PEERS:
        kinds.append(PostgreSQL)
    if not tiny and people <= SLOW_PEERS and not (why := install_chdb()):
        kinds.append(ClickHouse)
    elif not tiny and people <= SLOW_PEERS:
        print(f"ClickHouse was not measured: {why}", file=sys.stderr)
    seeds = np.random.default_rng(6).integers(0, people, PEER_SEEDS)
    questions = [Question((Seed(int(seed)),)) for seed in seeds]
    rows = []
    for kind in kinds:
        peer = kind(city, parquet)
        ours, theirs = [], []
        for question in questions:
            answer, *spent = _spend(functools.partial(trace, index, question))
            ours.append(spent)
            (taken, counts), _clock, worked = _spend(functools.partial(peer.ask, question))
            theirs.append((taken, worked))
            assert counts == [len(circle.person) for circle in answer.circles], kind
            if isinstance(peer, DuckDB):
                _check_rows(index, answer, peer, question)
        if not isinstance(peer, DuckDB):
            peer.close()
        (own, own_cpu), (other, other_cpu) = (np.median(side, axis=0) for side in (ours, theirs))
        rows.append({
            "what": f"{kind.name}, {people:,}", "ms": round(other * 1000),
            "ours ms": round(own * 1000, 1), "times": round(other / own),
            "cpu times": round(other_cpu / own_cpu) if kind is DuckDB else "",
            "equal": "row for row" if kind is DuckDB else "counts",
        })  # fmt: skip
    return rows


def _spend(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """The result, and the seconds by the clock and of this process's processors."""
    began, busy = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - began, time.process_time() - busy


def _check_rows(index: Index, answer: object, peer: DuckDB, question: Question) -> None:
    for circle, columns in zip(answer.circles, peer.read(question), strict=True):
        ours = (
            circle.person, circle.extreme.astype(np.int64) + index.epoch, circle.exposure_seconds,
            circle.encounters,
        )  # fmt: skip
        for mine, name in zip(ours, ("person", "extreme", "exposure", "encounters"), strict=True):
            assert np.array_equal(mine, columns[name].astype(np.int64)), name
    peer.forget(question)


def _bound(index: Index, people: int) -> list[dict[str, object]]:
    """Every row that meets anything is read in order and added at random: no less can be done."""
    speeds = memory.measure(people)
    facts = []
    for seed in np.random.default_rng(7).integers(0, people, 5):
        question = Question((Seed(int(seed)),))
        _answer, _clock, worked = _spend(functools.partial(trace, index, question))
        rows, hits = memory.count_rows(index, question)
        least = rows * ROW_BYTES * speeds.read_ns + hits * speeds.add_ns
        facts.append((rows, hits, least / 1e6, worked * 1000))
    rows, hits, least, worked = np.median(facts, axis=0)
    return [{
        "people": f"{people:,}", "read GB/s": round(1 / speeds.read_ns, 1),
        "ns to add": round(speeds.add_ns, 1), "rows read": f"{int(rows):,}",
        "rows added": f"{int(hits):,}", "bound cpu ms": round(least, 1),
        "ours cpu ms": round(worked, 1), "times the bound": round(worked / least, 1),
    }]  # fmt: skip


def _draw(asked: list[dict[str, object]], compared: list[dict[str, object]]) -> None:
    """Milliseconds for both circles against people, both on logarithmic scales."""
    lines: dict[str, list[tuple[float, float]]] = {"longgang": []}
    for row in asked:
        what, people = str(row["what"]).split(", ")
        if what == "both circles":
            lines["longgang"].append((int(people.replace(",", "")), float(str(row["median ms"]))))
    for row in compared:
        name, people = str(row["what"]).split(", ")
        lines.setdefault(name, []).append((int(people.replace(",", "")), float(str(row["ms"]))))
    PICTURE.write_text(draw_lines(lines, across="people", up="ms for both circles"))


if __name__ == "__main__":
    if "--build" in sys.argv:
        build_here(Path(sys.argv[-1]))
    else:
        main()

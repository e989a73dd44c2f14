"""From the words of the command line to the answer, or to one sentence and exit code 2."""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

from ..cluster import open_shards
from ..engine import Answer, EngineError, Index, Question, Seed, Visits, trace
from .arguments import check_shards, parse_arguments, read_layout, read_window
from .layout import Layout
from .progress import Progress
from .reading import REASONS, Fault, Reading, check_paths, read_visits
from .writing import check_output, write_file, write_json, write_table

NAMED = 20  # faulty rows that are named one by one


def main(words: Sequence[str]) -> int:
    """Answer; 0 when it could be done, 2 when not."""
    options = parse_arguments(words)
    try:
        run(options)
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def run(options: argparse.Namespace) -> None:
    """Ask first what can be refused at once, then read, trace and write."""
    layout = read_layout(options)
    question = make_question(options, layout)
    check_shards(options)
    if options.output:
        check_output(options.output, options.visits)
    reading = read(options.visits, layout)
    tell_faults(reading.faults, is_strict=options.strict)
    answer = ask(reading.visits, question, options)
    if options.output:
        write_file(answer, options.output)
    if options.json:
        write_json(answer, describe(answer, reading), with_contacts=not options.output)
    else:
        tell_answer(answer, len(reading.visits), options.output)
        if not options.output:
            write_table(answer, layout.zone if reading.has_dates else None)
    sys.stdout.flush()


def make_question(options: argparse.Namespace, layout: Layout) -> Question:
    """The same window for every seed; a window without a second in it is refused."""
    since, until = read_window(options, layout.zone)
    return Question(
        seeds=tuple(Seed(seed, since, until) for seed in options.seeds),
        degrees=options.degrees, linger=options.linger, latency=options.latency,
        min_exposure=options.min_exposure, backward=options.backward,
    )  # fmt: skip


def read(paths: Sequence[Path], layout: Layout) -> Reading:
    """With a bar, where it takes long."""
    check_paths(paths)
    progress = Progress(sum(path.stat().st_size for path in paths))
    try:
        return read_visits(paths, layout, progress)
    finally:
        progress.close()


def ask(visits: Visits, question: Question, options: argparse.Namespace) -> Answer:
    """Here, or on the machines of a cluster: the answer is the same."""
    if not options.cluster:
        return trace(Index.in_memory(visits), question)
    # Ray tells on the output when a process has died; the output is the answer's.
    with redirect_stdout(sys.stderr), open_shards(visits, options.cluster, options.shards) as held:
        return held.trace(question)


def tell_faults(faults: list[Fault], *, is_strict: bool) -> None:
    """How many rows do not count, which ones, and why; where all must count that is the end."""
    if not faults:
        return
    for fault in faults[:NAMED]:
        chinese, english = REASONS[fault.reason]
        sys.stderr.write(f"{fault.path}:{fault.line}: {chinese} / {english}\n")
    if len(faults) > NAMED:
        rest = len(faults) - NAMED
        sys.stderr.write(f"… 另有 {rest:,} 行 / and {rest:,} more\n")
    for reason, count in Counter(fault.reason for fault in faults).most_common():
        chinese, english = REASONS[reason]
        sys.stderr.write(f"{count:,} × {chinese} / {english}\n")
    if is_strict:
        raise EngineError(
            "faulty", f"有 {len(faults):,} 行不合格。", f"{len(faults):,} rows are faulty."
        )


def tell_answer(answer: Answer, visits: int, output: Path | None) -> None:
    """One line about what was found, beside the output."""
    people = len(answer.index.people)
    circles = " + ".join(f"{len(circle.person):,}" for circle in answer.circles)
    where = f" → {output}" if output else ""
    sys.stderr.write(
        f"{visits:,} 次到访，{people:,} 人；接触者 {circles}{where} / "
        f"{visits:,} visits of {people:,} people; contacts {circles}{where}\n"
    )


def describe(answer: Answer, reading: Reading) -> dict[str, object]:
    """What a script wants to know beside the contacts."""
    return {
        "visits": len(reading.visits),
        "people": len(answer.index.people),
        "places": len(answer.index.places),
        "faulty_rows": len(reading.faults),
        "contacts_by_degree": [len(circle.person) for circle in answer.circles],
    }

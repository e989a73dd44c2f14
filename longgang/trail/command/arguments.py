"""What can be asked on the command line."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..engine import EngineError
from .layout import DEFAULT_COLUMNS, Layout
from .moments import read_moment

MOST_SHARDS = 10_000

EXAMPLES = """\
examples:
  longgang trace visits.csv --seed 17
  longgang trace visits.csv --seed 王小明 --since 2022-04-01 --timezone Asia/Shanghai -o out.xlsx
  longgang trace checkins.csv --columns person=user,place=venue,start=time --dwell 3600 --seed 17
  longgang trace episodes.csv --contacts --columns person=i,other=j,start=t --dwell 20 --seed 17

Columns of a file: person, place, start, end. Times are seconds since 1970 or ISO 8601.
What is counted is defined in docs/tracing.md.
"""


def parse_arguments(words: Sequence[str]) -> argparse.Namespace:
    """The options; what is wrong with them ends the program with code 2, as everywhere."""
    parser = argparse.ArgumentParser(
        prog="longgang trace",
        description="追踪接触者 / Whom somebody met, and whom those met, from a file of visits.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("visits", metavar="VISITS", nargs="+", type=Path, help=".csv, .tsv or .parquet")
    add("--seed", metavar="PERSON", action="append", required=True, dest="seeds",
        help="from whom; may be given several times")  # fmt: skip
    add("--since", metavar="T", help="from when on the seeds count (default: always)")
    add("--until", metavar="T", help="before when the seeds count (default: always)")
    add("--degrees", type=int, default=2, help="how many circles, 1 to 4 (default: 2)")
    add("--linger", type=int, default=0, metavar="S",
        help="seconds for which a place stays dangerous after a source has left")  # fmt: skip
    add("--latency", type=int, default=0, metavar="S",
        help="seconds after first exposure before a contact becomes a source")  # fmt: skip
    add("--min-exposure", type=int, default=1, metavar="S",
        help="seconds of exposure under which somebody is no contact (default: 1)")  # fmt: skip
    add("--backward", action="store_true", help="who could have infected the seeds")
    add("--columns", default="", metavar="person=…,place=…,start=…,end=…",
        help="what the columns are called in the file")  # fmt: skip
    add("--dwell", type=int, metavar="S", help="how long a visit without an end lasts")
    add("--contacts", action="store_true",
        help="a row is one meeting of two people: columns person and other, no place")  # fmt: skip
    add("--timezone", default="UTC", metavar="ZONE",
        help="of times that do not name theirs, such as Asia/Shanghai (default: UTC)")  # fmt: skip
    add("--strict", action="store_true", help="a faulty row is an error")
    add("-o", "--output", type=Path, metavar="OUT", help=".csv, .parquet or .xlsx")
    add("--cluster", metavar="ADDRESS",
        help="ask shards on a Ray cluster: HOST:PORT, or local for one of our own")  # fmt: skip
    add("--shards", type=int, metavar="N", help="how many (default: one for each machine)")
    add("--json", action="store_true", help="answer as JSON, for scripts")
    return parser.parse_args(words)


def read_layout(options: argparse.Namespace) -> Layout:
    """How the file is to be read; errors say which option is wrong."""
    renamed = dict(_read_pairs(options.columns, is_contacts=options.contacts))
    if options.dwell is not None and options.dwell < 1:
        raise EngineError("dwell", "--dwell 至少为 1 秒。", "--dwell is at least 1 s.")
    columns = {**DEFAULT_COLUMNS, **({"place": "other"} if options.contacts else {}), **renamed}
    return Layout(
        columns, options.dwell, _find_zone(options.timezone), is_contacts=options.contacts,
        needs_end=options.dwell is None or "end" in renamed,
    )  # fmt: skip


def _read_pairs(text: str, *, is_contacts: bool) -> Iterator[tuple[str, str]]:
    second = "other" if is_contacts else "place"
    for pair in filter(None, text.split(",")):
        role, _equals, name = pair.partition("=")
        if role not in {"person", second, "start", "end"} or not name:
            raise EngineError(
                "columns",
                f"无法识别 --columns 中的“{pair}”：应为 person=…,{second}=…,start=…,end=…",
                f"--columns does not know {pair!r}: write person=…,{second}=…,start=…,end=…",
            )
        yield ("place" if role == "other" else role), name


def check_shards(options: argparse.Namespace) -> None:
    """Refuse a number of shards that cannot be, or without a cluster."""
    if options.shards is None:
        return
    if not options.cluster:
        raise EngineError("shards", "--shards 需要 --cluster。", "--shards needs --cluster.")
    if not 1 <= options.shards <= MOST_SHARDS:
        raise EngineError(
            "shards", f"--shards 为 1 至 {MOST_SHARDS}。", f"--shards is 1 to {MOST_SHARDS}."
        )


def read_window(options: argparse.Namespace, zone: ZoneInfo) -> tuple[int | None, int | None]:
    """Since and until as seconds since 1970."""
    return tuple(  # type: ignore[return-value]
        None if text is None else read_moment(text, zone) for text in (options.since, options.until)
    )


def _find_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise EngineError(
            "timezone", f"没有这个时区：{name}。", f"No such time zone: {name}."
        ) from error

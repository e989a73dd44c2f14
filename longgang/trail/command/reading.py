"""Reads visits from files, a piece at a time, and says which rows are of no use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from ..engine import EngineError, Ids, Visits
from ..engine.ids import Array
from ..engine.visits import count_from_epoch, number_types
from .layout import Layout
from .moments import are_numbers, to_seconds
from .pieces import read_pieces

EARLIEST, LATEST = 0, 4_102_444_800  # 1970 to 2100
CANONICAL = r"^(0|-?[1-9]\d{0,17})$"
REASONS = {
    "missing": ("缺少值", "a value is missing"),
    "unreadable": ("时间无法识别", "a time cannot be read"),
    "outside": ("时间不在 1970 至 2100 年之间", "a time is not between 1970 and 2100"),
    "reversed": ("结束不晚于开始", "it ends no later than it begins"),
}


@dataclass(frozen=True)
class Fault:
    """A row that does not count."""

    path: Path
    line: int
    reason: str


@dataclass(frozen=True)
class Reading:
    """The visits, the rows that are none, and whether times were written as dates."""

    visits: Visits
    faults: list[Fault]
    has_dates: bool


def read_visits(paths: Sequence[Path], layout: Layout, tell: Callable[[float], None]) -> Reading:
    """The visits of all files; `tell` hears how much is read, from 0 to 1."""
    check_paths(paths)
    faults: list[Fault] = []
    frames = []
    has_dates = False
    for place, path in enumerate(paths):
        for piece in read_pieces(path, layout):
            frame, reasons = judge(piece.frame, layout)
            faults += [Fault(path, piece.line_of(row), reason) for row, reason in reasons]
            frames.append(frame)
            has_dates = has_dates or not are_numbers(piece.frame["start"])
            tell((place + piece.share) / len(paths))
    if not sum(map(len, frames)):
        raise EngineError(
            "no_visits", "文件中没有可用的到访记录。", "There is no visit in the file."
        )
    return Reading(_number(frames, layout), faults, has_dates)


def check_paths(paths: Sequence[Path]) -> None:
    """Refuse what is no file, and a file that would count twice."""
    seen: set[Path] = set()
    for path in paths:
        if not path.is_file():
            raise EngineError("no_file", f"找不到文件：{path}。", f"There is no file {path}.")
        whole = path.resolve()
        if whole in seen:
            raise EngineError(
                "same_file", f"同一文件给了两次：{path}。", f"The same file is given twice: {path}."
            )
        seen.add(whole)


def judge(frame: pl.DataFrame, layout: Layout) -> tuple[pl.DataFrame, list[tuple[int, str]]]:
    """The rows that count (person, place, start, end), and the others with what is wrong."""
    start = to_seconds(frame["start"], layout.zone)
    end, has_end = _find_ends(frame, start, layout)
    table = pl.DataFrame({
        "person": _to_ids(frame["person"]), "place": _to_ids(frame["place"]),
        "start": start, "end": end,
    })  # fmt: skip
    is_missing = (
        table["person"].is_null() | table["place"].is_null() | frame["start"].is_null() | ~has_end
    )
    is_unreadable = table["start"].is_null() | table["end"].is_null()
    is_outside = (table["start"] < EARLIEST) | (table["end"] > LATEST) | (table["start"] > LATEST)
    is_reversed = table["end"] <= table["start"]
    checks = {
        "missing": is_missing, "unreadable": is_unreadable,
        "outside": is_outside.fill_null(value=False),
        "reversed": is_reversed.fill_null(value=False),
    }  # fmt: skip
    if not any(each.any() for each in checks.values()):
        return table, []
    reasons = pl.select(
        pl.coalesce(pl.when(each).then(pl.lit(name)) for name, each in checks.items())
    ).to_series()
    rows = reasons.is_not_null().arg_true().to_list()
    return table.filter(reasons.is_null()), [(row, reasons[row]) for row in rows]


def _find_ends(
    frame: pl.DataFrame, start: pl.Series, layout: Layout
) -> tuple[pl.Series, pl.Series]:
    """The ends, and whether one is given or follows from how long a visit lasts."""
    if "end" not in frame.columns:
        return start + layout.dwell, frame["start"].is_not_null()
    is_given = frame["end"].is_not_null()
    given = to_seconds(frame["end"], layout.zone)
    if layout.dwell is None:
        return given, is_given
    columns = pl.DataFrame({"given": given, "start": start, "is_given": is_given})
    ends = pl.when("is_given").then("given").otherwise(pl.col("start") + layout.dwell)
    return columns.select(ends.alias("end"))["end"], frame["start"].is_not_null()


def _to_ids(column: pl.Series) -> pl.Series:
    """Whole numbers as such, where every one is written as numbers are; else texts."""
    if column.dtype.is_integer():
        numbers = column.cast(pl.Int64, strict=False)
        return column.cast(pl.String) if numbers.null_count() > column.null_count() else numbers
    texts = column.cast(pl.String, strict=False)
    return texts.cast(pl.Int64) if texts.str.contains(CANONICAL).all() else texts


def _number(frames: list[pl.DataFrame], layout: Layout) -> Visits:
    """From ids to numbers; a contact becomes a visit of each of the two to a place of its own."""
    start, end = (
        pl.concat([frame[name] for frame in frames]).to_numpy() for name in ("start", "end")
    )
    persons, places = (_unite([frame[name] for frame in frames]) for name in ("person", "place"))
    if layout.is_contacts:
        persons = _unite([persons, places])
        places = pl.Series(np.tile(np.arange(len(start)), 2))
        start, end = np.tile(start, 2), np.tile(end, 2)
    people, person = _number_column(persons)
    rooms, place = _number_column(places)
    epoch, start, end = count_from_epoch(start, end)
    return Visits(people, rooms, person, place, start, end, epoch, *number_types(rooms, {}))


def _unite(parts: list[pl.Series]) -> pl.Series:
    """One column; whole numbers become texts where other parts hold texts."""
    if len({part.dtype for part in parts if len(part)}) > 1:
        parts = [part.cast(pl.String) for part in parts]
    return pl.concat([part for part in parts if len(part)])


def _number_column(column: pl.Series) -> tuple[Ids, Array]:
    if column.dtype.is_integer():
        return Ids.number(column.to_numpy())
    distinct = column.unique().sort()
    numbers = column.cast(pl.Enum(distinct)).to_physical()
    return Ids.of_texts(distinct.to_list()), numbers.to_numpy().astype(np.int32)

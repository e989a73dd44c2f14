"""Files as pieces of rows: CSV and TSV by whole lines, Parquet by runs of rows.

So a file of any size is read in bounded memory beside its columns, with progress, and every row
knows its line.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ..engine import EngineError
from .layout import Layout

PIECE_BYTES, PIECE_ROWS = 1 << 25, 2_000_000
LETTERS = ("utf-8", "gb18030")  # what office software writes in China, where it is not UTF-8


@dataclass(frozen=True)
class Piece:
    """Rows with the columns person, place, start and, if the file has it, end.

    `lines` has the line of each row where lines and rows differ.
    """

    frame: pl.DataFrame
    share: float
    first_line: int
    lines: list[int] = field(default_factory=list)

    def line_of(self, row: int) -> int:
        """The line on which a row of this piece begins; in Parquet the row, from 1."""
        return self.lines[row] if self.lines else self.first_line + row


def read_pieces(path: Path, layout: Layout) -> Iterator[Piece]:
    """The file piece by piece; an error that names the file when it cannot be read."""
    readers = {".parquet": _read_parquet, ".csv": _read_text, ".tsv": _read_text}
    if path.suffix.lower() not in readers:
        raise EngineError(
            "kind", f"{path}：请提供 .csv、.tsv 或 .parquet 文件。",
            f"{path}: give a .csv, .tsv or .parquet file.",
        )  # fmt: skip
    try:
        yield from readers[path.suffix.lower()](path, layout)
    except (OSError, pl.exceptions.PolarsError, UnicodeDecodeError, csv.Error) as error:
        reason = str(error).strip().split("\n")[0][:200]
        raise EngineError(
            "unreadable", f"无法读取 {path}：{reason}", f"{path} cannot be read: {reason}"
        ) from error


def _read_parquet(path: Path, layout: Layout) -> Iterator[Piece]:
    scan = pl.scan_parquet(path)
    found = _find_columns(scan.collect_schema().names(), path, layout)
    wanted = scan.select(**{role: pl.col(name) for role, name in found.items()})
    total = int(scan.select(pl.len()).collect().item())
    for begin in range(0, total, PIECE_ROWS):
        frame = wanted.slice(begin, PIECE_ROWS).collect()
        yield Piece(frame, min(1.0, (begin + PIECE_ROWS) / total), begin + 1)


def _read_text(path: Path, layout: Layout) -> Iterator[Piece]:
    separator = "\t" if path.suffix.lower() == ".tsv" else ","
    size = max(path.stat().st_size, 1)
    found: dict[str, str] = {}
    header: list[str] = []
    line = 1
    for text, share in _read_whole_rows(path, size):
        content = text
        if not header:
            header, content, skipped = _take_header(text, separator, path)
            found = _find_columns(header, path, layout)
            line += skipped
        if content:
            frame, lines = _parse(content, header, found, separator, line)
            yield Piece(frame, share, line, lines)
        line += content.count("\n")


def _take_header(text: str, separator: str, path: Path) -> tuple[list[str], str, int]:
    """The names of the columns, what follows, and how many lines they took."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = next(rows, [])
    if not header:
        raise EngineError("no_visits", f"{path} 是空文件。", f"{path} is empty.")
    lines = text.split("\n", rows.line_num)
    return header, lines[rows.line_num] if len(lines) > rows.line_num else "", rows.line_num


def _read_whole_rows(path: Path, size: int) -> Iterator[tuple[str, float]]:
    """Text up to the end of a line outside quotes, and how much of the file that is."""
    with path.open("rb") as file:
        rest = file.read(3).removeprefix(b"\xef\xbb\xbf")
        letters = ""
        while data := file.read(PIECE_BYTES):
            rest += data
            cut = _find_cut(rest)
            if cut:
                letters = letters or _find_letters(rest[:cut])
                yield rest[:cut].decode(letters), file.tell() / size
                rest = rest[cut:]
        rest = rest.rstrip(b"\r\n")
        if rest:
            yield rest.decode(letters or _find_letters(rest)) + "\n", 1.0


def _find_cut(data: bytes) -> int:
    """Behind the last end of a line that no quote encloses; 0 if there is none."""
    cut = data.rfind(b"\n") + 1
    while cut and data.count(b'"', 0, cut) % 2:
        cut = data.rfind(b"\n", 0, cut - 1) + 1
    return cut


def _find_letters(data: bytes) -> str:
    try:
        data.decode(LETTERS[0])
    except UnicodeDecodeError:
        return LETTERS[1]
    return LETTERS[0]


def _parse(
    text: str, header: list[str], found: dict[str, str], separator: str, first_line: int
) -> tuple[pl.DataFrame, list[int]]:
    names = [f"column_{place}" for place in range(1, len(header) + 1)]
    places = {role: header.index(name) for role, name in found.items()}
    try:
        frame = pl.read_csv(
            text.encode(), has_header=False, separator=separator, truncate_ragged_lines=True,
            schema=dict.fromkeys(names, pl.String), columns=sorted(set(places.values())),
            missing_columns="insert",
        )  # fmt: skip
        is_plain = len(frame) == text.count("\n")
    except pl.exceptions.PolarsError:
        is_plain = False
    if is_plain:
        return frame.select(**{role: pl.col(names[place]) for role, place in places.items()}), []
    return _parse_slowly(text, places, separator, first_line)


def _parse_slowly(
    text: str, places: dict[str, int], separator: str, first_line: int
) -> tuple[pl.DataFrame, list[int]]:
    """Where quotes hold ends of lines, or are out of place: row by row, as every reader does."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    columns: dict[str, list[str | None]] = {role: [] for role in places}
    lines = []
    before = 0
    for row in reader:
        lines.append(first_line + before)
        before = reader.line_num
        for role, place in places.items():
            columns[role].append((row[place] or None) if place < len(row) else None)
    return pl.DataFrame(columns, schema=dict.fromkeys(places, pl.String)), lines


def _find_columns(names: list[str], path: Path, layout: Layout) -> dict[str, str]:
    """Which column plays which role; an error names the one that is not there."""
    wanted = {role: name for role, name in layout.columns.items() if name in names}
    for role, name in layout.columns.items():
        if role not in wanted and (role != "end" or layout.needs_end):
            has = ", ".join(names)
            hint = " (--dwell)" if role == "end" else ""
            raise EngineError(
                "column", f"{path} 没有“{name}”列{hint}；现有：{has}。",
                f"{path} has no column {name!r}{hint}; it has: {has}.",
            )  # fmt: skip
    return wanted

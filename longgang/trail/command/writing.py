"""The answer as a file or on the terminal."""

import json
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import xlsxwriter

from ..engine import Answer, EngineError
from .moments import write_moment

SUFFIXES = (".csv", ".parquet", ".xlsx")
SHEET_ROWS = 1_048_575  # of Excel, without the header
SHOWN = 40


def check_output(output: Path, inputs: Sequence[Path]) -> None:
    """Refuse what could not be written, before any work is done."""
    if output.suffix.lower() not in SUFFIXES:
        raise EngineError(
            "output", f"{output}：只能写 .csv、.parquet 或 .xlsx。",
            f"{output}: only .csv, .parquet or .xlsx can be written.",
        )  # fmt: skip
    if not output.absolute().parent.is_dir():
        raise EngineError(
            "output", f"文件夹不存在：{output.absolute().parent}。",
            f"There is no folder {output.absolute().parent}.",
        )  # fmt: skip
    if output.resolve() in {path.resolve() for path in inputs}:
        raise EngineError(
            "output", f"{output} 是输入文件，不能覆盖。", f"{output} is what is read; name another."
        )


def write_file(answer: Answer, output: Path) -> None:
    """All of it or nothing: a file that is there is replaced when the new one is whole."""
    frame = to_frame(answer)
    fresh = output.with_name(f".{output.stem}.new{output.suffix}")
    try:
        _write(frame, fresh)
        fresh.replace(output)
    except (OSError, pl.exceptions.PolarsError, xlsxwriter.exceptions.XlsxWriterException) as error:
        raise EngineError(
            "output", f"无法写入 {output}：{error}", f"{output} cannot be written: {error}"
        ) from error
    finally:
        fresh.unlink(missing_ok=True)


def to_frame(answer: Answer) -> pl.DataFrame:
    """The columns of the answer, sorted as defined; persons are texts or whole numbers."""
    columns: dict[str, Any] = {**answer.to_columns()}
    if columns["person"].dtype == object:
        columns["person"] = pl.Series(columns["person"].tolist(), dtype=pl.String)
    return pl.DataFrame(columns)


def write_json(answer: Answer, facts: dict[str, object], *, with_contacts: bool) -> None:
    """Facts about the question and, unless a file has them, the contacts; on the output."""
    sys.stdout.write(json.dumps(facts, ensure_ascii=False)[:-1])
    if with_contacts:
        sys.stdout.write(', "contacts": ')
        sys.stdout.write(json.dumps(to_frame(answer).to_dicts(), ensure_ascii=False))
    sys.stdout.write("}\n")


def write_table(answer: Answer, zone: ZoneInfo | None) -> None:
    """For people: on a terminal the first rows, into a pipe all of them.

    Moments are dates of the zone, or seconds where there is none.
    """
    frame = to_frame(answer)
    shown = frame.head(SHOWN) if sys.stdout.isatty() else frame
    if zone:
        dates = [write_moment(moment, zone) for moment in shown[answer.extreme_name]]
        shown = shown.with_columns(pl.Series(answer.extreme_name, dates, pl.String))
    cells = [shown.columns, *([str(cell) for cell in row] for row in shown.iter_rows())]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = [
            _pad(cell, width, is_text=place == 0)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        sys.stdout.write(f"{'  '.join(padded)}\n")
    if rest := len(frame) - len(shown):
        sys.stdout.write(
            f"… 另有 {rest:,} 行，用 -o 写入文件 / {rest:,} more: write them with -o\n"
        )


def _write(frame: pl.DataFrame, path: Path) -> None:
    if path.suffix.lower() == ".csv":
        frame.write_csv(path)
    elif path.suffix.lower() == ".parquet":
        frame.write_parquet(path)
    else:
        _write_workbook(frame, path)


def _write_workbook(frame: pl.DataFrame, path: Path) -> None:
    if len(frame) > SHEET_ROWS:
        raise EngineError(
            "output", f"{len(frame):,} 行超出 Excel 的上限，请用 .csv 或 .parquet。",
            f"{len(frame):,} rows are more than Excel holds: write .csv or .parquet.",
        )  # fmt: skip
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("contacts")
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, frame.columns, bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(frame.columns) - 1, 18)
        for number, row in enumerate(frame.iter_rows(), start=1):
            for place, value in enumerate(row):
                if isinstance(value, str) or abs(value) >= 2**53:
                    sheet.write_string(number, place, str(value))
                else:
                    sheet.write_number(number, place, value)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, width: int, *, is_text: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if is_text else space + text

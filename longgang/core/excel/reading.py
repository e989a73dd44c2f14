"""Reads an upload by header names: any order, any row, titles and the example row left out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum

from ..errors import Refused, filled
from ..sentences import listed_lazy
from .cells import read_cell, show_cell
from .columns import Cell, Column, Row, plain, plain_header
from .opening import Upload, open_workbook, refuse, too_many_rows, unreadable

MAX_ROWS = 50_000
_HEADER_WITHIN = 30  # rows that titles, units and remarks may take before the header
_FOOT = re.compile(r"(填报人|填表人|审核人|负责人|联系电话|填报单位|说明|注|备注|合计)(:|$)")

Grid = list[list[Any]]
# What the cells of a column came to: thousands of rows have the same day, place and word.
Known = dict[tuple[int, type, Any], str | Refused]


def read_rows(file: Upload, columns: Sequence[Column], *, max_rows: int = MAX_ROWS) -> list[Row]:
    """The rows of the first sheet with a fitting header; faulty cells are noted in their row.

    Raises `Refused` with a code `core.workbook_…` when there is nothing to read at all.
    """
    return read_grids(_sheets(open_workbook(file, max_rows=max_rows)), columns, max_rows=max_rows)


def read_grids(
    grids: Iterable[Grid], columns: Sequence[Column], *, max_rows: int = MAX_ROWS
) -> list[Row]:
    """The same of cells that were read already, from whatever file: all rows of a grid as long."""
    best: tuple[Grid, int, dict[int, Column]] | None = None
    for grid in grids:
        header, found = _find_header(grid, columns)
        if best is None or len(found) > len(best[2]):
            best = grid, header, found
    if best is None or len(best[2]) < min(2, len(columns)):
        raise refuse(
            "no_header",
            _("No row of the workbook has the headers of the template."),
            _("Copy the rows into the template and upload that."),
        )
    grid, header, found = best
    _check_header(columns, found)
    known: Known = {}
    rows = [
        _read_row(cells, number, found, known)
        for number, cells in enumerate(grid[header + 1 :], start=header + 2)
        if not _is_skipped(cells, found)
    ]
    if len(rows) > max_rows:
        raise too_many_rows(max_rows)
    return rows


def _sheets(workbook: Any) -> Iterator[Grid]:
    """The visible sheets, each cell of a merged block holding the block's value."""
    for index, about in enumerate(workbook.sheets_metadata):
        if about.visible != SheetVisibleEnum.Visible or about.typ != SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = workbook.get_sheet_by_index(index)
        except CalamineError as error:
            raise unreadable() from error
        grid = sheet.to_python(skip_empty_area=False)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
            _fill_down(grid, top, bottom, left, right)
        yield grid


def _fill_down(grid: Grid, top: int, bottom: int, left: int, right: int) -> None:
    """Blocks one column wide only: what is merged across is a title."""
    if left != right or top >= len(grid) or left >= len(grid[top]):
        return
    for row in grid[top + 1 : bottom + 1]:
        row[left] = grid[top][left]


def _find_header(grid: Grid, columns: Sequence[Column]) -> tuple[int, dict[int, Column]]:
    """The row that names most columns, and which column stands where in it."""
    names = {name: column for column in columns for name in column.names}
    best: tuple[int, dict[int, Column]] = (0, {})
    for number, cells in enumerate(grid[:_HEADER_WITHIN]):
        headers = ((place, plain_header(show_cell(cell))) for place, cell in enumerate(cells))
        found = {place: names[header] for place, header in headers if header in names}
        if len(found) > len(best[1]):
            best = number, found
    return best


def _check_header(columns: Sequence[Column], found: dict[int, Column]) -> None:
    keys = [column.key for column in found.values()]
    missing = [str(one.header) for one in columns if one.required and one.key not in keys]
    if missing:
        raise refuse(
            "missing_columns",
            filled(_("These columns are missing: %(headers)s."), headers=listed_lazy(missing)),
            _("Use the headers of the template."),
        )
    twice = {str(one.header) for one in found.values() if keys.count(one.key) > 1}
    if twice:
        raise refuse(
            "duplicate_columns",
            filled(
                _("These columns stand there twice: %(headers)s."),
                headers=listed_lazy(sorted(twice)),
            ),
            _("Delete one of each."),
        )


def _is_skipped(cells: list[Any], found: dict[int, Column]) -> bool:
    """Empty rows, the example of the template, and the lines for signatures below the table."""
    texts = {place: show_cell(cells[place]) for place in found}
    filled = {place for place, text in texts.items() if text}
    if not filled:
        return True
    examples = [
        column.is_example(texts[place]) for place, column in found.items() if column.example
    ]
    if examples and all(examples):
        return True
    first = next(text for cell in cells if (text := show_cell(cell)))
    return len(filled) <= 2 and _FOOT.match(plain(first)) is not None


def _read_row(cells: list[Any], number: int, found: dict[int, Column], known: Known) -> Row:
    row = Row(number, {})
    for place, column in found.items():
        text, address = show_cell(cells[place]), _name_cell(number, place)
        row.originals[column.key] = text[: column.max_length + 1]
        row.cells[column.key] = Cell.of(column, address, text)
        row.values[column.key] = ""
        key = (place, type(cells[place]), cells[place])
        if key not in known:
            known[key] = _try_cell(column, cells[place])
        value = known[key]
        if isinstance(value, Refused):
            row.add_faults(column.key, *value.refusals)
        else:
            row.values[column.key] = value
    return row


def _try_cell(column: Column, value: object) -> str | Refused:
    try:
        return read_cell(column, value)
    except Refused as refused:
        return refused


def _name_cell(row: int, place: int) -> str:
    """The cell's address as Excel shows it: C7."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"

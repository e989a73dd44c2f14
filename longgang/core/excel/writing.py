"""Writes the three workbooks that offices see: the template, the faults in red, the list."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..errors import Words
from .columns import Column, ColumnKind, Row
from .rows import FOOT, LOOKS, SAMPLE, fill_in

TEMPLATE_ROWS = 2000  # rows that dropdowns reach down to
_INLINE_LIST = 255  # characters that Excel takes in a dropdown without a sheet behind it
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_FRAMED = {**_FONT, "border": 1}
_RED, _GREY, _PALE_RED = "#C00000", "#808080", "#FFC7CE"


@dataclass
class _Sheet:
    """A workbook being written, the sheet at hand, and the number of its columns."""

    book: Any
    sheet: Any
    width: int

    def looks(self, **changes: Any) -> Any:
        """A framed cell with these changes."""
        return self.book.add_format({**_FRAMED, **changes})


def write_template(
    title: Words,
    columns: Sequence[Column],
    notes: Sequence[Words] = (),
    rows: Iterable[Mapping[str, str]] = (),
) -> bytes:
    """The workbook people fill in: headers, required in red, a grey example, dropdowns, remarks.

    With `rows`, values by key as a cell would hold them, some of it is filled in already.
    """
    file, page = _begin(title, len(columns) + 1)
    _write_head(
        page,
        title,
        _labelled(pgettext("workbook", "Reporting unit")),
        _labelled(pgettext("workbook", "Filled in on")),
    )
    _write_headers(page, columns)
    page.sheet.freeze_panes(3, 2)
    grey = {"font_color": _GREY, "italic": True}
    page.sheet.write_string(3, 0, pgettext("workbook", "Example"), page.looks(**grey))
    for place, column in enumerate(columns, start=1):
        is_text = column.text or column.kind is ColumnKind.TEXT
        number_format = {"num_format": "@"} if is_text else {}
        page.sheet.set_column(
            place, place, column.width, page.book.add_format({**_FONT, **number_format})
        )
        page.sheet.write_string(3, place, str(column.example), page.looks(**grey, **number_format))
    filled = page.looks(num_format="@")
    for line, row in enumerate(rows, start=4):
        for place, column in enumerate(columns, start=1):
            page.sheet.write_string(line, place, row.get(column.key, ""), filled)
    _write_remarks(page, columns, notes)
    _write_dropdowns(page, columns)
    return _finish(file, page)


def write_faults(title: Words, columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """The failed rows as they were, the reasons first and always in view, faulty cells red."""
    file, page = _begin(title, len(columns) + 2)
    _write_head(page, title, _("Correct the red cells, then upload this file."), "")
    _write_headers(page, columns, first=_("Reason of the error"))
    page.sheet.set_column(0, 0, 6)
    page.sheet.set_column(1, 1, 48)
    page.sheet.freeze_panes(3, 3)
    fine, faulty = page.looks(num_format="@"), page.looks(num_format="@", bg_color=_PALE_RED)
    words = page.looks(font_color=_RED, text_wrap=True)
    for line, row in enumerate((row for row in rows if row.faults), start=3):
        red = {fault.key for fault in row.faults}
        page.sheet.write_number(line, 0, row.number, fine)
        page.sheet.write_string(line, 1, _tell(row), words)
        page.sheet.set_row(line, 16 * max(2, len(row.faults) * 2))
        for place, column in enumerate(columns, start=2):
            text = row.originals.get(column.key, row.values.get(column.key, ""))
            page.sheet.write_string(line, place, text, faulty if column.key in red else fine)
    _write_dropdowns(page, columns, start=2)
    return _finish(file, page)


def write_list(
    title: Words,
    unit: Words,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any] | Sequence[Any]],
    as_of: datetime,
) -> bytes:
    """A list as offices print it; a row is a mapping by key, or values in the order of columns.

    The big title names the unit too, the sheet does not. The last column stays empty: for remarks,
    by hand or in Excel.
    """
    file, page = _begin(title, len(columns) + 2)
    page.sheet.set_column(0, 0, 6)
    for place, column in enumerate(columns, start=1):
        page.sheet.set_column(place, place, column.width)
    whose = {"unit": unit, "list": title}
    _write_head(
        page,
        pgettext("workbook", "%(list)s, %(unit)s") % whose if unit else title,
        _labelled(pgettext("workbook", "Reporting unit"), unit),
        _labelled(pgettext("workbook", "As of"), f"{timezone.localtime(as_of):%Y-%m-%d %H:%M}"),
    )
    page.sheet.set_column(len(columns) + 1, len(columns) + 1, 16)
    _write_headers(page, columns, starred=False, last=pgettext("workbook", "Remarks"))
    looks = {
        "text": page.looks(num_format="@", text_wrap=True),
        "plain": page.looks(text_wrap=True),
        "day": page.looks(num_format="yyyy-mm-dd"),
        "moment": page.looks(num_format="yyyy-mm-dd hh:mm"),
    }
    for place, look in enumerate(LOOKS):
        page.sheet.write_blank(SAMPLE - 1, place, None, looks[look])
    foot = (
        pgettext("workbook", "Filled in by"),
        pgettext("workbook", "Checked by"),
        pgettext("workbook", "Phone"),
        pgettext("workbook", "Signature"),
    )
    words = (" " * 8).join(map(_labelled, foot))
    page.sheet.write_string(FOOT - 1, 0, words, page.book.add_format(_FONT))
    values = (
        [row.get(each.key) for each in columns] if isinstance(row, Mapping) else row for row in rows
    )
    return fill_in(_finish(file, page), values, [each.text for each in columns])


def _begin(title: Words, width: int) -> tuple[BytesIO, _Sheet]:
    """A page as offices print it: A4 across, framed, the head repeated and always in view."""
    file = BytesIO()
    # Text never becomes a formula, a number or a link, whatever it begins with.
    safe = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, {**safe, "in_memory": True})
    sheet = book.add_worksheet(_sheet_name(str(title)))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 2)
    sheet.freeze_panes(3, 0)
    return file, _Sheet(book, sheet, width)


def _finish(file: BytesIO, page: _Sheet) -> bytes:
    page.book.close()
    return file.getvalue()


def _sheet_name(title: str) -> str:
    """What Excel allows as the name of a sheet."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip("' ") or "Sheet1"


def _write_head(page: _Sheet, title: Words, left: str, right: str) -> None:
    """The big title over all columns, and below it unit and date."""
    big = page.book.add_format({**_FONT, "font_size": 18, "bold": True, "align": "center"})
    page.sheet.set_row(0, 32)
    page.sheet.merge_range(0, 0, 0, page.width - 1, "", big)
    page.sheet.write_string(0, 0, str(title), big)
    small = page.book.add_format(_FONT)
    page.sheet.write_string(1, 0, left, small)
    page.sheet.write_string(1, max(page.width - 2, 1), right, small)


def _labelled(label: str, text: Words = "") -> str:
    """A label as official tables write it, with or without what follows."""
    return pgettext("workbook", "%(label)s: %(text)s") % {"label": label, "text": text}


def _write_headers(
    page: _Sheet,
    columns: Sequence[Column],
    *,
    starred: bool = True,
    first: str = "",
    last: str = "",
) -> None:
    """The names of the columns; `first` and `last` are columns besides, in front and behind."""
    head = {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"}
    plain, red = page.looks(**head), page.looks(**head, font_color=_RED)
    page.sheet.write_string(2, 0, pgettext("workbook", "No."), plain)
    if first:
        page.sheet.write_string(2, 1, first, red)
    for place, column in enumerate(columns, start=2 if first else 1):
        marked = starred and column.required
        text = f"{column.header}*" if marked else str(column.header)
        page.sheet.write_string(2, place, text, red if marked else plain)
        if starred:
            page.sheet.set_column(place, place, column.width)
    if last:
        page.sheet.write_string(2, len(columns) + 1, last, plain)


def _write_remarks(page: _Sheet, columns: Sequence[Column], notes: Sequence[Words]) -> None:
    """The second sheet: what every column takes, then the notes."""
    remarks = page.book.add_worksheet(pgettext("workbook", "Instructions"))
    bold, cell = page.looks(bold=True), page.looks(text_wrap=True)
    remarks.set_column(0, 1, 18)
    remarks.set_column(2, 3, 50)
    for place, word in enumerate(
        (
            pgettext("workbook", "Column"),
            pgettext("workbook", "Required"),
            pgettext("workbook", "What to write"),
            pgettext("workbook", "Example"),
        )
    ):
        remarks.write_string(0, place, word, bold)
    line = 0
    for line, column in enumerate(columns, start=1):
        remarks.write_string(line, 0, str(column.header), cell)
        remarks.write_string(line, 1, "√" if column.required else "", cell)
        remarks.write_string(line, 2, _explain(column), cell)
        remarks.write_string(line, 3, str(column.example), cell)
    free = page.book.add_format(_FONT)
    standing = (
        _("Columns with a red star must be filled in. The grey example row is left out."),
        _("Columns may stand in any order; other columns do no harm."),
        _("Do not change the text format of numbers: Excel would cut their last digits."),
    )
    for number, note in enumerate([*standing, *notes], start=1):
        remarks.write_string(line + 1 + number, 0, f"{number}. {note}", free)


def _explain(column: Column) -> str:
    words = [str(column.note)] if column.note else []
    if column.choices:
        words.append(
            _("One of: %(choices)s")
            % {"choices": pgettext("between choices", ", ").join(column.labels[:20])}
        )
    elif column.kind in _KIND_NOTES:
        words.append(_KIND_NOTES[column.kind])
    return "\n".join(words)


_KIND_NOTES = {
    ColumnKind.DAY: "2022-04-18",
    ColumnKind.MOMENT: "2022-04-18 08:30",
    ColumnKind.YES_NO: "是 / 否",
}


def _write_dropdowns(page: _Sheet, columns: Sequence[Column], *, start: int = 1) -> None:
    """Dropdowns for every list; the long ones stand on a hidden sheet."""
    hidden = None
    for place, column in enumerate(columns, start=start):
        labels = ["是", "否"] if column.kind is ColumnKind.YES_NO else column.labels
        if not labels:
            continue
        source: Any = labels
        if len(",".join(labels)) > _INLINE_LIST or any("," in label for label in labels):
            if hidden is None:
                hidden = page.book.add_worksheet(pgettext("workbook", "Lists"))
                hidden.hide()
            for line, label in enumerate(labels):
                hidden.write_string(line, place, label)
            area = xlsxwriter.utility.xl_range_abs(0, place, len(labels) - 1, place)
            source = f"='{hidden.get_name()}'!{area}"
        page.sheet.data_validation(
            3,
            place,
            TEMPLATE_ROWS,
            place,
            {
                "validate": "list",
                "source": source,
                "error_title": _("Not in the list"),
                "error_message": _("Choose from the dropdown."),
            },
        )


def _tell(row: Row) -> str:
    """All reasons of a row, a line for each, with its way out."""
    return "\n".join(fault.in_full for fault in row.faults)

"""The rows of a long list, written straight into the sheet of a finished workbook.

A call for each cell took three quarters of the time of an export. The workbook brings frame, head
and foot, and between them one row whose cells show the looks; the rows take its place.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import escape
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone
from xlsxwriter.utility import xl_col_to_name

SHEET = "xl/worksheets/sheet1.xml"
LOOKS = ("text", "plain", "day", "moment")  # of the sample row's cells, in this order
SAMPLE, FOOT = 4, 6  # the rows of the sample and of the foot, as the sheet counts
LONGEST_CELL = 32_767  # characters that Excel takes
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no time zones
_DAY = timedelta(days=1)
_NO_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")


class _Frame(NamedTuple):
    """The sheet around the rows, and the numbers of its looks."""

    head: str
    foot: str
    looks: Mapping[str, str]


def fill_in(workbook: bytes, rows: Iterable[Sequence[Any]], text_columns: Sequence[bool]) -> bytes:
    """The workbook with these rows, each with its number in front and an empty cell behind."""
    filled = BytesIO()
    with ZipFile(BytesIO(workbook)) as made, ZipFile(filled, "w", ZIP_DEFLATED) as whole:
        for part in made.infolist():
            with whole.open(part.filename, "w") as written:
                if part.filename == SHEET:
                    frame = _open_frame(made.read(part).decode())
                    for piece in _sheet(frame, rows, text_columns):
                        written.write(piece.encode())
                else:
                    written.write(made.read(part))
    return filled.getvalue()


def _open_frame(sheet: str) -> _Frame:
    """What stands around the sample row."""
    sheet = re.sub(r"<dimension [^>]*/>", "", sheet)  # it would tell of the sample only
    head, _row, rest = sheet.partition(f'<row r="{SAMPLE}"')
    sample, _end, foot = rest.partition("</row>")
    return _Frame(head, foot, dict(zip(LOOKS, re.findall(r' s="(\d+)"', sample), strict=True)))


def _sheet(
    frame: _Frame, rows: Iterable[Sequence[Any]], text_columns: Sequence[bool]
) -> Iterable[str]:
    """The sheet, piece by piece; two lines below the last row stands the foot."""
    yield frame.head
    line, names = SAMPLE - 1, [xl_col_to_name(place) for place in range(len(text_columns) + 2)]
    plain = frame.looks["plain"]
    for line, row in enumerate(rows, start=SAMPLE):
        cells = [f'<c r="A{line}" s="{plain}"><v>{line - SAMPLE + 1}</v></c>']
        for name, value, is_text in zip(names[1:-1], row, text_columns, strict=True):
            look, content = _cell(value, is_text=is_text)
            cells.append(f'<c r="{name}{line}" s="{frame.looks[look]}"{content}')
        cells.append(f'<c r="{names[-1]}{line}" s="{plain}"/>')
        yield f'<row r="{line}">{"".join(cells)}</row>'
    foot = line + 2
    yield frame.foot.replace(f'<row r="{FOOT}"', f'<row r="{foot}"', 1).replace(
        f'<c r="A{FOOT}"', f'<c r="A{foot}"', 1
    )


def _cell(value: Any, *, is_text: bool) -> tuple[str, str]:
    """Numbers stay numbers and days stay days, except in text columns; all else is text."""
    if is_text or isinstance(value, bool) or not isinstance(value, int | float | Decimal | date):
        look = "text" if is_text else "plain"
        text = "" if value is None else str(value)
        return look, f' t="inlineStr"><is>{_words(text)}</is></c>'
    if isinstance(value, datetime):
        local = timezone.make_naive(value) if timezone.is_aware(value) else value
        return "moment", f"><v>{(local - _FIRST_DAY) / _DAY:.16G}</v></c>"
    if isinstance(value, date):
        return "day", f"><v>{(value - _FIRST_DAY.date()).days}</v></c>"
    return "plain", f"><v>{value}</v></c>"


def _words(text: str) -> str:
    """Text as XML may hold it; what it may not is written as Excel writes it."""
    text = _LIKE_ESCAPED.sub("_x005F_", text[:LONGEST_CELL])
    text = _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return f'<t xml:space="preserve">{escape(text, quote=False)}</t>'

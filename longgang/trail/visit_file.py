"""A file of visits, as Excel, CSV or Parquet: its columns, and a row as a visit."""

import csv
import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext_lazy as _

from longgang.core.days import parse_moment
from longgang.core.errors import Refusal, Refused, refuse_if
from longgang.core.excel import WITHOUT_ROWS, Column, Row, read_grids, read_rows
from longgang.core.excel import too_large as refuse_too_large
from longgang.core.identifiers import IdKind
from longgang.core.privacy import mask_id_number, mask_name, mask_phone

from .places import LONGEST_NAME, Place, PlaceType
from .recording import NewVisit

MAX_ROWS = 20_000
LETTERS = ("utf-8-sig", "gb18030")  # what office software writes in China, where it is not UTF-8
EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
PARQUET = b"PAR1"
LONGEST_KEY = LONGEST_NAME - 20  # what the type takes of a name


def visit_columns() -> list[Column]:
    """The columns of the template; lists of others have them in any order and by other names."""
    return [
        Column("name", _("Name"), ["人员姓名", "旅客姓名", "乘客姓名", "person"], required=True,
               example="张三", max_length=60, mask=mask_name),
        Column("id_kind", _("Kind of ID"), ["证件种类"], choices=IdKind.choices, width=16,
               note=_("Blank: resident ID card.")),
        Column("id_number", _("ID number"), ["身份证", "身份证号", "身份证号码", "证件号"],
               text=True, width=22, max_length=40, mask=mask_id_number,
               note=_("Without it the phone is needed.")),
        Column("phone", _("Phone"), ["手机", "手机号", "手机号码", "电话", "联系方式"], text=True,
               width=16, max_length=20, mask=mask_phone),
        Column("place_type", _("Type of place"), ["场所类别", "type"], required=True,
               choices=PlaceType.choices, example=str(PlaceType.PREMISES.label)),
        Column("place", _("Name of the place"), ["场所", "地点", "位置"], required=True, text=True,
               example="锦山路农贸市场", width=26, max_length=LONGEST_KEY,
               note=_("The same place is always called the same.")),
        Column("started_at", _("Start of the visit"), ["开始", "到达时间", "进入时间", "start"],
               required=True, parse=read_moment, width=20, note=_("Day and time.")),
        Column("ended_at", _("End of the visit"), ["结束", "离开时间", "end"],
               parse=read_moment, width=20,
               note=_("Blank: for as long as one usually is at such a place.")),
    ]  # fmt: skip


def read_visit_file(file: UploadedFile[Any]) -> list[Row]:
    """Its rows, faulty cells noted in them. Raises Refused when it cannot be read or holds none."""
    start = file.read(4)
    file.seek(0)
    if start.startswith(EXCEL):
        rows = read_rows(file, visit_columns(), max_rows=MAX_ROWS)
    else:
        content = file.read(settings.UPLOAD_MAX_BYTES + 1)
        if len(content) > settings.UPLOAD_MAX_BYTES:
            raise refuse_too_large()
        grid = _read_parquet(content) if start == PARQUET else _read_text(content)
        rows = read_grids([grid], visit_columns(), max_rows=MAX_ROWS)
    refuse_if(None if rows else WITHOUT_ROWS)
    return rows


def read_moment(text: str) -> str:
    """Seconds since 1970, ISO 8601 or as people write it, as ISO text with its zone."""
    if text.isascii() and text.isdecimal() and len(text) in {9, 10}:
        return datetime.fromtimestamp(int(text), UTC).isoformat()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = parse_moment(text)
    if is_naive(moment):
        moment = make_aware(moment)
    return moment.isoformat()


def visit_of(values: Mapping[str, str], *, person: int) -> NewVisit:
    """The visit of a good row. The same visit is called the same, from whichever file it comes."""
    place = Place(PlaceType(values["place_type"]), values["place"])
    begin = datetime.fromisoformat(values["started_at"])
    said = f"{person} {place.name} {begin.astimezone(UTC).isoformat()}"
    reference = hashlib.sha256(said.encode()).hexdigest()[:32]
    if end := values.get("ended_at", ""):
        return NewVisit(person, place, begin, datetime.fromisoformat(end), reference)
    return NewVisit.scanned(person, place, begin, reference=reference)


def _read_parquet(content: bytes) -> list[list[Any]]:
    import polars as pl  # noqa: PLC0415 - large, and seldom needed

    try:
        frame = pl.read_parquet(BytesIO(content), n_rows=MAX_ROWS + 1)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refused(_UNREADABLE) from error
    return [list(frame.columns), *([_show(cell) for cell in row] for row in frame.iter_rows())]


def _show(cell: object) -> object:
    if cell is None:
        return ""
    if isinstance(cell, timedelta | date) and not isinstance(cell, datetime):
        return str(cell)
    return cell.isoformat() if isinstance(cell, datetime) else cell


def _read_text(content: bytes) -> list[list[Any]]:
    for letters in LETTERS:
        try:
            text = content.decode(letters)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return _split(text)
    raise Refused(_UNREADABLE)


def _split(text: str) -> list[list[Any]]:
    header = text.partition("\n")[0]
    separator = max(",\t;", key=header.count)
    try:
        grid = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Refused(_UNREADABLE) from error
    width = max(map(len, grid), default=0)
    return [row + [""] * (width - len(row)) for row in grid]


_UNREADABLE = Refusal(
    "trail.file_unreadable",
    _("The file cannot be read."),
    _("Send an Excel workbook, a CSV file in UTF-8 or a Parquet file."),
    field="workbook",
)

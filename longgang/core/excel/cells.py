"""What one cell says: every type Excel knows becomes the text that was meant, or a refusal."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from ..days import parse_day, parse_moment
from ..errors import Refusal, Refused, Words, filled
from .columns import Column, ColumnKind, plain

EXACT_DIGITS = 10**15  # beyond this Excel has replaced the last digits by zeros

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2060\ufeff]")
_YES = frozenset({"是", "有", "√", "✓", "✔", "y", "yes", "true", "1"})
_NO = frozenset({"否", "无", "没有", "×", "✗", "✘", "x", "n", "no", "false", "0"})


def show_cell(value: object) -> str:
    """The cell as people see it in Excel."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < EXACT_DIGITS else repr(value)
    if isinstance(value, date | time | timedelta):
        return _show_time(value)
    return _UNPRINTABLE.sub("", str(value)).strip().removeprefix("'").strip()


def _show_time(value: date | time | timedelta) -> str:
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, datetime) and value.time() != time():
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%H:%M}" if isinstance(value, time) else f"{value:%Y-%m-%d}"


def read_cell(column: Column, value: object, place: str) -> str:
    """The cell's value in its stored form, or `Refused` with `core.cell_…` or `core.day_…`."""
    text = show_cell(value)
    if not text:
        if column.required:
            raise _refuse("missing", _("“%(header)s” is missing."), column, place)
        return ""
    if len(text) > column.max_length:
        raise _refuse("too_long", _("“%(header)s” in cell %(place)s is too long."), column, place)
    if isinstance(value, int | float) and abs(value) >= EXACT_DIGITS:
        raise _refuse(
            "digits_lost",
            _("Excel has changed the last digits of cell %(place)s; they cannot be brought back."),
            column,
            place,
        )
    if column.parse:
        return column.parse(text)
    if column.choices:
        return _read_choice(column, text, place)
    return _READERS[column.kind](column, text, value, place)


def _read_choice(column: Column, text: str, place: str) -> str:
    value = column.find_choice(text)
    if value is None:
        raise _refuse(
            "choice", _("“%(header)s” in cell %(place)s is not in the list."), column, place
        )
    return value


def _read_text(_column: Column, text: str, _value: object, _place: str) -> str:
    return text


def _read_number(column: Column, text: str, _value: object, place: str) -> str:
    number = re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", number):
        raise _refuse("number", _("“%(header)s” in cell %(place)s is not a number."), column, place)
    return number


def _read_day(column: Column, text: str, value: object, place: str) -> str:
    if isinstance(value, float) and re.fullmatch(r"[0-9]{1,2}\.[123]", text):
        # 4.10 typed as a number is kept as 4.1: nobody can tell the tenth from the first.
        raise _refuse(
            "ambiguous_day",
            _("In cell %(place)s the first and the tenth of the month look the same."),
            column,
            place,
        )
    return parse_day(text).isoformat()


def _read_moment(_column: Column, text: str, _value: object, _place: str) -> str:
    return f"{parse_moment(text):%Y-%m-%d %H:%M}"


def _read_yes_no(column: Column, text: str, _value: object, place: str) -> str:
    word = plain(text)
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    raise _refuse(
        "yes_no", _("“%(header)s” in cell %(place)s is neither yes nor no."), column, place
    )


_READERS = {
    ColumnKind.TEXT: _read_text,
    ColumnKind.NUMBER: _read_number,
    ColumnKind.DAY: _read_day,
    ColumnKind.MOMENT: _read_moment,
    ColumnKind.YES_NO: _read_yes_no,
}

_REMEDIES = {
    "missing": _("Fill it in."),
    "too_long": _("Shorten it."),
    "digits_lost": _("Format the column as text, then type the number again."),
    "choice": _("Choose from the dropdown of the template."),
    "number": _("Write digits only, without a unit."),
    "ambiguous_day": _("Write the date like 2022-04-18."),
    "yes_no": _("Write 是 or 否."),
}


def _refuse(code: str, reason: Words, column: Column, place: str) -> Refused:
    words = filled(reason, header=column.header, place=place)
    return Refused(Refusal(f"core.cell_{code}", words, _REMEDIES[code], field=column.key))

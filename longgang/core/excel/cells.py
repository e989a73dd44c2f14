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


def read_cell(column: Column, value: object) -> str:
    """The cell's value in its stored form, or `Refused` with `core.cell_…` or `core.day_…`."""
    text = show_cell(value)
    if not text:
        if column.required:
            raise _refuse("missing", _("This cell is empty."), _("Fill it in."))
        return ""
    if len(text) > column.max_length:
        at_most = filled(_("At most %(count)s characters."), count=column.max_length)
        raise _refuse("too_long", _("This is too long."), at_most)
    if isinstance(value, int | float) and abs(value) >= EXACT_DIGITS:
        raise _refuse(
            "digits_lost",
            _("Excel has changed the last digits; they cannot be brought back."),
            _("Format the column as text, then type the number again."),
        )
    if column.parse:
        return column.parse(text)
    if column.choices:
        return _read_choice(column, text)
    return _READERS[column.kind](text, value)


def _read_choice(column: Column, text: str) -> str:
    value = column.find_choice(text)
    if value is None:
        raise _refuse("choice", _("This is not in the list."), column.offer)
    return value


def _read_text(text: str, _value: object) -> str:
    return text


def _read_number(text: str, _value: object) -> str:
    number = re.sub(r"[,\s]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", number):
        raise _refuse("number", _("This is not a number."), _("Write digits only, without a unit."))
    return number


def _read_day(text: str, value: object) -> str:
    if isinstance(value, float) and re.fullmatch(r"[0-9]{1,2}\.[123]", text):
        # 4.10 typed as a number is kept as 4.1: nobody can tell the tenth from the first.
        raise _refuse(
            "ambiguous_day",
            _("The first and the tenth of the month look the same here."),
            _("Write the date like 2022-04-18."),
        )
    return parse_day(text).isoformat()


def _read_moment(text: str, _value: object) -> str:
    return f"{parse_moment(text):%Y-%m-%d %H:%M}"


def _read_yes_no(text: str, _value: object) -> str:
    word = plain(text)
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    raise _refuse("yes_no", _("This is neither yes nor no."), _("Write 是 or 否."))


_READERS = {
    ColumnKind.TEXT: _read_text,
    ColumnKind.NUMBER: _read_number,
    ColumnKind.DAY: _read_day,
    ColumnKind.MOMENT: _read_moment,
    ColumnKind.YES_NO: _read_yes_no,
}


def _refuse(code: str, reason: Words, remedy: Words) -> Refused:
    return Refused(Refusal(f"core.cell_{code}", reason, remedy))

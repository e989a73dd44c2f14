"""Days and moments as people write them: 2022-04-18, 20220418, 4.18, 2022年4月18日 8:30."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from .clock import today
from .errors import Refusal, Refused, Words

_SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001  Excel counts wall-clock days
_SERIAL = re.compile(r"([2-7][0-9]{4})(\.[0-9]+)?")
_LONGEST = 60
FIRST_DAY, LAST_DAY = date(2019, 12, 1), date(2100, 12, 31)  # births lie before, nothing else
DAY_EXAMPLE = _("Write it like 2022-04-18.")
CHECK_IT = _("Check the date.")
MOMENT_EXAMPLE = _("Write day and time, for example 2022-04-18 08:30.")

_DAY = re.compile(
    r"""(?: (?P<year>[0-9]{4}) [-/.年] (?P<month>[0-9]{1,2}) [-/.月] (?P<day>[0-9]{1,2}) [日号]?
          | (?P<cyear>[0-9]{4}) (?P<cmonth>[0-9]{2}) (?P<cday>[0-9]{2})
          | (?P<smonth>[0-9]{1,2}) [-/.月] (?P<sday>[0-9]{1,2}) [日号]? )""",
    re.VERBOSE,
)
_TIME = re.compile(
    r"""(?P<half>上午|下午|晚上|晚|AM|PM)? \s*
        (?P<hour>[0-9]{1,2}) (?: : (?P<minute>[0-9]{2}) (?: :[0-9]{2} (?:\.[0-9]+)? )?
          | [时点] (?: (?P<cminute>[0-9]{1,2}) 分? | (?P<halfpast>半) )? )""",
    re.VERBOSE,
)


def parse_day(text: str, *, near: date | None = None) -> date:
    """The day that is meant, or `Refused` with a code `core.day_…`; a time behind it is ignored.

    Without a year it is the one nearest to `near`, which is today when not given.
    """
    return _split(text, near)[0]


def parse_moment(text: str, *, near: date | None = None) -> datetime:
    """Day and time on the local wall clock, or `Refused` with `core.day_…` or `core.moment_…`."""
    day, rest = _split(text, near, example=MOMENT_EXAMPLE)
    if isinstance(rest, time):
        return timezone.make_aware(datetime.combine(day, rest))
    found = _TIME.fullmatch(rest)
    clock = _read_time(found) if found else None
    if clock is None:
        raise Refused(
            Refusal(
                "core.moment_time",
                _("The time is missing or does not exist."),
                MOMENT_EXAMPLE,
            )
        )
    return timezone.make_aware(datetime.combine(day, clock))


def check_day_meant(day: date, *, field: str = "") -> Refusal | None:
    """A day that somebody means: not before the first cases, nor after all of us. Births have their
    own bound, in `core.identifiers`; what must be closer asks for more.
    """
    if day < FIRST_DAY:
        return Refusal("core.day_too_old", _("This is too long ago."), CHECK_IT, field=field)
    if day > LAST_DAY:
        return Refusal("core.day_too_far", _("This day lies too far ahead."), CHECK_IT, field=field)
    return None


def _split(
    text: str, near: date | None, *, example: Words = DAY_EXAMPLE
) -> tuple[date, time | str]:
    """The day and what stands behind it: a text, or the time that an Excel serial number holds."""
    if len(text) > _LONGEST:
        raise _no_day(example)
    written = unicodedata.normalize("NFKC", text).strip().lstrip("'").upper()
    if not written:
        raise Refused(Refusal("core.day_empty", _("The date is missing."), example))
    if serial := _SERIAL.fullmatch(written):
        return _read_serial(serial)
    found = _DAY.match(written)
    if not found:
        raise _no_day(example)
    rest = re.sub(r"^\s*T?\s*", "", written[found.end() :])
    # 2022-04-188 is no day with an 8 behind it, so something must part the two.
    if rest and written[found.end()].isdigit() and not found[0].endswith(("日", "号")):
        raise _no_day(example)
    day = _read_day(found, near)
    if day is None:
        raise _no_day(example)
    return day, rest


def _read_serial(found: re.Match[str]) -> tuple[date, time | str]:
    day = _SERIAL_START + timedelta(days=int(found[1]))
    if not found[2]:
        return day.date(), ""
    moment = day + timedelta(minutes=round(float(found[2]) * 24 * 60))
    return moment.date(), moment.time()


def _read_day(found: re.Match[str], near: date | None) -> date | None:
    year = found["year"] or found["cyear"]
    month = int(found["month"] or found["cmonth"] or found["smonth"])
    day = int(found["day"] or found["cday"] or found["sday"])
    middle = near or today()
    years = [int(year)] if year else [middle.year - 1, middle.year, middle.year + 1]
    days = [made for made in (_make_day(each, month, day) for each in years) if made]
    return min(days, key=lambda made: abs(made - middle), default=None)


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_time(found: re.Match[str]) -> time | None:
    hour = int(found["hour"])
    if found["half"] in {"下午", "晚上", "晚", "PM"} and hour < 12:
        hour += 12
    minute = 30 if found["halfpast"] else int(found["minute"] or found["cminute"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _no_day(example: Words) -> Refused:
    return Refused(Refusal("core.day_format", _("This is not a date."), example))


def short_moment(moment: datetime | None) -> str:
    """A moment of these days as the reader's language writes it: 11月25日 20:58, 25 Nov 20:58."""
    if moment is None:
        return ""
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


short_moment_lazy = lazy(short_moment, str)  # for sentences that are kept in several languages

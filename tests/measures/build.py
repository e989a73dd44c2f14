"""Days, places and people of the measures' tests; states are only reached by the real actions."""

import itertools
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from longgang.accounts.api import Post, User
from longgang.core.clock import today
from longgang.core.identifiers import id_check_digit
from longgang.people.api import Person, find_or_register_person

DISTRICT = "211403"
HULUDAO = "211403001"
WANGHAISI = "211403001004"
GONGJIAN = "211403001005"
LOCAL = ZoneInfo("Asia/Shanghai")
DAY = date(2024, 2, 26)  # the leap day lies ahead
NOW = datetime(2024, 2, 26, 9, 30, tzinfo=LOCAL)

_phones = itertools.count(19900000001)  # the cast's own begin with 139


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment on the wall clock of the district."""
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL)


def id_number(serial: int = 1, born: str = "19850615") -> str:
    """A number with a right check digit that is nobody's."""
    body = f"{DISTRICT}{born}{serial:03d}"
    return body + id_check_digit(body)


def a_phone_number() -> str:
    """Nobody else's."""
    return str(next(_phones))


def a_member_of_staff(name: str, role: str, area_code: str = DISTRICT, **place: str) -> User:
    """With one post, since long ago."""
    user = User.objects.create(name=name, is_staff_member=True, phone=a_phone_number())
    since = min(today(), DAY) - timedelta(days=400)
    Post.objects.create(user=user, role=role, area_code=area_code, starts_on=since, **place)
    return user


def a_person(by: User, serial: int = 1, area_code: str = WANGHAISI, **facts: str) -> Person:
    """Somebody in the register, who lives in Wanghaisi."""
    return find_or_register_person(
        name="何静", id_number=id_number(serial), phone=f"1370000{serial:04d}",
        area_code=area_code, by=by, **facts,
    )  # fmt: skip

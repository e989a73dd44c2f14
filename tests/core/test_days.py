"""Days and moments in every form that offices write."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from longgang.core.days import parse_day, parse_moment, short_moment, short_moment_lazy
from longgang.core.errors import Refused

NEAR = datetime.date(2022, 4, 20)
EASTER = datetime.date(2022, 4, 18)


def refused_code(parse, text):
    with pytest.raises(Refused) as refused:
        parse(text, near=NEAR)
    return refused.value.code


@pytest.mark.parametrize(
    "text",
    [
        "2022-04-18",
        "2022/4/18",
        "2022.4.18",
        "20220418",
        "2022年4月18日",
        "2022年4月18号",
        "２０２２－０４－１８",
        " '2022-04-18 ",
        "4.18",
        "4/18",
        "4-18",
        "4月18日",
        "44669",
        "44669.75",
        "2022-04-18 08:30",
        "2022-04-18T08:30:00",
        "20220418 8:30",
    ],
)
def test_day_in_every_form(text):
    assert parse_day(text, near=NEAR) == EASTER


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_day_written_out_comes_back(day):
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert parse_day(text, near=NEAR) == day


@pytest.mark.parametrize(
    ("text", "near", "meant"),
    [
        ("12.31", datetime.date(2023, 1, 2), datetime.date(2022, 12, 31)),
        ("1.2", datetime.date(2022, 12, 31), datetime.date(2023, 1, 2)),
        ("2.29", datetime.date(2023, 1, 1), datetime.date(2024, 2, 29)),
    ],
)
def test_day_without_a_year_is_the_nearest(text, near, meant):
    assert parse_day(text, near=near) == meant


def test_day_without_a_year_is_near_today(time_machine):
    time_machine.move_to("2022-04-20T00:00Z")
    assert parse_day("4.18") == EASTER


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "core.day_empty"),
        ("明天", "core.day_format"),
        ("2022-02-30", "core.day_format"),
        ("2022-13-01", "core.day_format"),
        ("2.29", "core.day_format"),
        ("2022-04-188", "core.day_format"),
        ("99999", "core.day_format"),
        ("4" * 61, "core.day_format"),
    ],
)
def test_day_that_does_not_exist_is_refused(text, code):
    assert refused_code(parse_day, text) == code
    assert refused_code(parse_moment, text) == code


@pytest.mark.parametrize(
    "text",
    [
        "2022-04-18 08:30",
        "2022-04-18T8:30",
        "2022-04-18 08:30:59",
        "2022-04-18 08:30:00.000",
        "2022年4月18日8时30分",
        "2022年4月18日 8点半",
        "4月18日上午8点30分",
        "20220418 0830".replace("0830", "08:30"),
        "44669.354166",
    ],
)
def test_moment_in_every_form(text):
    wall = datetime.datetime(2022, 4, 18, 8, 30)  # noqa: DTZ001  made aware below
    assert parse_moment(text, near=NEAR) == timezone.make_aware(wall)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("4.18 下午3点", 15),
        ("4.18 3:00 PM".replace("3:00 PM", "PM 3:00"), 15),
        ("4.18 下午15点", 15),
        ("4.18 晚上8时", 20),
        ("4.18 上午9:00", 9),
        ("4.18 下午12:00", 12),
    ],
)
def test_moment_in_either_half_of_the_day(text, hour):
    assert timezone.localtime(parse_moment(text, near=NEAR)).hour == hour


@pytest.mark.parametrize(
    "text", ["2022-04-18", "44669", "2022-04-18 25:00", "2022-04-18 8:61", "2022-04-18 早上"]
)
def test_moment_without_a_time_is_refused(text):
    assert refused_code(parse_moment, text) == "core.moment_time"


def test_a_moment_of_these_days_is_written_as_each_language_does():
    moment = datetime.datetime(2026, 11, 25, 12, 58, tzinfo=datetime.UTC)  # 20:58 on the wall
    kept = short_moment_lazy(moment)
    assert (short_moment(moment), short_moment(None)) == ("11月25日 20:58", "")
    with override("en"):
        assert (short_moment(moment), str(kept)) == ("25 Nov 20:58", "25 Nov 20:58")
    with override("zh-hans"):
        assert str(kept) == "11月25日 20:58"

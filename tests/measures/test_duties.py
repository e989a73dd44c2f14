"""What is due on a day and how it stands, to the minute around noon and midnight."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longgang.measures.days import Count, Phase
from longgang.measures.duties import Done, Hours, Watch, duties_between, duties_on, kinds_due

LOCAL = ZoneInfo("Asia/Shanghai")
DAY_ONE = date(2022, 7, 1)
PLAN = (
    Phase("central", 3, (1, 3)),
    Phase("home", 2, (2,), 1, (1,)),
    Phase("self", 1, (), 0),
)
COUNT = Count(DAY_ONE, DAY_ONE, PLAN)
WATCH = Watch((COUNT,))


def at(day: int, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2022, 7, day, hour, minute, tzinfo=LOCAL)


def states(day, now, **done):
    found = duties_on(date(2022, 7, day), WATCH, Done(**done), now=now)
    return {str(duty.kind): str(duty.state) for duty in found}


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2022, 6, 30), []),
        (date(2022, 7, 1), ["morning", "test", "evening"]),
        (date(2022, 7, 2), ["morning", "evening"]),
        (date(2022, 7, 3), ["morning", "test", "evening"]),
        (date(2022, 7, 4), ["visit", "reading"]),
        (date(2022, 7, 5), ["test", "reading"]),
        (date(2022, 7, 6), []),  # nobody asks in self-monitoring
        (date(2022, 7, 7), []),  # over
    ],
)
def test_what_is_due(day, due):
    assert kinds_due(day, WATCH) == due


@pytest.mark.parametrize(
    ("now", "morning", "evening"),
    [
        (at(1, "00:00"), "due", "due"),
        (at(1, "09:59"), "due", "due"),
        (at(1, "10:00"), "late", "due"),
        (at(1, "11:59"), "late", "due"),
        (at(1, "12:00"), "missed", "due"),
        (at(1, "19:59"), "missed", "due"),
        (at(1, "20:00"), "missed", "late"),
        (at(1, "23:59"), "missed", "late"),
        (at(2, "00:00"), "missed", "missed"),
    ],
)
def test_how_it_stands_by_the_clock(now, morning, evening):
    found = states(1, now)
    assert (found["morning"], found["evening"]) == (morning, evening)


def test_a_day_ahead_is_ahead():
    assert set(states(3, at(2, "23:59")).values()) == {"ahead"}


def test_a_reading_counts_for_its_half_of_the_day():
    now = at(1, "13:00")
    assert states(1, now, readings=(at(1, "11:59"),))["morning"] == "done"
    assert states(1, now, readings=(at(1, "12:00"),)) == {
        "morning": "missed", "test": "due", "evening": "done",
    }  # fmt: skip


def test_a_reading_of_the_minute_after_midnight_is_tomorrows():
    now = at(2, "08:00")
    assert states(1, now, readings=(at(2, "00:00"),))["evening"] == "missed"
    assert states(1, now, readings=(at(1, "23:59"),))["evening"] == "done"
    assert states(2, now, readings=(at(2, "00:00"),))["morning"] == "done"


def test_one_reading_a_day_may_be_taken_at_any_time():
    assert states(4, at(4, "21:00"), readings=(at(4, "07:00"),))["reading"] == "done"
    assert states(4, at(4, "21:00"))["reading"] == "late"


def test_tests_and_visits_are_done_on_their_day():
    assert states(1, at(2, "08:00"), samples=(at(2, "07:00"),))["test"] == "missed"
    assert states(1, at(2, "08:00"), samples=(at(1, "07:00"),))["test"] == "done"
    assert states(4, at(4, "08:00"), visits=(at(4, "07:00"),))["visit"] == "done"


@pytest.mark.parametrize(
    ("opened", "samples", "now", "first", "second"),
    [
        ("19:59", (), at(2, "08:00"), "missed", None),
        ("20:00", (), at(1, "23:59"), "late", "ahead"),
        ("23:00", (), at(2, "08:00"), None, "due"),
        ("23:00", (), at(2, "20:00"), None, "late"),
        ("23:00", (), at(3, "00:00"), None, "missed"),
        ("23:00", (at(1, "23:30"),), at(2, "08:00"), "done", None),
        ("23:00", (at(2, "09:00"),), at(2, "10:00"), None, "done"),
    ],
)
def test_the_first_test_can_be_taken_on_the_day_after_a_late_opening(
    opened, samples, now, first, second
):
    watch = Watch((COUNT,), opened_at=at(1, opened))
    found = [
        {
            str(each.kind): str(each.state)
            for each in duties_on(day, watch, Done((), samples), now=now)
        }
        for day in (date(2022, 7, 1), date(2022, 7, 2))
    ]
    assert [each.get("test") for each in found] == [first, second]


def test_where_no_day_follows_the_night_of_opening_its_test_was_missed():
    only = Count(DAY_ONE, DAY_ONE, (Phase("central", 1, (1,)),))
    watch = Watch((only,), opened_at=at(1, "23:00"))
    duties = duties_on(DAY_ONE, watch, Done(), now=at(2, "00:00"))
    assert {str(each.kind): str(each.state) for each in duties} == {"test": "missed"}
    assert duties_on(date(2022, 7, 2), watch, Done(), now=at(2, "00:00")) == []


def test_nothing_is_due_in_hospital_but_on_the_day_of_the_return():
    watch = Watch((COUNT,), away=((date(2022, 7, 2), date(2022, 7, 4)),))
    due = [bool(kinds_due(DAY_ONE + timedelta(days=number), watch)) for number in range(5)]
    assert due == [True, False, False, True, True]
    gone = Watch((COUNT,), away=((date(2022, 7, 2), None),))
    assert not any(kinds_due(DAY_ONE + timedelta(days=number), gone) for number in range(1, 9))


def test_nothing_is_due_from_the_day_on_which_it_was_closed():
    watch = Watch((COUNT,), closed_on=date(2022, 7, 3))
    assert kinds_due(date(2022, 7, 2), watch)
    assert not kinds_due(date(2022, 7, 3), watch)
    assert not kinds_due(date(2022, 7, 4), watch)


def test_what_was_due_stays_due_when_the_days_are_counted_anew():
    """Counted anew from tomorrow on: today stays with the count before, and so does the past."""
    anew = Count(date(2022, 7, 3), date(2022, 7, 4), PLAN)
    watch = Watch((COUNT, anew))
    assert kinds_due(date(2022, 7, 1), watch) == ["morning", "test", "evening"]
    assert kinds_due(date(2022, 7, 3), watch) == ["morning", "test", "evening"]
    assert kinds_due(date(2022, 7, 5), watch) == ["morning", "evening"]
    assert kinds_due(date(2022, 7, 6), watch) == ["morning", "test", "evening"]


moments_around = st.integers(0, 10 * 24 * 60).map(
    lambda m: at(1, "00:00") + timedelta(minutes=m - 2880)
)


@given(moments_around, st.lists(moments_around, max_size=8))
def test_states_against_a_second_implementation(now, moments):
    done = Done(tuple(moments), tuple(moments), tuple(moments))
    for duty in duties_between(date(2022, 6, 28), date(2022, 7, 10), WATCH, done, now=now):
        midnight = datetime.combine(duty.day, time(0), tzinfo=LOCAL)
        hours = {"morning": (0, 12), "evening": (12, 24)}.get(str(duty.kind), (0, 24))
        begin, end = (midnight + timedelta(hours=each) for each in hours)
        limit = midnight + timedelta(hours=10 if duty.kind == "morning" else 20)
        found = [moment for moment in moments if begin <= moment < end]
        if found:
            expected = "done"
        elif now < midnight:
            expected = "ahead"
        elif now >= end:
            expected = "missed"
        else:
            expected = "late" if now >= limit else "due"
        assert (duty.state, duty.done_at) == (expected, min(found, default=None))


def test_the_rule_says_until_when():
    early = Watch((COUNT,), Hours(morning_by=time(8), evening_by=time(18), tests_by=time(9)))
    found = duties_on(DAY_ONE, early, Done(), now=at(1, "09:00"))
    assert [str(duty.state) for duty in found] == ["late", "late", "due"]

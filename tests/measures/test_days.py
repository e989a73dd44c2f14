"""The arithmetic of days against a second one, which walks through the calendar day by day."""

import datetime
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from longgang.measures.days import (
    Count,
    Phase,
    count_on,
    dates_of_tests,
    dates_of_visits,
    days_so_far,
    days_to_go,
    extend,
    first_day,
    phase_days,
    read_plan,
    stand_on,
)
from longgang.measures.kinds import DayOne, PhaseKind

NINTH = (Phase("central", 7, (1, 2, 3, 5, 7)), Phase("monitoring", 3, (3,)))


@st.composite
def plans(draw):
    phases = []
    for _number in range(draw(st.integers(1, 4))):
        days = draw(st.integers(1, 40))
        within = st.lists(st.integers(1, days), max_size=5).map(lambda each: tuple(sorted(each)))
        phases.append(
            Phase(
                draw(st.sampled_from(PhaseKind.values)),
                days,
                draw(within),
                draw(st.integers(0, 2)),
                draw(within),
            )
        )
    return tuple(phases)


dates = st.dates(date(2019, 12, 1), date(2032, 12, 31))


def walk(day_one, plan):
    """The calendar of a plan as somebody would write it on paper: (day, place, day of phase)."""
    page, day = [], day_one
    for place, phase in enumerate(plan):
        for number in range(phase.days):
            page.append((day, place, number + 1))
            day = (datetime.datetime.combine(day, datetime.time(12)) + timedelta(hours=24)).date()
    return page


@given(dates, plans(), st.integers(-3, 170))
@example(date(2024, 2, 28), NINTH, 1)  # a leap day
@example(date(2023, 2, 28), NINTH, 1)
@example(date(2022, 12, 29), NINTH, 4)  # the turn of the year
@example(date(2022, 4, 24), NINTH, 8)  # a month's end between two phases
def test_every_day_stands_where_the_calendar_says(day_one, plan, after):
    page = walk(day_one, plan)
    count = Count(day_one, day_one, plan)
    day = day_one + timedelta(days=after)
    written = {when: (place, number) for when, place, number in page}
    stand = stand_on(day, count)
    assert (stand and (stand.place, stand.day)) == written.get(day)
    assert count.last_day == page[-1][0]
    assert count.length == len(page)
    passed = sum(1 for when, _place, _number in page if when <= day)
    assert (days_so_far(day, count), days_to_go(day, count)) == (passed, len(page) - passed)


@given(dates, plans())
def test_every_phase_begins_and_ends_where_the_calendar_says(day_one, plan):
    page = walk(day_one, plan)
    count = Count(day_one, day_one, plan)
    for place in range(len(plan)):
        days = [when for when, where, _number in page if where == place]
        assert phase_days(place, count) == (days[0], days[-1])


@given(dates, plans(), st.integers(-5, 60), st.booleans())
def test_tests_and_visits_are_due_where_the_calendar_says(day_one, plan, later, makes_up):
    since = day_one + timedelta(days=later)
    page = walk(day_one, plan)
    planned = [when for when, place, number in page if number in plan[place].test_days]
    due = {when for when in planned if when >= since}
    if makes_up and since <= page[-1][0] and any(when < since for when in planned):
        due.add(since)
    count = Count(since, day_one, plan, makes_up)
    assert dates_of_tests(count) == sorted(due)
    assert dates_of_visits(count) == [
        when for when, place, number in page if number in plan[place].visit_days and when >= since
    ]


@given(dates, plans(), st.integers(1, 30), st.data())
def test_an_extension_moves_the_end_and_what_comes_after(day_one, plan, days, data):
    place = data.draw(st.integers(0, len(plan) - 1))
    old = Count(day_one, day_one, plan)
    new = Count(day_one, day_one, extend(plan, days, place=place, with_test=True))
    assert (new.last_day - old.last_day).days == days
    assert phase_days(place, new)[1] in dates_of_tests(new)
    assert set(dates_of_tests(new)) >= {
        day for day in dates_of_tests(old) if day <= phase_days(place, old)[1]
    }
    assert [phase.days for phase in new.plan[place + 1 :]] == [
        phase.days for phase in plan[place + 1 :]
    ]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(-10, 10)), min_size=1, max_size=6))
def test_a_day_has_the_last_count_that_had_begun(starts):
    base = date(2022, 4, 1)
    course = tuple(
        Count(base + timedelta(days=since), base + timedelta(days=since + shift), NINTH)
        for since, shift in sorted(starts)
    )
    for number in range(-15, 60):
        day = base + timedelta(days=number)
        found = None
        for count in course:  # the second implementation: the later one takes over
            if count.since <= day and count.day_one <= day:
                found = count
        assert count_on(day, course) == found


@given(plans())
def test_a_plan_is_read_as_it_was_kept(plan):
    assert read_plan([phase.as_row() for phase in plan]) == plan


@pytest.mark.parametrize(
    ("base", "how", "day_one"),
    [
        (date(2022, 4, 30), DayOne.SAME_DAY, date(2022, 4, 30)),
        (date(2022, 4, 30), DayOne.NEXT_DAY, date(2022, 5, 1)),
        (date(2024, 2, 28), DayOne.NEXT_DAY, date(2024, 2, 29)),
        (date(2023, 2, 28), DayOne.NEXT_DAY, date(2023, 3, 1)),
        (date(2022, 12, 31), DayOne.NEXT_DAY, date(2023, 1, 1)),
    ],
)
def test_day_one_is_the_day_itself_or_the_one_after(base, how, day_one):
    assert first_day(base, how) == day_one


def test_whoever_is_found_late_is_tested_at_once():
    """Found on day 4: the tests of days 1, 2 and 3 are made up for today, once."""
    count = Count(date(2022, 7, 4), date(2022, 7, 1), NINTH)
    assert dates_of_tests(count) == [
        date(2022, 7, 4), date(2022, 7, 5), date(2022, 7, 7), date(2022, 7, 10),
    ]  # fmt: skip

"""Whoever leaves a site without being released: handed home unchecked, isolated there, or ended."""

from datetime import date, timedelta

import pytest

from longgang.core.clock import as_if, today
from longgang.core.errors import NotAllowed, Refused
from longgang.measures.actions.extending import stay_at_home
from longgang.measures.actions.handing import hand_over_unreleased
from longgang.measures.actions.measures import end_after_death
from longgang.measures.api import (
    HandOver,
    Measure,
    check_in,
    find_open,
    list_duties_between,
    open_measure,
    suspend_measure,
)
from longgang.measures.days import Count, Phase, dates_of_tests, home_from
from tests.audit.helpers import assert_one_event

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
DAY = build.DAY


@pytest.fixture
def measure(ada, lin, gate, sites, grid):
    """On the first of five days at a site."""
    opened = open_measure(
        build.a_person(ada, area_code=grid), "close_contact", base_on=DAY - timedelta(days=1),
        area_code=build.WANGHAISI, by=lin, reason="同餐",
    )  # fmt: skip
    check_in(opened, checked_in_on=DAY, site=sites[0], by=gate)
    return find_open(opened.person)


def code(do):
    with pytest.raises(Refused) as refused:
        do()
    return refused.value.code.removeprefix("measures.")


def test_the_home_owns_them_at_once_and_unchecked(measure, gate, lin, grid):
    with assert_one_event("measure.handed_over"):
        row = hand_over_unreleased(measure, words="擅自离开", by=gate)
    kept = find_open(measure.person)
    assert (row.status, row.to_area_code, kept.held_at, kept.area_code) == (
        "offered", grid, None, grid
    )  # fmt: skip
    assert code(lambda: hand_over_unreleased(kept, words="再次", by=lin)) == "at_no_site"


def test_also_from_hospital(measure, gate, grid):
    suspend_measure(measure, hospital="中心医院", by=gate)
    hand_over_unreleased(find_open(measure.person), words="转上级医院", by=gate)
    kept = find_open(measure.person)
    assert (kept.status, kept.area_code) == ("suspended", grid)


def test_only_the_site_hands_them_home_and_says_why(measure, gate, lin, other_gate):
    for stranger in (lin, other_gate):
        with pytest.raises(NotAllowed):
            hand_over_unreleased(measure, words="离开", by=stranger)
    assert code(lambda: hand_over_unreleased(measure, words=" ", by=gate)) == "reason_missing"
    assert not HandOver.objects.exists()


def test_at_home_the_same_days_and_tests_are_left(measure, gate):
    before = [(each.day, each.kind) for each in _duties(measure)]
    with as_if(build.local(2024, 2, 28, 9)):
        with assert_one_event("measure.stays_home"):
            stay_at_home(measure, by=gate, reason="孕晚期")
        kept = find_open(measure.person)
        assert [(phase.kind, phase.days) for phase in _plan(kept)] == [
            ("central", 2), ("home", 3), ("home", 3)
        ]  # fmt: skip
        assert (kept.central_ends_on, kept.ends_on) == (date(2024, 2, 27), measure.ends_on)
        assert [(each.day, each.kind) for each in _duties(kept)] == before
        assert stay_at_home(kept, by=gate, reason="孕晚期") is None


def test_only_who_owns_it_lets_somebody_stay_at_home(measure, gate, lin):
    with pytest.raises(NotAllowed):
        stay_at_home(measure, by=lin, reason="孕晚期")
    assert code(lambda: stay_at_home(measure, by=gate, reason="")) == "reason_missing"


def test_after_a_death_nothing_is_due(measure, gate, lin):
    with pytest.raises(NotAllowed):
        end_after_death(measure, by=lin, reason="抢救无效")
    with assert_one_event("measure.cancelled"):
        end_after_death(measure, by=gate, reason="抢救无效")
    assert Measure.objects.get().cancelled_why == "抢救无效"
    assert find_open(measure.person) is None


def test_a_plan_at_home_keeps_length_tests_and_visits():
    plan = (Phase("central", 5, (1, 3, 5), 2, (2, 4)), Phase("central", 2, (1,)), Phase("self", 1))
    count = Count(today(), DAY, plan)
    for days in range(9):
        day = DAY + timedelta(days=days)
        home = Count(today(), DAY, home_from(day, count))
        assert home.last_day == count.last_day
        assert dates_of_tests(home) == dates_of_tests(count)
        left = [phase.days for phase in home.plan if phase.kind == "central"]
        assert sum(left) == min(days, 7)


def _duties(measure):
    return list_duties_between(measure, DAY, measure.ends_on)


def _plan(measure):
    return measure.terms.get(place=measure.term_count).plan

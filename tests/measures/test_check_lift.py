"""Every item that speaks against lifting is named; a missed test is made up for by a later one."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longgang.measures.rules import LiftFacts, Sample, check_lift, unmatched_days

LAST = date(2022, 7, 10)
DUE = (date(2022, 7, 1), date(2022, 7, 5), date(2022, 7, 10))
READY = LiftFacts(
    conditions=frozenset({"tests", "temperature"}),
    last_day=LAST,
    test_days=DUE,
    samples=tuple(Sample(day, "negative") for day in DUE),
    last_celsius=Decimal("36.6"),
    fever_from=Decimal("37.3"),
    is_away=False,
)
AFTER = LAST + timedelta(days=1)


def codes(facts, today=AFTER):
    return [refusal.code.removeprefix("measures.") for refusal in check_lift(facts, today=today)]


def test_lift_from_the_day_after_the_last():
    assert codes(READY) == []
    assert codes(READY, LAST) == ["days_not_over"]


def test_nobody_is_asked_to_make_up_for_a_test_that_is_still_to_come():
    untested = replace(READY, samples=())
    assert codes(untested, DUE[0] - timedelta(days=1)) == ["days_not_over"]
    (_days, tests) = check_lift(untested, today=DUE[1])
    assert [str(day) in str(tests.reason) for day in DUE] == [True, True, False]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"is_away": True}, "still_in_hospital"),
        ({"last_celsius": Decimal("37.3")}, "fever"),
        ({"last_celsius": None}, "no_temperature"),
        ({"samples": READY.samples[:2]}, "tests_missing"),
        ({"samples": (*READY.samples, Sample(LAST, ""))}, "result_waited_for"),
        ({"samples": (*READY.samples, Sample(LAST, "positive"))}, "positive_last"),
    ],
)
def test_lift_names_what_fails(changes, code):
    assert codes(replace(READY, **changes)) == [code]


def test_lift_names_everything_at_once():
    facts = replace(READY, samples=(), last_celsius=None, is_away=True)
    assert codes(facts, LAST) == [
        "still_in_hospital", "days_not_over", "tests_missing", "no_temperature",
    ]  # fmt: skip


def test_lift_asks_only_for_what_the_rule_asks_for():
    facts = replace(READY, conditions=frozenset(), samples=(), last_celsius=None)
    assert codes(facts) == []


def test_a_temperature_just_below_fever_does():
    assert codes(replace(READY, last_celsius=Decimal("37.2"))) == []


def test_a_negative_test_after_the_positive_one_does():
    later = (*READY.samples, Sample(date(2022, 7, 6), "positive"))
    assert codes(replace(READY, samples=later)) == []


def test_a_missed_test_is_made_up_for_by_another_day():
    samples = (Sample(DUE[0], "negative"), Sample(DUE[2], "negative"))
    assert codes(replace(READY, samples=samples)) == ["tests_missing"]
    made_up = (*samples, Sample(LAST + timedelta(days=1), "negative"))
    assert codes(replace(READY, samples=made_up), LAST + timedelta(days=2)) == []


def test_two_tests_on_one_day_stand_for_one():
    samples = (Sample(DUE[0], "negative"), Sample(DUE[2], "negative"), Sample(DUE[2], "negative"))
    assert codes(replace(READY, samples=samples)) == ["tests_missing"]


days = st.lists(st.dates(date(2022, 7, 1), date(2022, 7, 12)), max_size=5, unique=True)


@given(days, days)
def test_tests_stand_for_as_many_due_days_as_any_order_could(due, taken):
    """The second implementation tries every order."""
    best = 0
    for order in permutations(taken):
        pairs = zip(sorted(due), order, strict=False)
        best = max(best, sum(1 for day, test in pairs if test >= day))
    for size in range(len(due)):
        for order in permutations(taken):
            pairs = zip(sorted(due)[size:], order, strict=False)
            best = max(best, sum(1 for day, test in pairs if test >= day))
    assert len(due) - len(unmatched_days(due, taken)) == best

"""The arithmetic of windows and meetings, and what may be said about a case."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longgang.core.clock import local_day, midnight
from longgang.core.errors import Refused, refuse_if
from longgang.tracing import rules
from longgang.tracing.timeline import gaps_between
from tests.measures.build import DAY, NOW

from .build import at

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
hours = st.integers(0, 60)


def codes(refusals):
    return [each.code for each in refusals if each]


@given(base=days, before=st.integers(0, 30))
def test_a_window_begins_so_many_whole_days_before(base, before):
    begin = rules.begin_of_window(base, before)
    assert begin == midnight(local_day(begin))
    assert base - local_day(begin) == timedelta(days=before)


@pytest.mark.parametrize(("before", "first"), [(4, date(2022, 4, 14)), (2, date(2022, 4, 16))])
def test_the_eighth_edition_counts_four_days_and_the_ninth_two(before, first):
    assert rules.begin_of_window(date(2022, 4, 18), before) == midnight(first)


@pytest.mark.parametrize(
    ("sampled", "onset", "has_symptoms", "wanted"),
    [
        (0, None, False, []),
        (0, -3, True, []),
        (-30, -30, True, []),
        (1, None, False, ["tracing.sampled_ahead"]),
        (-31, None, False, ["tracing.sampled_on_long_ago"]),
        (0, 1, True, ["tracing.onset_ahead"]),
        (0, -31, True, ["tracing.onset_on_long_ago"]),
        (0, -1, False, ["tracing.onset_without_symptoms"]),
    ],
)
def test_days_of_a_case(sampled, onset, has_symptoms, wanted):
    day = DAY + timedelta(days=sampled)
    fell_ill = None if onset is None else DAY + timedelta(days=onset)
    found = rules.check_case_days(day, fell_ill, has_symptoms=has_symptoms, today=DAY)
    assert codes(found) == wanted


@pytest.mark.parametrize(
    ("since", "until", "wanted"),
    [
        (at(0, days=-2), None, []),
        (at(0, days=-2), at(8), []),
        (at(8), at(8), ["tracing.window_empty"]),
        (at(10), None, ["tracing.window_ahead"]),
        (at(0, days=-61), None, ["tracing.window_long"]),
    ],
)
def test_windows(since, until, wanted):
    assert codes(rules.check_window(since, until, now=NOW)) == wanted


@pytest.mark.parametrize(
    ("since", "until", "wanted"),
    [
        (at(8), at(9), []),
        (at(9), at(9), ["tracing.meeting_empty"]),
        (at(9), at(10), ["tracing.meeting_ahead"]),
    ],
)
def test_meetings(since, until, wanted):
    assert codes(rules.check_met(since, until, now=NOW)) == wanted


def test_reasons_say_something_and_no_novel():
    assert rules.check_reason("戴口罩") is None
    assert rules.check_reason(" ").code == "tracing.reason_missing"
    assert rules.check_reason("很长" * 151).code == "tracing.reason_too_long"


@pytest.mark.parametrize(
    ("figures", "wanted"),
    [
        ((2, 0, 0), []),
        ((31, 0, 0), ["tracing.rule_figures"]),
        ((-1, 0, 0), ["tracing.rule_figures"]),
        ((2, -1, 0), ["tracing.rule_figures"]),
        ((2, 0, 1441), ["tracing.rule_figures"]),
    ],
)
def test_figures_of_a_rule(figures, wanted):
    assert codes([rules.check_rule_figures(*figures)]) == wanted


def test_sizes_of_a_batch():
    assert rules.check_batch_size(1) is None
    assert rules.check_batch_size(0).code == "tracing.nobody_chosen"
    with pytest.raises(Refused) as refused:
        refuse_if(rules.check_batch_size(1001))
    assert refused.value.code == "tracing.too_many_at_once"
    assert not rules.needs_two_people(200)
    assert rules.needs_two_people(201)


def gaps(spans):
    return [(gap.since, gap.until) for gap in gaps_between(spans, at(0), at(24))]


def test_gaps_are_where_no_visit_is_for_long():
    assert gaps([]) == [(at(0), at(24))]
    assert gaps([(at(5), at(19))]) == []
    assert gaps([(at(6), at(18))]) == [(at(0), at(6)), (at(18), at(24))]
    assert gaps([(at(1), None)]) == []
    assert gaps([(at(2), at(20)), (at(3), at(4)), (at(23), at(24))]) == []


@given(st.lists(st.tuples(hours, hours).map(sorted)))
def test_a_gap_touches_no_visit_and_no_gap_is_forgotten(spans):
    told = [(at(first), at(last)) for first, last in spans]
    found = [(gap.since, gap.until) for gap in gaps_between(told, at(0), at(60))]
    for since, until in found:
        assert until - since >= rules.GAP
        assert all(last <= since or first >= until for first, last in told)
    for hour in range(61 - 6):
        if all(last <= at(hour) or first >= at(hour + 6) for first, last in told):
            assert any(since <= at(hour) and at(hour + 6) <= until for since, until in found)

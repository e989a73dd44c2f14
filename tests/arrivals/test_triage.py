"""What a way means: by place, by day, by the order of strictness."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longgang.arrivals.kinds import RiskLevel
from longgang.arrivals.triage import OVERSEAS, Risk, Stay, is_near, look_back, to_be_asked, triage
from longgang.measures.api import Who

SANYA, DAMIAO, ELSEWHERE = "460203", "460203101", "230102"
DAY = date(2024, 2, 26)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def stay(code: str = SANYA, since: int = 0, until: int = 3, *named: str) -> Stay:
    return Stay(code, day(since), day(until), frozenset(named))


def risk(
    code: str = DAMIAO, level: str = RiskLevel.HIGH, since: int = 0, until: int | None = None
) -> Risk:
    return Risk("FQ1", code, level, day(since), None if until is None else day(until))


def test_who_was_nowhere_of_interest_is_asked_for_nothing():
    assert triage([stay(ELSEWHERE)], [risk()]) is None
    assert triage([], [risk()]) is None
    assert triage([stay()], []) is None


@pytest.mark.parametrize(
    ("where", "level", "who"),
    [
        (stay(DAMIAO), RiskLevel.HIGH, Who.HIGH_RISK),
        (stay(DAMIAO), RiskLevel.MIDDLE, Who.MIDDLE_RISK),
        (stay(DAMIAO + "001"), RiskLevel.HIGH, Who.HIGH_RISK),  # smaller than the area
        (stay(SANYA), RiskLevel.HIGH, Who.LOW_RISK),  # the rest of the county
        (stay(SANYA + "102"), RiskLevel.MIDDLE, Who.LOW_RISK),  # another street of it
        (stay(SANYA, 0, 3, "FQ1"), RiskLevel.HIGH, Who.HIGH_RISK),  # says that it was there
        (stay(OVERSEAS), RiskLevel.HIGH, Who.OVERSEAS),
    ],
)
def test_the_place_says_who_somebody_is(where, level, who):
    finding = triage([where], [risk(level=level)])
    assert finding is not None
    assert finding.who == who
    assert finding.exposed_on == day(3)


def test_a_whole_county_can_be_a_risk_area():
    assert triage([stay(SANYA)], [risk(SANYA)]).who == Who.HIGH_RISK
    assert triage([stay(DAMIAO)], [risk(SANYA)]).who == Who.HIGH_RISK


def test_part_of_a_division_holds_only_who_says_that_they_were_there():
    village = Risk("FQ1", DAMIAO, RiskLevel.HIGH, day(0), is_part=True)
    for where in (stay(DAMIAO), stay(DAMIAO + "001"), stay(SANYA)):
        assert triage([where], [village]).who == Who.LOW_RISK
        assert to_be_asked(where, [village]) == [village]
        assert to_be_asked(stay(where.area_code, 0, 3, "FQ1"), [village]) == [village]
    assert triage([stay(SANYA, 0, 3, "FQ1")], [village]).who == Who.HIGH_RISK
    assert to_be_asked(stay(SANYA + "102"), [village]) == []


@pytest.mark.parametrize(
    ("since", "until", "exposed"),
    [
        (0, None, 3),
        (3, None, 3),  # on the last day of the stay
        (4, None, None),  # a day too late
        (-9, 1, 0),  # `until` is the first day that counts no more
        (-9, 0, None),
        (1, 3, 2),
    ],
)
def test_only_days_on_which_it_was_one_count(since, until, exposed):
    finding = triage([stay(DAMIAO, 0, 3)], [risk(since=since, until=until)])
    assert (finding and finding.exposed_on) == (None if exposed is None else day(exposed))


def test_the_strictest_counts_and_of_those_the_latest():
    stays = [stay(DAMIAO, 0, 1), stay(SANYA, 2, 9), stay(DAMIAO, 4, 5), stay(DAMIAO, 2, 3)]
    finding = triage(stays, [risk(), Risk("FQ2", SANYA + "102", RiskLevel.MIDDLE, day(0))])
    assert (finding.who, finding.exposed_on, finding.stay) == (Who.HIGH_RISK, day(5), stays[2])


@pytest.mark.parametrize(("ended", "counts"), [(-7, True), (-8, False)])
def test_only_the_last_days_before_the_arrival_are_looked_at(ended, counts):
    kept = look_back([stay(DAMIAO, -20, ended)], arrives_on=DAY, days=7)
    assert bool(kept) == counts


def test_a_stay_after_the_arrival_is_none_before_it():
    assert look_back([stay(since=1, until=2)], arrives_on=DAY, days=7) == []


def test_asked_is_who_said_less_than_is_needed():
    assert to_be_asked(stay(SANYA), [risk()]) == [risk()]
    assert to_be_asked(stay(DAMIAO), [risk()]) == []  # inside for certain
    assert to_be_asked(stay(SANYA + "102"), [risk()]) == []  # elsewhere for certain
    assert to_be_asked(stay(SANYA), [risk(SANYA)]) == []
    assert to_be_asked(stay(SANYA, 0, 3), [risk(since=4)]) == []


codes = st.sampled_from(
    ["4602", SANYA, DAMIAO, DAMIAO + "001", SANYA + "102", ELSEWHERE, "230102003"]
)
offsets = st.integers(-5, 5)
STAYS = st.lists(
    st.builds(
        lambda code, since, length: stay(code, since, since + length),
        codes, offsets, st.integers(0, 4),
    ),
    max_size=4,
)  # fmt: skip
RISKS = st.lists(
    st.builds(risk, codes, st.sampled_from(RiskLevel.values), offsets, st.none() | offsets),
    max_size=4,
)


@given(STAYS, RISKS)
def test_it_is_what_a_plain_look_at_every_day_says(stays, risks):
    """Each day of each stay against each area, the way one would do it by hand."""
    order = [Who.HIGH_RISK, Who.MIDDLE_RISK, Who.LOW_RISK]
    seen = []
    for where in stays:
        today = where.since
        while today <= where.until:
            for area in risks:
                is_one = area.since <= today and (area.until is None or today < area.until)
                same = is_near(where.area_code, area.area_code)
                if is_one and same:
                    inside = where.area_code.startswith(area.area_code)
                    level = "high_risk" if area.level == "high" else "middle_risk"
                    seen.append((order.index(level if inside else Who.LOW_RISK), today))
            today += timedelta(days=1)
    finding = triage(stays, risks)
    if not seen:
        assert finding is None
        return
    strictest = min(place for place, _day in seen)
    latest = max(when for place, when in seen if place == strictest)
    assert (order.index(finding.who), finding.exposed_on) == (strictest, latest)

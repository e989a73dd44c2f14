"""What is refused of a way and of a journey: gaps, overlaps, slips of the pen."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longgang.arrivals.rules import check_transport, check_travel_day, check_way
from longgang.arrivals.triage import Stay

ARRIVAL = date(2024, 2, 27)


def stay(since: int, until: int) -> Stay:
    """Days are counted from the arrival."""
    return Stay("230102", ARRIVAL + timedelta(days=since), ARRIVAL + timedelta(days=until))


def codes(*stays: Stay) -> list[str]:
    return [each.code for each in check_way(stays, arrives_on=ARRIVAL, days=7)]


@pytest.mark.parametrize(
    "stays",
    [
        [stay(-20, 0)],
        [stay(-7, 0)],
        [stay(-7, -1)],  # the last night elsewhere, on the road since
        [stay(-20, -3), stay(-3, 0)],  # the day of a journey at both ends
        [stay(-20, -4), stay(-3, 0)],
        [stay(-3, 0), stay(-20, -4)],  # in any order
        [stay(-30, -9), stay(-8, 0)],
        [stay(-60, -40), stay(-20, 0)],  # a gap that nobody looks at
        [stay(-30, -15), stay(-20, 0)],  # an overlap that nobody looks at
        [stay(-7, -7), stay(-7, -7), stay(-7, 0)],  # three places on one day
    ],
)
def test_a_way_without_gaps_is_taken(stays):
    assert codes(*stays) == []


@pytest.mark.parametrize(
    ("stays", "found"),
    [
        ([], ["arrivals.nowhere"]),
        ([stay(-6, 0)], ["arrivals.gap"]),
        ([stay(-20, -2)], ["arrivals.gap"]),
        ([stay(-20, -5), stay(-3, 0)], ["arrivals.gap"]),
        ([stay(-20, -2), stay(-3, 0)], ["arrivals.overlap"]),
        ([stay(-20, 0), stay(-5, -4)], ["arrivals.overlap"]),  # within another
        ([stay(0, -1)], ["arrivals.stay_backwards"]),
        ([stay(-20, 1)], ["arrivals.stay_after_arrival"]),
        ([stay(-20, -30), stay(-1, 3)], ["arrivals.stay_backwards", "arrivals.stay_after_arrival"]),
        ([stay(-40 + place, -39 + place) for place in range(31)], ["arrivals.too_many_stays"]),
        ([stay(-5, -4), stay(-2, -2)], ["arrivals.gap"] * 3),
    ],
)  # fmt: skip
def test_a_faulty_way_says_what_is_wrong(stays, found):
    assert codes(*stays) == found


@given(st.lists(st.tuples(st.integers(-12, 0), st.integers(0, 4)), min_size=1, max_size=5))
def test_gaps_and_overlaps_are_those_of_a_plain_count_of_days(pairs):
    stays = [stay(since, min(since + length, 0)) for since, length in pairs]
    found = set(codes(*stays))
    nights = [  # of each day but the arrival's: how many say that they were there overnight
        sum(each.since <= night < each.until for each in stays)
        for night in (ARRIVAL - timedelta(days=back) for back in range(7, 0, -1))
    ]
    named = [
        sum(each.since <= one <= each.until for each in stays)
        for one in (ARRIVAL - timedelta(days=back) for back in range(7, 0, -1))
    ]
    assert ("arrivals.gap" in found) == any(count == 0 for count in named)
    if any(count > 1 for count in nights):
        assert "arrivals.overlap" in found


@pytest.mark.parametrize(("offset", "fits"), [(-30, True), (-31, False), (30, True), (31, False)])
def test_a_journey_is_about_now(offset, fits):
    day = ARRIVAL + timedelta(days=offset)
    assert (check_travel_day(day, today=ARRIVAL) is None) == fits


def test_1970_is_a_slip_of_the_pen():
    refusal = check_travel_day(date(1970, 1, 1), today=ARRIVAL)
    assert refusal.code == "arrivals.travel_day"
    assert "1970-01-01" in str(refusal.reason)


@pytest.mark.parametrize(
    ("transport", "said", "found"),
    [
        ("train", {"service_number": "G1", "seat": "5车1A"}, []),
        ("train", {}, ["arrivals.service_missing", "arrivals.seat_missing"]),
        ("flight", {"service_number": "CA1"}, []),
        ("flight", {}, ["arrivals.service_missing"]),
        ("car", {"plate": "辽P12345"}, []),
        ("car", {}, ["arrivals.plate_missing"]),
        ("other", {}, []),
    ],
)
def test_a_journey_says_with_what(transport, said, found):
    given_ = {"service_number": "", "seat": "", "plate": ""} | said
    assert [each.code for each in check_transport(transport, **given_)] == found

"""The loops of a pass follow from its stops, in whatever order they became known."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longgang.passes.loops import (
    Finding,
    Stay,
    StopMade,
    at_one_time,
    fold,
    happened_at,
    in_order,
)

EIGHT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def at(hour: float) -> datetime:
    return EIGHT + timedelta(hours=hour - 8)


def entry(nonce: str, hour: float, device: str = "", seq: int | None = None) -> StopMade:
    return StopMade(nonce, True, at(hour), device, seq)


def out(nonce: str, hour: float, device: str = "", seq: int | None = None) -> StopMade:
    return StopMade(nonce, False, at(hour), device, seq)


def loops_of(*stops: StopMade, one_trip: bool = True) -> list[tuple[str, str, str]]:
    """Entry, exit and others of every loop, by nonce."""
    return [
        (
            loop.entry.nonce if loop.entry else "",
            loop.exit.nonce if loop.exit else "",
            " ".join(stop.nonce for stop in loop.others),
        )
        for loop in fold(stops, one_trip=one_trip).loops
    ]


def findings_of(*stops: StopMade, one_trip: bool = True) -> dict[str, str]:
    folded = fold(stops, one_trip=one_trip)
    return {str(kind): " ".join(sorted(nonces)) for kind, nonces in folded.findings.items()}


def test_in_and_out_is_one_loop_without_findings():
    assert loops_of(entry("a", 9), out("b", 12)) == [("a", "b", "")]
    assert findings_of(entry("a", 9), out("b", 12)) == {}


def test_a_second_entry_while_inside_is_double_use_and_changes_nothing():
    stops = entry("a", 9), entry("b", 10), out("c", 12)
    assert loops_of(*stops) == [("a", "c", "b")]
    assert findings_of(*stops) == {"double_use": "a b"}


def test_a_second_entry_after_the_only_trip_is_double_use_and_a_loop_of_its_own():
    stops = entry("a", 9), out("b", 10), entry("c", 11)
    assert loops_of(*stops) == [("a", "b", ""), ("c", "", "")]
    assert findings_of(*stops) == {"double_use": "a c"}


def test_a_longer_pass_may_come_again():
    stops = entry("a", 9), out("b", 10), entry("c", 11), out("d", 12)
    assert loops_of(*stops, one_trip=False) == [("a", "b", ""), ("c", "d", "")]
    assert findings_of(*stops, one_trip=False) == {}


def test_an_exit_without_an_entry_is_a_loop_until_the_entry_becomes_known():
    assert loops_of(out("b", 12)) == [("", "b", "")]
    assert findings_of(out("b", 12)) == {"no_entry": "b"}
    assert findings_of(entry("a", 9), out("b", 12)) == {}


def test_a_second_exit_is_said():
    assert findings_of(entry("a", 9), out("b", 12), out("c", 13)) == {"exit_twice": "b c"}
    assert loops_of(entry("a", 9), out("b", 12), out("c", 13)) == [("a", "b", "c")]


def test_what_one_device_did_stays_in_its_order_although_its_clock_was_put_back():
    stops = [entry("a", 9, "D1", 1), out("b", 8.5, "D1", 2)]
    assert [(stop.nonce, stop.at) for stop in in_order(stops)] == [("a", at(9)), ("b", at(9))]
    assert loops_of(*stops) == [("a", "b", "")]


STOPS = st.lists(
    st.builds(
        StopMade,
        nonce=st.text("abcdefgh", min_size=3, max_size=6),
        is_entry=st.booleans(),
        at=st.integers(0, 8).map(lambda minutes: EIGHT + timedelta(minutes=minutes)),
        device=st.sampled_from(["", "D1", "D2"]),
        seq=st.integers(1, 5),
    ),
    unique_by=lambda stop: stop.nonce,
    max_size=9,
)


@given(STOPS, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(stops, one_trip, random):
    shuffled = list(stops)
    random.shuffle(shuffled)
    assert fold(shuffled, one_trip=one_trip) == fold(stops, one_trip=one_trip)


@given(STOPS, st.booleans())
def test_every_stop_is_in_exactly_one_loop_and_only_the_last_loop_runs(stops, one_trip):
    loops = fold(stops, one_trip=one_trip).loops
    nonces = [stop.nonce for loop in loops for stop in loop.stops]
    assert sorted(nonces) == sorted(stop.nonce for stop in stops)
    assert not any(loop.is_open for loop in loops[:-1])


@given(STOPS, st.booleans())
def test_more_stops_never_make_fewer_loops(stops, one_trip):
    """So a trip once recorded never vanishes because something else became known."""
    counts = [len(fold(stops[:known], one_trip=one_trip).loops) for known in range(len(stops) + 1)]
    assert one_trip or counts == sorted(counts)


def test_a_seal_on_two_cabs_at_a_time_names_the_earlier_first():
    first, second = Stay(1, "a", at(9), None), Stay(2, "b", at(10), None)
    assert at_one_time([second, first]) == {("a", "b")}


def test_a_seal_used_again_after_the_exit_is_fine():
    assert at_one_time([Stay(1, "a", at(9), at(10)), Stay(2, "b", at(10), None)]) == set()


@pytest.mark.parametrize(
    ("device_hour", "offset_hours", "sent_hour", "expected_hour"),
    [
        (9, 0, 12, 9),  # a right clock
        (33, -24, 36, 9),  # a day ahead, known from the last answer
        (33, None, 36, 9),  # the same, not known: what it shows while it tells says so
        (9, None, 12, 9),
        (13, 0, 12, 12),  # never in the future
        (1, 0, 12, 7),  # nor before the device was enrolled
    ],
)
def test_when_it_happened(device_hour, offset_hours, sent_hour, expected_hour):
    assert happened_at(
        at(device_hour),
        offset_ms=None if offset_hours is None else offset_hours * 3_600_000,
        sent_at=at(sent_hour),
        received_at=at(12),
        not_before=at(7),
    ) == at(expected_hour)


def test_every_finding_has_a_name_of_its_own():
    assert sorted(Finding) == ["double_use", "exit_twice", "no_entry"]

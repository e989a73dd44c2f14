"""A vehicle is checked out: the loop closes, whatever others forgot."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from longgang.audit.models import Event
from longgang.core.clock import as_if, now
from longgang.core.errors import IllegalMove, NotAllowed, Refused, StaleRow
from longgang.passes.actions.gate import record_exit
from longgang.passes.actions.reviews import revoke_pass
from longgang.passes.lifecycle import PassStatus, TripStatus
from longgang.passes.models import Check, Trip

from . import build
from .gate import an_entry, an_exit, an_exit_stop, the_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(wen, lin, hai, district, west_exit):
    """Inside, sealed, one person aboard."""
    trip = the_trip(build.an_issued_pass(wen, reviewer=lin))
    an_entry(trip, premises=west_exit, by=hai)
    return Trip.objects.get(pk=trip.pk)


def kinds_since(before):
    return list(Event.objects.exclude(pk__in=before).order_by("pk").values_list("kind", flat=True))


def known_events():
    return list(Event.objects.values_list("pk", flat=True))


def test_record_exit_closes_the_loop_and_uses_the_pass(trip, hai, west_exit):
    before = known_events()
    check = an_exit(trip, premises=west_exit, by=hai)
    trip.refresh_from_db()
    assert (trip.status, trip.closed_through) == (TripStatus.CLOSED, west_exit.number)
    assert (trip.due_at, trip.left_at) == (None, None)
    assert trip.vehicle_pass.status == PassStatus.USED
    assert (check.seal_state, check.seal_number) == ("intact", "FQ0001")
    assert kinds_since(before) == ["trip.closed", "pass.used"]


def test_a_pass_for_more_trips_expects_the_next_one(wen, lin, hai, district, west_exit):
    build.a_rule("freight", "industrial", one_trip=False, valid_hours=48)
    vehicle_pass = build.an_issued_pass(wen, reviewer=lin)
    trip = the_trip(vehicle_pass)
    an_entry(trip, premises=west_exit, by=hai)
    an_exit(trip, premises=west_exit, by=hai)
    vehicle_pass.refresh_from_db()
    assert vehicle_pass.status == PassStatus.ISSUED
    assert the_trip(vehicle_pass).status == TripStatus.EXPECTED
    assert vehicle_pass.trips.count() == 2


def test_a_pass_that_has_run_out_expects_nothing_more(wen, lin, hai, district, west_exit):
    build.a_rule("freight", "industrial", one_trip=False, valid_hours=1)
    vehicle_pass = build.an_issued_pass(wen, reviewer=lin)
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    with as_if(vehicle_pass.valid_until + timedelta(minutes=1)):
        an_exit(the_trip(vehicle_pass), premises=west_exit, by=hai)
    assert vehicle_pass.trips.count() == 1


def test_a_truck_whose_pass_was_revoked_inside_still_gets_out(trip, lin, hai, west_exit):
    revoke_pass(trip.vehicle_pass, by=lin, reason="货物不符")
    an_exit(trip, premises=west_exit, by=hai)
    trip.refresh_from_db()
    assert trip.status == TripStatus.CLOSED
    assert trip.vehicle_pass.status == PassStatus.REVOKED


def test_a_truck_without_a_recorded_entry_gets_out_with_a_note(wen, lin, hai, district, west_exit):
    trip = the_trip(build.an_issued_pass(wen, reviewer=lin))
    with pytest.raises(Refused) as refused:
        an_exit(trip, premises=west_exit, by=hai, seal_state="none")
    assert refused.value.code == "passes.note_missing"
    before = known_events()
    check = an_exit(trip, premises=west_exit, by=hai, seal_state="none", note="入口漏扫")
    trip.refresh_from_db()
    assert (trip.status, trip.entered_at) == (TripStatus.CLOSED, None)
    assert check.verdict_code == "passes.never_entered"
    assert kinds_since(before) == ["trip.let_out", "pass.used"]


def test_a_broken_seal_needs_words_and_does_not_hold_the_truck(trip, hai, west_exit):
    with pytest.raises(Refused) as refused:
        an_exit(trip, premises=west_exit, by=hai, seal_state="broken")
    assert refused.value.code == "passes.seal_broken_why"
    an_exit(trip, premises=west_exit, by=hai, seal_state="broken", note="卸货时车门碰断")
    trip.refresh_from_db()
    assert (trip.status, trip.seal_broken_why) == (TripStatus.CLOSED, "卸货时车门碰断")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"seal_state": "none"}, "passes.seal_not_looked_at"),
        ({"people_count": 2}, "passes.people_differ"),
        ({"people_count": 0}, "passes.people_differ"),
    ],
)
def test_record_exit_refuses_what_was_not_looked_at(trip, hai, west_exit, changes, code):
    with pytest.raises(Refused) as refused:
        an_exit(trip, premises=west_exit, by=hai, **changes)
    assert refused.value.code == code
    assert not Check.objects.filter(direction="exit").exists()


def test_another_number_of_people_is_told_in_words_that_fit_one_and_many(trip, hai, west_exit):
    with override("en"), pytest.raises(Refused) as refused:
        an_exit(trip, premises=west_exit, by=hai, people_count=2)
    assert str(refused.value.refusals[0].reason) == "Came in with 1 aboard, goes out with 2."


def test_another_number_of_people_goes_out_with_a_note(trip, hai, west_exit):
    an_exit(trip, premises=west_exit, by=hai, people_count=2, note="接回装卸工一名")
    trip.refresh_from_db()
    assert trip.status == TripStatus.CLOSED


def test_record_exit_refuses_an_officer_of_another_checkpoint(trip, hai, port):
    with pytest.raises(NotAllowed):
        an_exit(trip, premises=port, by=hai)


def test_the_same_form_sent_twice_is_one_exit(trip, hai, west_exit):
    stop = an_exit_stop()
    first = record_exit(trip, premises=west_exit, stop=stop, by=hai)
    assert record_exit(trip, premises=west_exit, stop=stop, by=hai) == first


def test_of_two_officers_at_the_exit_the_second_is_told(trip, hai, kai, west_exit, port):
    stale = Trip.objects.get(pk=trip.pk)
    an_exit(trip, premises=west_exit, by=hai)
    with pytest.raises(StaleRow) as refused:
        an_exit(stale, premises=port, by=kai)
    (refusal,) = refused.value.refusals
    assert refusal.code == "passes.already_left"
    assert "海" in str(refusal.reason)


def test_a_trip_that_did_not_take_place_has_no_exit(wen, lin, hai, district, west_exit):
    vehicle_pass = build.an_issued_pass(wen, reviewer=lin)
    revoke_pass(vehicle_pass, by=lin, reason="取消")
    with pytest.raises(IllegalMove):
        an_exit(the_trip(vehicle_pass), premises=west_exit, by=hai, note="无人登记")


def test_the_exit_asks_for_the_moment_it_happens(trip, hai, west_exit):
    with as_if(now() + timedelta(hours=3)):
        an_exit(trip, premises=west_exit, by=hai)
    trip.refresh_from_db()
    assert trip.closed_at - trip.entered_at >= timedelta(hours=3)

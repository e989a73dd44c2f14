"""A device tells afterwards: recorded once, never refused, the trips right in any order."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import transaction

from longgang.audit.models import Event
from longgang.core.clock import as_if, now
from longgang.core.errors import Refused
from longgang.notices.models import Notice
from longgang.passes.actions.gate import undo_check
from longgang.passes.actions.reviews import revoke_pass
from longgang.passes.actions.settling import examine, settle
from longgang.passes.actions.telling import Told, lock_with_trips, record_told, undo_told
from longgang.passes.lifecycle import PassStatus, TripStatus
from longgang.passes.models import Check, Trip, VehiclePass

from . import build
from .gate import a_stop, an_entry, an_exit, an_exit_stop, the_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def vehicle_pass(wen, lin, west_exit, port):
    with as_if(now() - timedelta(hours=7)):
        build.rules_at_hand()
    with as_if(now() - timedelta(hours=5)):
        return build.an_issued_pass(wen, reviewer=lin)


def hours_ago(hours: float):
    return now() - timedelta(hours=hours)


def tell(vehicle_pass, way, hours, *, premises, by, nonce="", device="SB1", seq=None, **changes):
    """One stop, told now, that happened so many hours ago."""
    make = a_stop if way == "entry" else an_exit_stop
    stop = make(**({"nonce": nonce} if nonce else {}), **changes)
    told = Told(device, hours_ago(hours), seq=seq, verdict_level="green", is_offline=True)
    return record_told(vehicle_pass, premises=premises, direction=way, stop=stop, told=told, by=by)


def state_of(vehicle_pass) -> object:
    """Everything about the trips of a pass but the names of its rows."""
    vehicle_pass = VehiclePass.objects.get(pk=vehicle_pass.pk)
    trips = Trip.objects.filter(vehicle_pass=vehicle_pass).exclude(status=TripStatus.CANCELLED)
    return vehicle_pass.status, sorted(
        (
            trip.status, str(trip.entered_at), trip.entered_through, str(trip.closed_at),
            trip.closed_through, trip.seal_number, trip.is_seal_doubled,
            sorted(trip.checks.values_list("nonce", flat=True)),
        )
        for trip in trips
    )  # fmt: skip


def test_a_told_entry_is_an_entry_at_its_own_time(vehicle_pass, hai, west_exit):
    before = set(Event.objects.values_list("pk", flat=True))
    recorded = tell(vehicle_pass, "entry", 2, premises=west_exit, by=hai)
    trip = the_trip(vehicle_pass)
    assert (trip.status, trip.seal_number) == (TripStatus.ENTERED, "FQ0001")
    assert trip.entered_at == recorded.check.at
    assert trip.due_at == trip.entered_at + timedelta(minutes=vehicle_pass.rule.arrive_minutes)
    assert recorded.check.learned_at - recorded.check.at >= timedelta(hours=2)
    assert recorded.check.doubts == []
    kinds = Event.objects.exclude(pk__in=before).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["trip.settled", "check.told"]


def test_a_told_entry_without_a_seal_is_recorded_with_what_speaks_against_it(
    vehicle_pass, hai, west_exit
):
    unsealed = {"seal_state": "none", "seal_number": "", "photo_follows": False}
    recorded = tell(vehicle_pass, "entry", 2, premises=west_exit, by=hai, **unsealed)
    assert recorded.check.doubts == ["passes.seal_not_applied", "passes.photo_missing"]
    assert the_trip(vehicle_pass).status == TripStatus.ENTERED


def test_the_same_stop_told_twice_is_one(vehicle_pass, hai, west_exit):
    first = tell(vehicle_pass, "entry", 2, premises=west_exit, by=hai, nonce="the-same")
    again = tell(vehicle_pass, "entry", 2, premises=west_exit, by=hai, nonce="the-same")
    assert (again.check, again.is_new) == (first.check, False)
    assert Check.objects.count() == 1


def test_the_nonce_of_another_device_is_refused(vehicle_pass, hai, west_exit):
    tell(vehicle_pass, "entry", 2, premises=west_exit, by=hai, nonce="the-same")
    with pytest.raises(Refused) as refused:
        tell(vehicle_pass, "entry", 2, premises=west_exit, by=hai, nonce="the-same", device="SB2")
    assert refused.value.code == "passes.nonce_of_another"


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_in_whatever_order_stops_are_told_the_trips_are_the_same(
    vehicle_pass, hai, west_exit, port, order
):
    moment = now()
    stops = [
        ("entry", 4, west_exit, "SB1", "a"), ("entry", 3, port, "SB2", "b"),
        ("exit", 2, west_exit, "SB1", "c"), ("entry", 1, port, "SB2", "d"),
    ]  # fmt: skip
    with as_if(moment):
        for place in order:
            way, hours, premises, device, nonce = stops[place]
            tell(
                vehicle_pass, way, hours, premises=premises, by=hai, device=device,
                nonce=f"nonce-{nonce}", **({"seal_number": f"F{nonce}"} if way == "entry" else {}),
            )  # fmt: skip
        status, trips = state_of(vehicle_pass)
    assert status == PassStatus.USED
    assert [(trip[0], trip[5], trip[7]) for trip in trips] == [
        ("closed", "FA", ["nonce-a", "nonce-b", "nonce-c"]),
        ("entered", "FD", ["nonce-d"]),
    ]
    assert {found.kind: sorted(found.nonces) for found in examine(vehicle_pass).found} == {
        "double_use": ["nonce-a", "nonce-b", "nonce-d"]
    }


def test_an_entry_told_after_its_exit_completes_the_loop(vehicle_pass, hai, west_exit):
    out = tell(vehicle_pass, "exit", 1, premises=west_exit, by=hai)
    assert [found.kind for found in out.found] == ["no_entry"]
    tell(vehicle_pass, "entry", 3, premises=west_exit, by=hai)
    trip = Trip.objects.get(vehicle_pass=vehicle_pass)
    assert trip.status == TripStatus.CLOSED
    assert trip.entered_at < trip.closed_at
    assert examine(vehicle_pass).found == []


def test_an_earlier_entry_that_becomes_known_is_the_entry(vehicle_pass, hai, kai, west_exit, port):
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    recorded = tell(vehicle_pass, "entry", 2, premises=port, by=kai, seal_number="FQ9")
    trip = Trip.objects.get(vehicle_pass=vehicle_pass)
    assert (trip.entered_through, trip.seal_number) == (port.number, "FQ9")
    assert [found.kind for found in recorded.found] == ["double_use"]


def test_settling_what_is_settled_changes_nothing(vehicle_pass, hai, west_exit):
    tell(vehicle_pass, "entry", 3, premises=west_exit, by=hai)
    tell(vehicle_pass, "exit", 1, premises=west_exit, by=hai)
    before, events = state_of(vehicle_pass), Event.objects.count()
    with transaction.atomic():
        settle(lock_with_trips(vehicle_pass), by=hai)
    assert (state_of(vehicle_pass), Event.objects.count()) == (before, events)


# --- why it should not have been ---


def test_used_after_it_was_revoked_is_recorded_with_the_reason(vehicle_pass, lin, hai, west_exit):
    with as_if(hours_ago(3)):
        revoke_pass(vehicle_pass, by=lin, reason="货物不符")
    recorded = tell(vehicle_pass, "entry", 1, premises=west_exit, by=hai)
    assert recorded.check.doubts == ["passes.revoked"]
    assert the_trip(vehicle_pass).status == TripStatus.ENTERED


def test_used_before_it_was_revoked_was_right(vehicle_pass, lin, hai, west_exit):
    revoke_pass(vehicle_pass, by=lin, reason="货物不符")
    assert tell(vehicle_pass, "entry", 1, premises=west_exit, by=hai).check.doubts == []


@pytest.mark.parametrize(
    ("changes", "doubts"),
    [
        ({"temperatures": (38.0,)}, ["passes.fever"]),
        ({"people_count": 2, "temperatures": (36.5, 36.5)}, ["passes.more_people"]),
        ({"seal_number": ""}, ["passes.seal_missing"]),
        ({"people_count": 900, "temperatures": ()},
         ["passes.temperatures_incomplete", "passes.more_people"]),
    ],
)  # fmt: skip
def test_what_the_rules_would_have_refused_is_recorded_with_the_reason(
    vehicle_pass, hai, west_exit, changes, doubts
):
    recorded = tell(vehicle_pass, "entry", 1, premises=west_exit, by=hai, **changes)
    assert recorded.check.doubts == doubts
    assert the_trip(vehicle_pass).status == TripStatus.ENTERED


def test_another_checkpoint_without_a_note_is_said(vehicle_pass, kai, port):
    recorded = tell(vehicle_pass, "entry", 1, premises=port, by=kai)
    assert recorded.check.doubts == ["passes.other_checkpoint", "passes.note_missing"]


def test_a_vehicle_without_a_pass_is_recorded_too(hai, west_exit):
    told = Told("SB1", hours_ago(1), plate="京A00001", plate_colour="2", code_text="强行")
    recorded = record_told(
        None, premises=west_exit, direction="entry", stop=a_stop(), told=told, by=hai
    )
    check = Check.objects.get()
    assert (check.shown_plate, check.trip, check.doubts) == ("京A00001", None, ["passes.no_pass"])
    assert check.code_text == "强行"
    assert recorded.check == check


# --- seals ---


def test_one_seal_on_two_cabs_is_found_and_the_later_one_marked(
    vehicle_pass, wen, lin, hai, west_exit
):
    other = build.an_issued_pass(wen, reviewer=lin, plate="辽P54321", riders=(build.a_driver(7),))
    an_entry(the_trip(other), premises=west_exit, by=hai, seal_number="FQ07", nonce="later")
    recorded = tell(
        vehicle_pass, "entry", 2, premises=west_exit, by=hai, seal_number="fq 07", nonce="earlier"
    )
    (found,) = recorded.found
    assert (found.kind, found.seal_number, found.nonces) == (
        "seal_twice", "FQ07", {"earlier", "later"},
    )  # fmt: skip
    assert the_trip(other).is_seal_doubled
    assert not the_trip(vehicle_pass).is_seal_doubled
    # The first vehicle had left before, as becomes known now: nothing was wrong.
    tell(vehicle_pass, "exit", 1, premises=west_exit, by=hai)
    assert examine(vehicle_pass).found == []
    assert not the_trip(other).is_seal_doubled


# --- undoing ---


def test_undoing_one_of_two_entries_leaves_the_other(vehicle_pass, hai, west_exit):
    first = an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai, seal_number="FQ01")
    tell(vehicle_pass, "entry", 2, premises=west_exit, by=hai, seal_number="FQ2")
    undo_check(Check.objects.get(pk=first.pk), by=hai, reason="扫错了")
    trip = the_trip(vehicle_pass)
    assert (trip.status, trip.seal_number) == (TripStatus.ENTERED, "FQ2")
    assert examine(vehicle_pass).found == []


def test_what_was_taken_back_on_the_device_is_taken_back_once(vehicle_pass, hai, west_exit):
    check = tell(vehicle_pass, "entry", 2, premises=west_exit, by=hai).check
    for _time in range(2):
        undo_told(
            Check.objects.get(pk=check.pk), at=check.at + timedelta(minutes=2), by=hai, reason="错"
        )
    check.refresh_from_db()
    assert check.undone_at == check.at + timedelta(minutes=2)
    assert the_trip(vehicle_pass).status == TripStatus.EXPECTED
    assert Event.objects.filter(kind="check.undone").count() == 1


def test_taking_back_the_exit_of_a_used_pass_opens_its_trip_again(vehicle_pass, hai, west_exit):
    tell(vehicle_pass, "entry", 3, premises=west_exit, by=hai)
    out = tell(vehicle_pass, "exit", 1, premises=west_exit, by=hai).check
    undo_told(Check.objects.get(pk=out.pk), at=out.at, by=hai, reason="错")
    assert the_trip(vehicle_pass).status == TripStatus.ENTERED
    assert VehiclePass.objects.get(pk=vehicle_pass.pk).status == PassStatus.ISSUED


def test_an_exit_at_the_page_closes_what_a_device_told(vehicle_pass, hai, west_exit):
    tell(vehicle_pass, "entry", 2, premises=west_exit, by=hai)
    an_exit(the_trip(vehicle_pass), premises=west_exit, by=hai)
    assert the_trip(vehicle_pass).status == TripStatus.CLOSED
    assert VehiclePass.objects.get(pk=vehicle_pass.pk).status == PassStatus.USED


def test_a_turning_back_that_was_told_waits_for_the_lead_and_moves_no_trip(
    vehicle_pass, hai, kai, west_exit
):
    back = {"disposition": "turn_back", "note": "车货不符", "seal_number": "", "seal_state": "none"}
    before = state_of(vehicle_pass)
    recorded = tell(vehicle_pass, "entry", 2, premises=west_exit, by=hai, **back)
    assert state_of(vehicle_pass)[1][0][0] == before[1][0][0] == TripStatus.EXPECTED
    notice = Notice.objects.get(user=kai, kind="check.turn_back_asked")
    assert notice.waits
    assert vehicle_pass.plate in notice.text
    assert Check.objects.turn_backs_waiting().get() == recorded.check

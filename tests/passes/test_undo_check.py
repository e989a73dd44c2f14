"""A check is taken back: everything stands where it stood, or the reason why it cannot."""

from datetime import timedelta

import pytest

from longgang.accounts.api import Post
from longgang.audit.models import Event
from longgang.core.clock import as_if, now, today
from longgang.core.errors import IllegalMove, NotAllowed, Refused, StaleRow
from longgang.passes.actions.gate import confirm_turn_back, undo_check
from longgang.passes.actions.loop import confirm_by_link
from longgang.passes.actions.reviews import revoke_pass
from longgang.passes.lifecycle import PassStatus, TripStatus
from longgang.passes.models import Check, Trip

from . import build
from .gate import a_turn_back, an_entry, an_exit, the_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(wen, lin, district):
    return the_trip(build.an_issued_pass(wen, reviewer=lin))


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def new_kinds(before):
    return list(Event.objects.exclude(pk__in=before).order_by("pk").values_list("kind", flat=True))


def events():
    return list(Event.objects.values_list("pk", flat=True))


def test_undoing_an_entry_expects_the_truck_again_and_frees_the_seal(trip, hai, west_exit):
    check = an_entry(trip, premises=west_exit, by=hai)
    before = events()
    undo_check(check, by=hai, reason="选错了车辆")
    trip, check = fresh(trip), fresh(check)
    assert (trip.status, trip.entered_at, trip.due_at) == (TripStatus.EXPECTED, None, None)
    assert (trip.seal_number, trip.entered_through) == ("", "")
    assert (check.undone_by, check.undone_why) == (hai, "选错了车辆")
    assert new_kinds(before) == ["trip.entry_undone"]
    assert an_entry(trip, premises=west_exit, by=hai).seal_number == "FQ0001"


@pytest.mark.parametrize("verbs", [(), ("arrive",), ("arrive", "leave")])
def test_undoing_an_exit_finds_the_truck_where_it_was(trip, hai, west_exit, verbs):
    an_entry(trip, premises=west_exit, by=hai)
    for verb in verbs:
        confirm_by_link(fresh(trip), verb=verb)
    inside = fresh(trip)
    check = an_exit(trip, premises=west_exit, by=hai)
    before = events()
    undo_check(check, by=hai, reason="选错了方向")
    after = fresh(trip)
    assert (after.status, after.due_at) == (inside.status, inside.due_at)
    assert (after.closed_at, after.closed_through, after.seal_broken_why) == (None, "", "")
    assert after.vehicle_pass.status == PassStatus.ISSUED
    assert new_kinds(before) == ["pass.reopened", "trip.exit_undone"]


def test_undoing_a_letting_out_without_entry_expects_the_truck_again(trip, hai, west_exit):
    check = an_exit(trip, premises=west_exit, by=hai, seal_state="none", note="漏扫")
    undo_check(check, by=hai, reason="选错了车辆")
    assert (fresh(trip).status, fresh(trip).due_at) == (TripStatus.EXPECTED, None)


@pytest.fixture
def long_pass(wen, lin, district):
    build.a_rule("freight", "industrial", one_trip=False, valid_hours=48)
    return build.an_issued_pass(wen, reviewer=lin)


def test_undoing_an_exit_withdraws_the_next_trip(long_pass, hai, west_exit):
    trip = the_trip(long_pass)
    an_entry(trip, premises=west_exit, by=hai)
    check = an_exit(trip, premises=west_exit, by=hai)
    undo_check(check, by=hai, reason="选错了方向")
    assert fresh(trip).status == TripStatus.ENTERED
    assert the_trip(long_pass).status == TripStatus.CANCELLED
    an_exit(fresh(trip), premises=west_exit, by=hai)
    assert the_trip(long_pass).status == TripStatus.EXPECTED


def test_an_exit_cannot_be_undone_once_the_truck_has_entered_again(long_pass, hai, west_exit):
    trip = the_trip(long_pass)
    an_entry(trip, premises=west_exit, by=hai)
    check = an_exit(trip, premises=west_exit, by=hai)
    an_entry(the_trip(long_pass), premises=west_exit, by=hai, seal_number="FQ0002")
    with pytest.raises(StaleRow) as refused:
        undo_check(check, by=hai, reason="选错了方向")
    assert refused.value.code == "passes.entered_again"
    assert fresh(trip).status == TripStatus.CLOSED


def test_an_exit_cannot_be_undone_once_its_seal_is_on_another_cab(trip, wen, lin, hai, west_exit):
    an_entry(trip, premises=west_exit, by=hai)
    check = an_exit(trip, premises=west_exit, by=hai)
    riders = (build.a_driver(7),)
    other = the_trip(build.an_issued_pass(wen, reviewer=lin, plate="辽P54321", riders=riders))
    an_entry(other, premises=west_exit, by=hai)
    with pytest.raises(Refused) as refused:
        undo_check(check, by=hai, reason="选错了方向")
    assert refused.value.code == "passes.place_taken"


def test_an_entry_cannot_be_undone_once_the_site_has_confirmed(trip, hai, west_exit):
    check = an_entry(trip, premises=west_exit, by=hai)
    confirm_by_link(fresh(trip), verb="arrive")
    with pytest.raises(IllegalMove):
        undo_check(check, by=hai, reason="选错了车辆")


def test_an_exit_that_was_undone_is_not_undone_as_an_entry(trip, hai, west_exit):
    entry = an_entry(trip, premises=west_exit, by=hai)
    an_exit(trip, premises=west_exit, by=hai)
    with pytest.raises(IllegalMove):
        undo_check(entry, by=hai, reason="选错了车辆")


def test_undoing_the_entry_of_a_revoked_pass_ends_its_trip(trip, lin, hai, west_exit):
    check = an_entry(trip, premises=west_exit, by=hai)
    revoke_pass(trip.vehicle_pass, by=lin, reason="货物不符")
    undo_check(check, by=hai, reason="选错了车辆")
    assert fresh(trip).status == TripStatus.CANCELLED


def test_undoing_a_wish_to_turn_back_leaves_the_trip_alone(trip, hai, kai, west_exit):
    check = a_turn_back(trip, premises=west_exit, by=hai)
    before = events()
    undo_check(check, by=hai, reason="货物已核实")
    assert fresh(trip).status == TripStatus.EXPECTED
    assert new_kinds(before) == ["check.undone"]
    with pytest.raises(StaleRow):
        confirm_turn_back(check, by=kai)


def test_a_turning_back_once_decided_is_not_undone(trip, hai, kai, west_exit):
    check = a_turn_back(trip, premises=west_exit, by=hai)
    confirm_turn_back(check, by=kai)
    with pytest.raises(StaleRow) as refused:
        undo_check(check, by=hai, reason="货物已核实")
    assert refused.value.code == "passes.check_decided"


def test_a_check_is_undone_once(trip, hai, west_exit):
    check = an_entry(trip, premises=west_exit, by=hai)
    undo_check(Check.objects.get(pk=check.pk), by=hai, reason="选错了车辆")
    with pytest.raises(StaleRow):
        undo_check(check, by=hai, reason="选错了车辆")


def test_undo_refuses_another_officer(trip, hai, kai, west_exit):
    check = an_entry(trip, premises=west_exit, by=hai)
    with pytest.raises(Refused) as refused:
        undo_check(check, by=kai, reason="选错了车辆")
    assert refused.value.code == "passes.undo_not_yours"


def test_undo_refuses_who_has_left_the_checkpoint(trip, hai, west_exit):
    check = an_entry(trip, premises=west_exit, by=hai)
    Post.objects.filter(user=hai).update(
        starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)
    )
    hai.forget_posts()
    with pytest.raises(NotAllowed):
        undo_check(check, by=hai, reason="选错了车辆")


@pytest.mark.parametrize(("minutes", "may"), [(10, True), (11, False)])
def test_undo_within_ten_minutes(trip, hai, west_exit, minutes, may):
    check = an_entry(trip, premises=west_exit, by=hai)
    with as_if(check.at + timedelta(minutes=minutes)):
        if may:
            undo_check(check, by=hai, reason="选错了车辆")
        else:
            with pytest.raises(Refused) as refused:
                undo_check(check, by=hai, reason="选错了车辆")
            assert refused.value.code == "passes.undo_too_late"


def test_undo_needs_words(trip, hai, west_exit):
    check = an_entry(trip, premises=west_exit, by=hai)
    with pytest.raises(Refused) as refused:
        undo_check(check, by=hai, reason="x")
    assert refused.value.code == "passes.reason_missing"
    assert fresh(trip).status == TripStatus.ENTERED
    assert now() > check.at
    assert Trip.objects.open().count() == 1

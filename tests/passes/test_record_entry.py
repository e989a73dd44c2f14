"""A vehicle is checked in: recorded once, sealed, timed; or refused with the reason."""

from datetime import timedelta

import pytest

from longgang.audit.models import Event
from longgang.core.clock import as_if, now
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.core.identifiers import parse_plate
from longgang.notices.models import Delivery
from longgang.passes.actions.applications import submit_application
from longgang.passes.actions.blocklist import confirm_block, propose_block
from longgang.passes.actions.gate import record_entry
from longgang.passes.actions.reviews import issue_pass, revoke_pass
from longgang.passes.lifecycle import TripStatus
from longgang.passes.models import Check, Trip

from . import build
from .gate import a_stop, an_entry, an_exit, the_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(wen, lin, district):
    return the_trip(build.an_issued_pass(wen, reviewer=lin))


def another_trip(wen, lin, *, plate="辽P54321", **changes):
    riders = (build.a_driver(7),)
    return the_trip(build.an_issued_pass(wen, reviewer=lin, plate=plate, riders=riders, **changes))


def test_record_entry_starts_the_clock_and_tells_the_site(trip, hai, west_exit):
    check = an_entry(trip, premises=west_exit, by=hai, seal_number=" fq-0001 ")
    trip.refresh_from_db()
    assert trip.status == TripStatus.ENTERED
    assert trip.entered_through == west_exit.number
    assert trip.seal_number == check.seal_number == "FQ0001"
    assert trip.due_at - trip.entered_at == timedelta(minutes=trip.vehicle_pass.rule.arrive_minutes)
    assert (check.officer, check.verdict_level) == (hai, "green")
    assert check.area_code == west_exit.area_code
    assert Delivery.objects.filter(kind="trip.entered").count() == 1


def test_record_entry_sends_no_message_to_a_land_line(wen, lin, hai, west_exit, district):
    office = build.a_consignee(phone="0429-2112345")
    trip = another_trip(wen, lin, consignee=office)
    an_entry(trip, premises=west_exit, by=hai)
    trip.refresh_from_db()
    assert trip.status == TripStatus.ENTERED
    assert not Delivery.objects.filter(kind="trip.entered").exists()


UNSEALED = {"seal_state": "none", "seal_number": "", "photo_follows": False}


def test_record_entry_of_goods_without_seal_and_photo_is_refused_at_both_fields(
    trip, hai, west_exit
):
    with pytest.raises(Refused) as refused:
        an_entry(trip, premises=west_exit, by=hai, **UNSEALED)
    assert [(each.code, each.field) for each in refused.value.refusals] == [
        ("passes.seal_not_applied", "seal_number"),
        ("passes.photo_missing", "photo"),
    ]
    assert not Check.objects.exists()


def test_record_entry_without_a_seal_wants_only_a_word_and_leaves_the_trip_without_one(
    trip, hai, west_exit
):
    check = an_entry(trip, premises=west_exit, by=hai, note="封签用完，相机没电", **UNSEALED)
    trip.refresh_from_db()
    assert (trip.status, trip.seal_number) == (TripStatus.ENTERED, "")
    assert check.note == "封签用完，相机没电"


def test_record_entry_of_a_private_trip_needs_no_seal(wen, staff, hai, west_exit, district):
    street = staff("街", "street_officer", area_code=build.LONGWAN)
    visit = submit_application(build.a_private_application(), by=wen)
    trip = the_trip(issue_pass(visit, by=street))
    check = an_entry(trip, premises=west_exit, by=hai, **UNSEALED)
    assert (check.verdict_level, check.verdict_code) == ("green", "passes.valid_unsealed")


def test_a_rule_may_do_without_seals_for_what_is_submitted_after_it(trip, wen, lin, hai, west_exit):
    build.a_rule("freight", "industrial", needs_seal=False)
    an_entry(another_trip(wen, lin), premises=west_exit, by=hai, **UNSEALED)
    with pytest.raises(Refused):
        an_entry(trip, premises=west_exit, by=hai, **UNSEALED)


def test_record_entry_leaves_exactly_one_event(trip, hai, west_exit):
    before = set(Event.objects.values_list("pk", flat=True))
    check = an_entry(trip, premises=west_exit, by=hai, note="右后胎更换")
    (event,) = Event.objects.exclude(pk__in=before)
    assert (event.kind, event.subject_number) == ("trip.entered", trip.number)
    assert event.by_name == "海"
    assert event.after["check"] == check.number
    assert event.reason == "右后胎更换"


# --- who ---


def test_record_entry_refuses_an_officer_of_another_checkpoint(trip, hai, port):
    with pytest.raises(NotAllowed):
        an_entry(trip, premises=port, by=hai)
    assert not Check.objects.exists()


@pytest.mark.parametrize("name", ["lin", "mei", "ada", "sam"])
def test_record_entry_refuses_who_holds_no_post_at_the_gate(trip, west_exit, name, request):
    with pytest.raises(NotAllowed):
        an_entry(trip, premises=west_exit, by=request.getfixturevalue(name))


def test_a_lead_may_check_everywhere_in_the_area(trip, kai, port):
    assert an_entry(trip, premises=port, by=kai, note="改走港口").officer == kai


# --- the same stop twice ---


def test_the_same_form_sent_twice_is_one_check(trip, hai, west_exit):
    stop = a_stop()
    first = record_entry(trip, premises=west_exit, stop=stop, by=hai)
    again = record_entry(trip, premises=west_exit, stop=stop, by=hai)
    assert again == first
    assert Check.objects.count() == 1


def test_a_form_counts_for_no_other_vehicle(trip, wen, lin, hai, west_exit):
    stop = a_stop()
    record_entry(trip, premises=west_exit, stop=stop, by=hai)
    with pytest.raises(Refused) as refused:
        record_entry(another_trip(wen, lin), premises=west_exit, stop=stop, by=hai)
    assert refused.value.code == "passes.form_used"


def test_of_two_officers_the_second_is_told_who_where_and_when(trip, hai, kai, west_exit, port):
    stale = Trip.objects.get(pk=trip.pk)
    an_entry(trip, premises=west_exit, by=hai)
    with pytest.raises(StaleRow) as refused:
        an_entry(stale, premises=port, by=kai, seal_number="FQ0002")
    (refusal,) = refused.value.refusals
    assert refusal.code == "passes.already_inside"
    assert "海" in str(refusal.reason)
    assert "龙湾高速口" in str(refusal.reason)
    assert Check.objects.count() == 1


# --- the seal ---


def test_record_entry_refuses_a_seal_on_another_vehicle(trip, wen, lin, hai, west_exit):
    an_entry(trip, premises=west_exit, by=hai, seal_number="FQ0001")
    other = another_trip(wen, lin)
    with pytest.raises(Refused) as refused:
        an_entry(other, premises=west_exit, by=hai, seal_number="fq 0001")
    (refusal,) = refused.value.refusals
    assert (refusal.code, refusal.field) == ("passes.seal_in_use", "seal_number")
    assert "辽P12345" in str(refusal.reason)
    other.refresh_from_db()
    assert other.status == TripStatus.EXPECTED
    assert Check.objects.count() == 1


def test_a_seal_is_free_again_once_its_vehicle_has_left(trip, wen, lin, hai, west_exit):
    an_entry(trip, premises=west_exit, by=hai)
    an_exit(trip, premises=west_exit, by=hai)
    assert an_entry(another_trip(wen, lin), premises=west_exit, by=hai).seal_number == "FQ0001"


# --- what the moment does not allow ---


def refused_code(trip, premises, by, **changes):
    with pytest.raises(Refused) as refused:
        an_entry(trip, premises=premises, by=by, **changes)
    assert not Check.objects.filter(trip=trip).exists()
    return refused.value.code


def test_record_entry_refuses_an_expired_pass_although_no_job_ran(trip, hai, west_exit):
    with as_if(trip.vehicle_pass.valid_until):
        assert refused_code(trip, west_exit, hai) == "passes.expired"


def test_record_entry_refuses_a_revoked_pass(trip, lin, hai, west_exit):
    stale = Trip.objects.get(pk=trip.pk)
    revoke_pass(trip.vehicle_pass, by=lin, reason="货物不符")
    assert refused_code(stale, west_exit, hai) == "passes.revoked"


def test_record_entry_refuses_a_vehicle_blocked_since_the_pass_was_issued(
    trip, lin, mei, hai, west_exit
):
    entry = propose_block(
        plate=parse_plate("辽P12345", "2"),
        document_number="龙政发〔2026〕3号",
        ends_on=build.in_days(3),
        by=lin,
        reason="冲卡",
    )
    confirm_block(entry, by=mei)
    assert refused_code(trip, west_exit, hai) == "passes.blocklisted"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"temperatures": ()}, "passes.temperatures_incomplete"),
        ({"temperatures": (25.0,)}, "passes.temperature_impossible"),
        ({"temperatures": (37.3,)}, "passes.fever"),
        ({"people_count": 0, "temperatures": ()}, "passes.nobody_aboard"),
        ({"people_count": 2, "temperatures": (36.5, 36.6)}, "passes.more_people"),
        ({"seal_number": " - "}, "passes.seal_missing"),
        ({"disposition": "escort"}, "passes.escort_missing"),
    ],
)
def test_record_entry_refuses_what_is_not_filled_in(trip, hai, west_exit, changes, code):
    assert refused_code(trip, west_exit, hai, **changes) == code


@pytest.mark.parametrize(
    "changes",
    [
        {"temperatures": (37.3,), "disposition": "test_and_pass"},
        {"people_count": 2, "temperatures": (36.5, 36.6), "note": "装卸工一名"},
        {"disposition": "escort", "escort_name": "企业接引员"},
    ],
)
def test_record_entry_with_the_measure_it_needs(trip, hai, west_exit, changes):
    check = an_entry(trip, premises=west_exit, by=hai, **changes)
    assert check.temperatures == list(changes.get("temperatures", (36.5,)))


def test_another_checkpoint_than_announced_needs_a_note(trip, kai, port):
    assert refused_code(trip, port, kai) == "passes.note_missing"
    check = an_entry(trip, premises=port, by=kai, note="高速封闭")
    assert (check.verdict_level, check.verdict_code) == ("amber", "passes.other_checkpoint")


def test_an_earlier_trip_still_open_needs_a_note(trip, wen, lin, hai, west_exit):
    an_entry(trip, premises=west_exit, by=hai)
    later = another_trip(wen, lin, plate="辽P12345", expected_entry_at=build.in_hours(6))
    assert refused_code(later, west_exit, hai, seal_number="FQ0002") == "passes.note_missing"
    check = an_entry(later, premises=west_exit, by=hai, seal_number="FQ0002", note="出口漏扫")
    assert check.verdict_code == "passes.earlier_trip_open"


def test_an_old_test_must_be_taken_here(wen, lin, hai, district, west_exit):
    build.a_rule("freight", "industrial", test_max_hours=24)
    fresh = build.a_driver(sampled_at=now() - timedelta(hours=20))
    vehicle_pass = build.an_issued_pass(wen, reviewer=lin, riders=(fresh,))
    with as_if(now() + timedelta(hours=5)):
        trip = the_trip(vehicle_pass)
        assert refused_code(trip, west_exit, hai) == "passes.test_first"
        check = an_entry(trip, premises=west_exit, by=hai, disposition="test_and_pass")
    assert check.verdict_code == "passes.test_old"


# --- the photo ---


def test_the_photo_is_kept_once_the_check_stands(
    trip, hai, west_exit, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        check = an_entry(trip, premises=west_exit, by=hai, photo=b"\xff\xd8jpeg")
    check.refresh_from_db()
    with check.photo.open("rb") as photo:
        assert photo.read() == b"\xff\xd8jpeg"


def test_a_photo_that_cannot_be_kept_takes_nothing_back(
    trip, hai, west_exit, django_capture_on_commit_callbacks, monkeypatch
):
    """The truck is in: a full disk is told to the operators, not to the officer."""

    def full(*_args, **_kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(Check.photo.field.storage, "save", full)
    with django_capture_on_commit_callbacks(execute=True):
        check = an_entry(trip, premises=west_exit, by=hai, photo=b"\xff\xd8jpeg")
    check.refresh_from_db()
    assert (check.photo.name, check.trip.status) == ("", TripStatus.ENTERED)


def test_a_refused_check_leaves_no_photo(
    trip, wen, lin, hai, west_exit, django_capture_on_commit_callbacks
):
    an_entry(trip, premises=west_exit, by=hai)
    other = another_trip(wen, lin)
    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(Refused):
        an_entry(other, premises=west_exit, by=hai, photo=b"\xff\xd8jpeg")
    assert callbacks == []

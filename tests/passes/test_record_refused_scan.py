"""What was not let pass is kept once, with the answer; what was scanned is shown for a purpose."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from longgang.audit.models import Disclosure, Event
from longgang.core.clock import now
from longgang.core.errors import NotAllowed, Refused
from longgang.passes.actions.refused_scans import ScanAtGate, record_refused_scan, reveal_scanned
from longgang.passes.gate_codes import CodeKind
from longgang.passes.gate_wording import answer_tag
from longgang.passes.models import RefusedScan
from longgang.passes.models.refused_scan import LONGEST_CODE, ScanKind

from . import build

pytestmark = pytest.mark.django_db


def a_scan(**changes):
    """A code of somebody else's, shown at the entry."""
    values = {
        "nonce": "nonce-1", "direction": "entry", "verdict_level": "grey",
        "verdict_code": "passes.not_ours", "code_kind": "nothing",
        "code_text": "https://example.org/健康码",
    }  # fmt: skip
    return ScanAtGate(**values | changes)


def test_record_refused_scan_keeps_what_was_shown_and_said(hai, west_exit):
    before = now()
    kept = record_refused_scan(a_scan(), premises=west_exit, by=hai)
    kept.refresh_from_db()
    assert kept.number.startswith("WF")
    assert (kept.officer, kept.premises_number, kept.area_code) == (
        hai, west_exit.number, west_exit.area_code,
    )  # fmt: skip
    assert (kept.verdict_level, kept.verdict_code) == ("grey", "passes.not_ours")
    assert kept.code_text == "https://example.org/健康码"
    assert before <= kept.happened_at == kept.learned_at


def test_record_refused_scan_leaves_one_event(hai, west_exit):
    kept = record_refused_scan(a_scan(note="司机拒绝配合"), premises=west_exit, by=hai)
    (event,) = Event.objects.filter(subject_number=kept.number)
    assert (event.kind, event.reason) == ("scan.refused", "司机拒绝配合")
    assert event.after["verdict"] == "passes.not_ours"
    assert "example.org" not in str(event.after)


def test_record_refused_scan_names_the_pass(hai, west_exit, wen, lin, district):
    vehicle_pass = build.an_issued_pass(wen, reviewer=lin)
    scan = a_scan(verdict_level="red", verdict_code="passes.blocklisted", code_kind="signed",
                  plate=vehicle_pass.plate, plate_colour="2")  # fmt: skip
    kept = record_refused_scan(scan, premises=west_exit, vehicle_pass=vehicle_pass, by=hai)
    assert list(vehicle_pass.refused_scans.all()) == [kept]


def test_record_refused_scan_once_for_one_nonce(hai, west_exit):
    first = record_refused_scan(a_scan(), premises=west_exit, by=hai)
    again = record_refused_scan(a_scan(note="other"), premises=west_exit, by=hai)
    assert again == first
    assert RefusedScan.objects.count() == 1
    assert Event.objects.filter(kind="scan.refused").count() == 1


def test_record_refused_scan_refuses_the_nonce_of_somebody_else(hai, kai, west_exit):
    record_refused_scan(a_scan(), premises=west_exit, by=hai)
    with pytest.raises(Refused) as refused:
        record_refused_scan(a_scan(), premises=west_exit, by=kai)
    assert refused.value.code == "passes.scan_of_another"
    with pytest.raises(Refused):
        record_refused_scan(a_scan(device_number="SB1"), premises=west_exit, by=hai)


def test_record_refused_scan_needs_a_post_at_the_checkpoint(hai, lin, west_exit, port):
    for by, premises in [(hai, port), (lin, west_exit)]:
        with pytest.raises(NotAllowed):
            record_refused_scan(a_scan(), premises=premises, by=by)
    assert not RefusedScan.objects.exists()


def test_record_refused_scan_of_a_device_stands_though_the_post_has_ended(hai, west_exit):
    """It was enrolled by a lead, and what it tells has happened."""
    hai.posts.update(ended_at=now(), ended_by=hai)
    earlier = now() - timedelta(hours=5)
    scan = a_scan(device_number="SB0001", happened_at=earlier)
    kept = record_refused_scan(scan, premises=west_exit, by=hai)
    assert kept.happened_at == earlier < kept.learned_at


def test_record_refused_scan_never_lies_in_the_future(hai, west_exit):
    scan = a_scan(device_number="SB0001", happened_at=now() + timedelta(days=1))
    kept = record_refused_scan(scan, premises=west_exit, by=hai)
    assert kept.happened_at == kept.learned_at


@pytest.mark.parametrize("text", ["x" * 10_240, "a\x00b", "\ud800 half a letter", "", "\r\n"])
def test_record_refused_scan_keeps_any_text(hai, west_exit, text):
    scan = a_scan(code_text=text, plate=text, plate_colour=text, note=text)
    kept = record_refused_scan(scan, premises=west_exit, by=hai)
    kept.refresh_from_db()
    assert kept.code_text == text[:LONGEST_CODE].replace("\ud800", "�")
    assert len(kept.plate) <= 20
    assert "\x00" not in kept.plate


def test_what_was_scanned_lies_sealed_in_the_database(hai, west_exit):
    kept = record_refused_scan(a_scan(), premises=west_exit, by=hai)
    with connection.cursor() as cursor:
        cursor.execute("SELECT code_text FROM passes_refusedscan WHERE id = %s", [kept.pk])
        (stored,) = cursor.fetchone()
    assert b"example.org" not in bytes(stored)


def test_an_officer_may_have_refused_after_a_call(hai, west_exit):
    scan = a_scan(verdict_level="amber", verdict_code="passes.data_too_old", note="值班员不同意")
    assert record_refused_scan(scan, premises=west_exit, by=hai).verdict_level == "amber"


@pytest.mark.parametrize(
    "fault", [{"verdict_level": "blue"}, {"direction": "up"}, {"code_kind": "x"}]
)
def test_what_no_list_could_show_is_not_kept(hai, west_exit, fault):
    with pytest.raises(IntegrityError), transaction.atomic():
        record_refused_scan(a_scan(**fault), premises=west_exit, by=hai)


def test_every_kind_of_code_has_a_word():
    assert {*ScanKind.values} == {kind.value for kind in CodeKind}


# --- who sees it ---


@pytest.mark.parametrize(
    ("name", "sees"),
    [("hai", True), ("kai", True), ("mei", True), ("lin", False), ("rui", False), ("sam", False),
     ("wen", False), ("ada", False)],
)  # fmt: skip
def test_who_sees_a_refused_scan(hai, west_exit, name, sees, request):
    record_refused_scan(a_scan(), premises=west_exit, by=hai)
    user = request.getfixturevalue(name)
    assert RefusedScan.objects.visible_to(user).exists() == sees


def test_officers_see_those_of_their_checkpoint_and_their_own(staff, hai, kai, west_exit, port):
    other = staff("港", "checkpoint_officer", premises_number=port.number)
    beside = staff("傍", "checkpoint_officer", premises_number=west_exit.number)
    kept = record_refused_scan(a_scan(), premises=west_exit, by=kai)
    assert list(RefusedScan.objects.visible_to(beside)) == [kept]
    assert not RefusedScan.objects.visible_to(other).exists()


# --- what was scanned ---


def test_reveal_scanned_writes_down_why(hai, kai, west_exit):
    kept = record_refused_scan(a_scan(), premises=west_exit, by=hai)
    text = reveal_scanned(kept, by=kai, purpose="investigate", reason="核查伪造")
    assert text == "https://example.org/健康码"
    (disclosure,) = Disclosure.objects.all()
    assert (disclosure.field, disclosure.purpose, disclosure.subject_number) == (
        "code_text", "investigate", kept.number,
    )  # fmt: skip
    assert disclosure.area_code == west_exit.area_code


def test_reveal_scanned_needs_a_reason(hai, kai, west_exit):
    kept = record_refused_scan(a_scan(), premises=west_exit, by=hai)
    with pytest.raises(Refused) as refused:
        reveal_scanned(kept, by=kai, purpose="investigate", reason="x")
    assert refused.value.code == "passes.reason_missing"
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("name", "may"), [("kai", True), ("mei", True), ("hai", False), ("lin", False), ("sam", False)]
)
def test_who_may_reveal_what_was_scanned(hai, west_exit, name, may, request):
    kept = record_refused_scan(a_scan(), premises=west_exit, by=hai)
    user = request.getfixturevalue(name)
    if may:
        assert reveal_scanned(kept, by=user, purpose="check", reason="核查")
    else:
        with pytest.raises(NotAllowed):
            reveal_scanned(kept, by=user, purpose="check", reason="核查")
        assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("told", "code", "tone"),
    [
        ("grey", "passes.blocklisted", "bad"),
        ("red", "passes.expired", "idle"),
        ("red", "passes.of_a_newer_version", "bad"),
    ],
)
def test_an_answer_has_one_colour_in_the_list_whoever_told_it(hai, west_exit, told, code, tone):
    scan = record_refused_scan(
        a_scan(verdict_level=told, verdict_code=code), premises=west_exit, by=hai
    )
    assert answer_tag(scan).tone == tone

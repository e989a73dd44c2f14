"""The pages of refused scans: kept as one scans, listed, exported, opened for a purpose."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime
from openpyxl import load_workbook

from longgang.areas.names import forget_names
from longgang.audit.api import SYSTEM
from longgang.audit.models import Disclosure
from longgang.core.clock import now
from longgang.passes.actions.keys import rotate_signing_key, withdraw_signing_key
from longgang.passes.actions.refused_scans import ScanAtGate, record_refused_scan
from longgang.passes.models import RefusedScan
from longgang.passes.signing import address_in_code
from tests.cast import sign_in

from . import build
from .gate import an_entry, the_trip

pytestmark = pytest.mark.django_db
LIST = reverse("passes:refused_scans")


def scan(client, address, text, **changes):
    """Type or scan a text into the form as the page gave it out."""
    nonce = client.get(address).context["form"]["nonce"].value()
    sent = {"nonce": nonce, "code": text, "province": "辽", "colour": ""} | changes
    return client.post(address, sent), sent


# --- kept where it is scanned ---


@pytest.mark.parametrize(
    ("text", "kind", "code", "plate"),
    [
        ("https://example.org/x", "nothing", "not_ours", ""),
        ("hi", "nothing", "not_ours", ""),
        ("P99999", "plate", "no_pass_for_plate", "辽P99999"),
        ("211403999999", "pass_number", "not_ours", ""),
        ("x" * 10_240, "nothing", "not_ours", ""),
    ],
)
def test_what_leads_to_no_pass_is_kept(hai, gate, west_exit, text, kind, code, plate):
    scan(sign_in(hai), gate(), text)
    kept = RefusedScan.objects.get()
    assert (kept.code_kind, kept.verdict_level, kept.verdict_code) == (
        kind, "grey", f"passes.{code}",
    )  # fmt: skip
    assert (kept.plate, kept.code_text) == (plate, text[:500])
    assert (kept.officer, kept.premises_number, kept.direction) == (hai, west_exit.number, "entry")


def test_an_answer_that_may_pass_is_not_kept(hai, gate, vehicle_pass, port, wen, lin):
    scan(sign_in(hai), gate(), vehicle_pass.plate)
    elsewhere = build.an_issued_pass(
        wen, reviewer=lin, plate="辽P60000", riders=(build.a_driver(10),),
        checkpoint_number=port.number,
    )  # fmt: skip
    answer, _sent = scan(sign_in(hai), gate(), elsewhere.plate)
    assert answer.status_code == 302  # amber: announced for another checkpoint
    assert not RefusedScan.objects.exists()


def test_a_pass_that_may_not_pass_is_kept_with_its_reason(hai, gate, vehicle_pass, west_exit):
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    answer, _sent = scan(sign_in(hai), gate(), vehicle_pass.token)
    assert answer.status_code == 302
    kept = RefusedScan.objects.get()
    assert (kept.verdict_level, kept.verdict_code) == ("red", "passes.already_inside")
    assert (kept.vehicle_pass, kept.plate, kept.code_kind) == (
        vehicle_pass, vehicle_pass.plate, "token",
    )  # fmt: skip


def test_what_may_not_pass_after_all_is_kept_once(hai, kai, gate, vehicle_pass, west_exit):
    """Looked at while it was green, sent when a colleague had already let it in."""
    client = sign_in(hai)
    answer, _sent = scan(client, gate(), vehicle_pass.plate)
    sent = {
        "nonce": client.get(answer.url).context["form"]["nonce"].value(), "people_count": "1",
        "temperature_0": "365", "seal_number": "FQ02", "disposition": "let_pass",
    }  # fmt: skip
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=kai)
    for _click in range(2):
        assert client.post(answer.url, sent).status_code == 422
    kept = RefusedScan.objects.get()
    assert (kept.verdict_level, kept.verdict_code) == ("red", "passes.already_inside")
    assert (kept.vehicle_pass, kept.officer) == (vehicle_pass, hai)


def test_a_slip_in_the_form_refuses_nobody(hai, gate, vehicle_pass):
    client = sign_in(hai)
    answer, _sent = scan(client, gate(), vehicle_pass.plate)
    sent = {
        "nonce": client.get(answer.url).context["form"]["nonce"].value(), "people_count": "2",
        "temperature_0": "365", "disposition": "let_pass",
    }  # fmt: skip
    assert client.post(answer.url, sent).status_code == 422
    assert not RefusedScan.objects.exists()


def test_looking_at_the_answer_again_is_no_scan(hai, gate, vehicle_pass):
    with time_machine.travel(vehicle_pass.valid_until + timedelta(minutes=1)):
        client = sign_in(hai)
        answer, _sent = scan(client, gate(), vehicle_pass.plate)
        for _again in range(3):
            client.get(answer.url)
    assert RefusedScan.objects.get().verdict_code == "passes.expired"


def test_a_page_sent_again_is_the_same_scan_and_another_text_is_not(hai, gate):
    client = sign_in(hai)
    _answer, sent = scan(client, gate(), "P99999")
    client.post(gate(), sent)
    assert RefusedScan.objects.count() == 1
    client.post(gate(), sent | {"code": "P88888"})  # the old page, from the browser's history
    assert RefusedScan.objects.count() == 2
    scan(client, gate(), "P99999")
    assert RefusedScan.objects.count() == 3


def test_an_empty_form_is_no_scan(hai, gate):
    scan(sign_in(hai), gate(), "  ")
    assert not RefusedScan.objects.exists()


def test_a_form_without_a_nonce_is_kept_too(hai, gate):
    assert sign_in(hai).post(gate(), {"code": "P99999", "province": "辽"}).status_code == 200
    assert RefusedScan.objects.count() == 1


def test_at_the_exit_a_finished_trip_is_kept(hai, gate, vehicle_pass, west_exit):
    from .gate import an_exit

    trip = the_trip(vehicle_pass)
    an_entry(trip, premises=west_exit, by=hai)
    an_exit(trip, premises=west_exit, by=hai)
    scan(sign_in(hai), gate("exit"), vehicle_pass.plate)
    kept = RefusedScan.objects.get()
    assert (kept.direction, kept.verdict_code) == ("exit", "passes.already_left")


def test_a_code_whose_key_was_withdrawn_is_answered_red_on_the_spot(hai, gate, vehicle_pass):
    key = rotate_signing_key(by=SYSTEM)
    code = address_in_code(vehicle_pass, now=now())
    withdraw_signing_key(key, by=SYSTEM, reason="泄露")
    answer, _sent = scan(sign_in(hai), gate(), code)
    assert (answer.status_code, answer.context["verdict"].tone) == (200, "bad")
    kept = RefusedScan.objects.get()
    assert (kept.code_kind, kept.verdict_code) == ("signed", "passes.key_withdrawn")
    assert kept.plate == vehicle_pass.plate


def test_my_list_of_today_has_them_too(hai, kai, gate, vehicle_pass, west_exit):
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    client = sign_in(hai)
    scan(client, gate(), "P99999")
    scan(sign_in(kai), gate(), "P77777")
    page = client.get(gate())
    labels = [str(stop.standing.label) for stop in page.context["stops"]]
    assert labels == ["未放行入区", "放行入区"]
    kept = RefusedScan.objects.get(officer=hai)
    text = page.content.decode()
    assert kept.get_absolute_url() in text
    assert "该车牌没有通行证" in text
    assert "辽P77777" not in text


def test_my_list_of_today_ends_at_midnight(hai, gate):
    scan(sign_in(hai), gate(), "P99999")
    midnight = localtime(now()).replace(hour=0, minute=0, second=0) + timedelta(days=1)
    for moment, count in [(midnight - timedelta(seconds=2), 1), (midnight, 0)]:
        with time_machine.travel(moment):
            assert len(sign_in(hai).get(gate()).context["stops"]) == count


# --- the list ---


@pytest.fixture
def scans(hai, kai, west_exit, port, vehicle_pass):
    """Three at two checkpoints, an hour between them."""
    given = [
        (west_exit, hai, {"plate": "辽P99999", "verdict_code": "passes.no_pass_for_plate",
                          "code_kind": "plate"}),
        (west_exit, hai, {"plate": vehicle_pass.plate, "verdict_level": "red",
                          "verdict_code": "passes.already_inside", "code_kind": "signed",
                          "direction": "exit"}),
        (port, kai, {"code_text": "https://example.org"}),
    ]  # fmt: skip
    kept = []
    for place, (premises, by, changes) in enumerate(given):
        values = {"nonce": f"n{place}", "direction": "entry", "verdict_level": "grey",
                  "verdict_code": "passes.not_ours"} | changes  # fmt: skip
        passes = vehicle_pass if changes.get("code_kind") == "signed" else None
        with time_machine.travel(now() - timedelta(hours=3 - place)):
            scan = ScanAtGate(**values)
            kept.append(record_refused_scan(scan, premises=premises, vehicle_pass=passes, by=by))
    return kept


def numbers(client, query="", **typed):
    page = client.post(LIST, typed, follow=True) if typed else client.get(LIST + query)
    return [row.number for row in page.context["table"].page.rows]


def test_the_list_shows_the_latest_first(kai, scans):
    assert numbers(sign_in(kai)) == [scan.number for scan in reversed(scans)]
    text = sign_in(kai).get(LIST).content.decode()
    for words in ("已使用：该行程已在区内", "龙湾高速口", "柳条沟港卡口", "签名二维码", "海"):
        assert words in text


@pytest.mark.parametrize(
    ("query", "places"),
    [("?answer=passes.already_inside", [1]), ("?way=exit", [1]), ("?kind=plate", [0]),
     ("?checkpoint=" + build.PORT, [2]), ("?answer=passes.forged", []),
     ("?answer=nonsense&way=up&kind=zz", [2, 1, 0])],
)  # fmt: skip
def test_the_list_is_narrowed(kai, scans, query, places):
    assert numbers(sign_in(kai), query) == [scans[place].number for place in places]


def test_the_list_is_narrowed_to_a_period(kai, scans):
    since = localtime(scans[1].happened_at).strftime("%Y-%m-%dT%H:%M:%S")
    client = sign_in(kai)
    assert numbers(client, f"?since={since}") == [scans[2].number, scans[1].number]
    assert numbers(client, f"?until={since}") == [scans[0].number]


def test_the_list_is_searched(kai, scans, vehicle_pass):
    client = sign_in(kai)
    assert numbers(client, q="辽p999") == [scans[0].number]
    assert numbers(client, q=scans[2].number) == [scans[2].number]
    assert numbers(client, q=vehicle_pass.pass_number) == [scans[1].number]
    assert numbers(client, q="'; DROP TABLE") == []


def test_every_answer_that_refuses_can_be_chosen(kai):
    form = sign_in(kai).get(LIST).context["table"].form
    offered = [code for code, _words in form.fields["answer"].choices]
    assert {"", "passes.forged", "passes.already_left", "passes.data_too_old"} <= {*offered}
    assert len(offered) == len({*offered})
    assert not {"passes.valid", "passes.may_leave", "passes.check_seal"} & {*offered}


@pytest.mark.parametrize(
    ("name", "status", "count"),
    [("hai", 200, 2), ("kai", 200, 3), ("mei", 200, 3), ("lin", 403, 0), ("rui", 403, 0),
     ("sam", 403, 0), ("wen", 403, 0), ("ada", 403, 0)],
)  # fmt: skip
def test_who_sees_the_list(scans, name, status, count, request):
    client = sign_in(request.getfixturevalue(name))
    answer = client.get(LIST)
    assert answer.status_code == status
    if status == 200:
        assert answer.context["table"].count == count


def test_the_list_is_exported_without_what_was_scanned(kai, scans, vehicle_pass):
    answer = sign_in(kai).get(LIST + "?export=xlsx")
    rows = list(load_workbook(BytesIO(answer.getvalue())).active.values)
    text = str(rows)
    assert len([row for row in rows if row[0] and scans[0].number in row]) == 1
    assert vehicle_pass.pass_number in text
    assert "example.org" not in text


def test_an_officer_does_not_export(hai, scans):
    assert sign_in(hai).get(LIST).context["table"].may_export is False
    answer = sign_in(hai).get(LIST + "?export=xlsx")
    assert "spreadsheetml" not in answer.headers["Content-Type"]


def test_the_list_costs_the_same_for_many(kai, west_exit, scans):
    def queries():
        forget_names()
        client.get(LIST)  # names of places are read once a minute
        with CaptureQueriesContext(connection) as seen:
            client.get(LIST)
        return [query["sql"][:60] for query in seen.captured_queries]

    client = sign_in(kai)
    few = queries()
    for place in range(18):
        scan = ScanAtGate(f"m{place}", "entry", "grey", "passes.not_ours")
        record_refused_scan(scan, premises=west_exit, by=kai)
    assert queries() == few


# --- one of them ---


def test_one_scan_says_everything_but_what_was_scanned(kai, scans):
    page = sign_in(kai).get(scans[2].get_absolute_url())
    text = page.content.decode()
    assert "不是本区通行证" in text
    assert "柳条沟港卡口" in text
    assert "example.org" not in text
    assert page.context["may_reveal"]


def test_one_scan_leads_to_its_pass_for_who_may_see_it(kai, scans, vehicle_pass):
    assert (
        vehicle_pass.get_absolute_url()
        in sign_in(kai).get(scans[1].get_absolute_url()).content.decode()
    )


def test_an_officer_of_another_checkpoint_finds_none(staff, scans, port):
    other = staff("港", "checkpoint_officer", premises_number=port.number)
    assert sign_in(other).get(scans[0].get_absolute_url()).status_code == 404
    assert sign_in(other).get(scans[2].get_absolute_url()).status_code == 200


def test_what_was_scanned_is_shown_for_a_purpose(kai, scans):
    address = reverse("passes:refused_scan_reveal", args=[scans[2].number])
    client = sign_in(kai)
    assert client.post(address, {"purpose": "investigate", "reason": ""}).status_code == 422
    assert not Disclosure.objects.exists()
    answer = client.post(address, {"purpose": "investigate", "reason": "核查来源"})
    assert "https://example.org" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Disclosure.objects.get().subject_number == scans[2].number


def test_a_blank_reason_is_none(kai, scans):
    address = reverse("passes:refused_scan_reveal", args=[scans[2].number])
    answer = sign_in(kai).post(address, {"purpose": "investigate", "reason": "\u3000"})
    assert answer.status_code == 422
    assert "example.org" not in answer.content.decode()


@pytest.mark.parametrize(("name", "status"), [("hai", 403), ("lin", 404), ("sam", 403)])
def test_others_do_not_see_what_was_scanned(scans, name, status, request):
    address = reverse("passes:refused_scan_reveal", args=[scans[0].number])
    client = sign_in(request.getfixturevalue(name))
    answer = client.post(address, {"purpose": "investigate", "reason": "核查"})
    assert answer.status_code == status
    assert not Disclosure.objects.exists()

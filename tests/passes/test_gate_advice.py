"""What the officer's page says to do: put on a seal, take a photo, call the duty officer."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from longgang.core.clock import now
from longgang.core.identifiers import parse_plate
from longgang.passes.actions.blocklist import confirm_block, propose_block
from longgang.passes.actions.gate import confirm_turn_back, record_entry, undo_check
from longgang.passes.actions.loop import confirm_by_link
from longgang.passes.forms.gate import NOTHING_ENTERED
from longgang.passes.models import Check, RefusedScan
from longgang.passes.views import gate as gate_views
from tests.cast import sign_in

from . import build
from .gate import a_turn_back, an_entry, an_exit, the_trip
from .test_gate_pages import a_photo, entry_form

pytestmark = pytest.mark.django_db


def test_the_page_says_honestly_whether_seal_and_photo_are_needed(
    hai, gate, vehicle_pass, wen, lin
):
    build.a_rule("freight", "industrial", needs_seal=False)
    unsealed = build.an_issued_pass(wen, reviewer=lin, plate="辽P54321")
    client = sign_in(hai)
    for each, words in [(vehicle_pass, "必填；没有的"), (unsealed, "本次行程不需要")]:
        form = client.get(gate(number=each.number)).context["form"]
        for name in ("seal_number", "photo"):
            assert words in str(form[name].help_text)


def test_a_photo_is_asked_for_again_once_and_not_of_a_page_that_keeps_it(hai, gate, vehicle_pass):
    client, url = sign_in(hai), gate(number=vehicle_pass.number)
    again = "请重新选择文件：表单退回时浏览器不保留已选的文件。"

    def said(**more):
        form = entry_form(client.get(url), temperature_0="", photo=a_photo(), **more)
        return client.post(url, form).content.decode().count(f"{again}</li>")

    assert (said(), said(keeps_files="yes")) == (1, 0)


CALL = 'href="tel:0429-0000001"'


@pytest.mark.parametrize("phone", ["0429-0000001", ""])
def test_an_answer_that_says_to_call_has_the_number_beside_it(
    hai, gate, vehicle_pass, west_exit, settings, phone
):
    settings.DUTY_PHONE = phone
    client = sign_in(hai)
    assert "tel:" not in client.get(gate(number=vehicle_pass.number)).content.decode()
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    inside = client.get(gate(number=vehicle_pass.number)).content.decode()
    assert (CALL in inside, "tel:" in inside) == (bool(phone), bool(phone))


def test_an_answer_without_a_pass_has_it_too(hai, lin, mei, west_exit, settings):
    settings.DUTY_PHONE = "0429-0000001"
    scan, client = reverse("passes:gate_scan", args=[west_exit.number, "entry"]), sign_in(hai)
    entry = propose_block(
        plate=parse_plate("辽P66666", "2"), document_number="龙防指〔2026〕3号",
        ends_on=build.in_days(3), by=lin, reason="冲卡",
    )  # fmt: skip
    confirm_block(entry, by=mei)
    assert CALL in client.post(scan, {"code": "P66666", "province": "辽"}).content.decode()
    assert CALL not in client.post(scan, {"code": "P99999", "province": "辽"}).content.decode()
    assert CALL not in client.get(scan).content.decode()


def test_who_comes_second_sees_no_green_above_the_refusal(
    hai, kai, gate, vehicle_pass, monkeypatch
):
    """The other officer is faster between the look at the vehicle and the decision."""
    client, url = sign_in(hai), gate(number=vehicle_pass.number)
    sent = entry_form(client.get(url))

    def be_late(trip, **more):
        an_entry(trip, premises=more["premises"], by=kai, seal_number="FQ0777")
        return record_entry(trip, **more)

    monkeypatch.setattr(gate_views, "record_entry", be_late)
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert answer.context["vehicle"].verdict.code == "passes.already_inside"
    assert "凯" in answer.content.decode()


def test_who_is_inside_and_stands_at_the_entry_is_offered_the_way_out(
    hai, gate, vehicle_pass, west_exit, wen, lin
):
    """The officer looked the other way: the answer is where it is, not when to come back."""
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    later = build.an_issued_pass(wen, reviewer=lin, expected_entry_at=build.in_hours(30))
    client, out = sign_in(hai), gate("exit", vehicle_pass.number)
    typed = client.post(gate(), {"code": "P12345", "province": "辽"}, follow=True)
    named = client.post(gate(), {"code": later.pass_number, "province": "辽"}, follow=True)
    codes = [each.context["vehicle"].verdict.code for each in (typed, named)]
    assert codes == ["passes.already_inside", "passes.inside_on_another"]
    for page in (typed, named):
        shown, text = page.context["vehicle"], page.content.decode()
        assert not shown.may_record
        assert "海" in shown.drawn.lines[0]  # who let it in
        assert f'href="{out}"' in text
    assert client.get(out).context["vehicle"].verdict.code == "passes.check_seal"


def test_a_gate_without_an_exit_offers_no_way_out(hai, gate, vehicle_pass, west_exit):
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    west_exit.direction = "in"
    west_exit.save()
    page = sign_in(hai).get(gate(number=vehicle_pass.number))
    assert page.context["vehicle"].inside == the_trip(vehicle_pass)
    assert gate("exit", vehicle_pass.number) not in page.content.decode()


@pytest.mark.parametrize("nothing", ["", " ", "\t \u3000", "\u200b\ufeff", "- · ."])
def test_nothing_entered_is_no_code_of_anybody(hai, gate, nothing):
    response = sign_in(hai).post(gate(), {"code": nothing, "province": "津"})
    form, text = response.context["form"], response.content.decode()
    assert (response.status_code, form.errors["code"]) == (422, [NOTHING_ENTERED])
    assert "没有输入内容" in text
    assert "verdict" not in response.context
    assert form["province"].value() == "津"
    assert not RefusedScan.objects.exists()


@pytest.mark.parametrize("reading", ["99", "98.6", "33.9", "43.1", "３３", "abc"])
def test_a_reading_that_cannot_be_is_no_fever_but_to_be_measured_again(
    hai, gate, vehicle_pass, reading
):
    client, url = sign_in(hai), gate(number=vehicle_pass.number)
    answer = client.post(url, entry_form(client.get(url), temperature_0=reading))
    errors = answer.context["form"].errors
    assert (answer.status_code, list(errors)) == (422, ["temperature_0"])
    assert errors["temperature_0"] == ["体温不在 34 至 43 ℃ 之间。请重新测量。"]
    line = answer.content.decode().split('id="id_temperature_0_error"')[1]
    assert "体温不在 34 至 43" in line.split("</ul>")[0]
    assert not Check.objects.exists()


def test_what_is_no_seal_number_is_asked_for_again_at_its_field(hai, gate, vehicle_pass):
    client, url = sign_in(hai), gate(number=vehicle_pass.number)
    answer = client.post(url, entry_form(client.get(url), seal_number="封签一号"))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["seal_number"]
    form = entry_form(answer, seal_number="ｆq－00 01", photo=a_photo())
    assert client.post(url, form).status_code == 302
    assert Check.objects.get().seal_number == "FQ0001"


def test_an_arrival_that_nobody_confirmed_is_remarked_at_the_exit_and_holds_nobody(
    hai, gate, vehicle_pass, west_exit
):
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    client, url = sign_in(hai), gate("exit", vehicle_pass.number)
    page = client.get(url)
    shown = page.context["vehicle"]
    assert (shown.verdict.level, shown.verdict.code) == ("green", "passes.check_seal")
    assert "另：收货方尚未确认到达" in page.content.decode()
    form = {"nonce": page.context["form"]["nonce"].value(), "people_count": "1"}
    done = client.post(url, form | {"seal_state": "intact"}, follow=True)
    assert "收货方未确认到达。" in done.content.decode()
    assert the_trip(vehicle_pass).status == "closed"


def test_an_arrival_that_was_confirmed_is_not_remarked(hai, gate, vehicle_pass, west_exit):
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    confirm_by_link(the_trip(vehicle_pass), verb="arrive")
    client, url = sign_in(hai), gate("exit", vehicle_pass.number)
    page = client.get(url)
    assert page.context["vehicle"].verdict.codes == {"passes.check_seal"}
    form = {"nonce": page.context["form"]["nonce"].value(), "people_count": "1"}
    done = client.post(url, form | {"seal_state": "intact"}, follow=True)
    assert "确认到达" not in done.content.decode()


# --- what is too late, or another's ---


def undo_page(user, check):
    return sign_in(user).get(reverse("passes:check_undo", args=[check.number]))


def test_a_check_that_cannot_be_undone_says_so_and_shows_no_form(hai, kai, vehicle_pass, west_exit):
    check = an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    assert 'name="why"' in undo_page(hai, check).content.decode()
    assert_says(undo_page(kai, check), "passes.undo_not_yours")
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert_says(undo_page(hai, check), "passes.undo_too_late")
    out = an_exit(the_trip(vehicle_pass), premises=west_exit, by=hai)
    assert_says(undo_page(hai, check), "passes.trip_gone_on")
    undo_check(Check.objects.get(pk=out.pk), by=hai, reason="扫错了")
    assert_says(undo_page(hai, out), "passes.check_decided")


def test_a_turning_back_that_was_decided_shows_no_form(hai, kai, vehicle_pass, west_exit):
    check = a_turn_back(the_trip(vehicle_pass), premises=west_exit, by=hai)
    assert 'name="why"' in undo_page(hai, check).content.decode()
    confirm_turn_back(check, by=kai)
    assert_says(undo_page(hai, check), "passes.check_decided")


def assert_says(page, code):
    text = page.content.decode()
    why = page.context["why_not"]
    assert (page.status_code, why.code) == (200, code)
    assert str(why.reason) in text
    assert 'name="why"' not in text

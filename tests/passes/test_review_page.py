"""The review page: everything on one screen, each decision, what is wrong at its field, reveals."""

import dataclasses
from datetime import timedelta

import pytest

from longgang.audit.models import Disclosure
from longgang.core.identifiers import parse_plate
from longgang.passes.actions.applications import submit_application
from longgang.passes.actions.blocklist import confirm_block, propose_block
from longgang.passes.actions.reviews import issue_pass
from longgang.passes.models import VehiclePass

from . import build
from .gate import an_entry, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def waiting(wen, acid_works):
    return submit_application(build.an_acid_application(), by=wen, company=acid_works)


def url(vehicle_pass, verb=""):
    return f"/passes/queue/{vehicle_pass.number}/{verb}"


def test_page_masks_everybody(waiting, lin, signed_in):
    page = signed_in(lin).get(url(waiting)).content.decode()
    for secret in ("张伟", build.id_number(1), "13700000001", "13600000002", "锦山路 1 号"):
        assert secret not in page
    assert "龙湾酸业有限公司" in page


@pytest.mark.parametrize(("weight", "words"), [("30.00", "30 吨"), ("20.50", "20.5 吨")])
def test_weight_is_written_as_people_write_it(waiting, lin, signed_in, weight, words):
    VehiclePass.objects.filter(pk=waiting.pk).update(weight_t=weight)
    assert f"· {words}" in signed_in(lin).get(url(waiting)).content.decode()


def test_reveal_shows_one_value_once_and_writes_who_and_why(waiting, lin, signed_in):
    browser = signed_in(lin)
    person = waiting.aboard.first().person
    path = url(waiting, f"people/{person.number}/id_number/reveal/")
    answer = browser.post(path, {"purpose": "review", "reason": "核对驾驶人"})
    assert build.id_number(1) in answer.content.decode()
    assert build.id_number(2) not in answer.content.decode()
    (written,) = Disclosure.objects.all()
    assert (written.field, written.by_name, written.reason) == ("id_number", "林", "核对驾驶人")
    assert build.id_number(1) not in browser.get(url(waiting)).content.decode()


def test_reveal_needs_purpose_and_reason(waiting, lin, signed_in):
    person = waiting.aboard.first().person
    path = url(waiting, f"people/{person.number}/phone/reveal/")
    assert signed_in(lin).post(path, {"purpose": "review", "reason": ""}).status_code == 302
    assert not Disclosure.objects.exists()


def test_reveal_is_only_of_who_is_aboard_and_of_what_is_masked(waiting, lin, wen, signed_in):
    browser = signed_in(lin)
    person, stranger = waiting.aboard.first().person, build.a_person(wen)
    said = {"purpose": "review", "reason": "核对驾驶人"}
    for number, field in [(stranger.number, "phone"), (person.number, "name")]:
        path = url(waiting, f"people/{number}/{field}/reveal/")
        assert browser.post(path, said).status_code == 404
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("consignee_name", "葛玉兰"),
        ("consignee_phone", "13600000002"),
        ("consignor_contact", "张伟"),
    ],
)
def test_a_desk_sees_whom_to_call_at_either_end_once_and_it_is_written_down(
    field, value, wen, acid_works, lin, signed_in
):
    owner = build.a_consignee(name="葛玉兰", contact="葛玉兰", phone="13600000002")
    sender = build.a_consignor(contact="张伟")
    application = build.an_acid_application(consignee=owner, consignor=sender)
    waiting = submit_application(application, by=wen, company=acid_works)
    browser, page = signed_in(lin), url(waiting)
    hidden = browser.get(page).content.decode()
    path = url(waiting, f"{field}/reveal/")
    button = f'action="{path}"'
    assert (value in hidden, button in hidden) == (False, True)
    shown = browser.post(path, {"purpose": "contact", "reason": "电话核实"}).content.decode()
    assert (value in shown, button in shown) == (True, False)
    (written,) = Disclosure.objects.all()
    assert (written.field, written.subject_number) == (field, waiting.number)
    assert value not in browser.get(page).content.decode()


def test_what_is_not_masked_needs_no_revealing(waiting, lin, signed_in):
    said = {"purpose": "review", "reason": "核对驾驶人"}
    assert signed_in(lin).post(url(waiting, "signature/reveal/"), said).status_code == 404
    assert (
        url(waiting, "consignor_name/reveal/")
        not in signed_in(lin).get(url(waiting)).content.decode()
    )


@pytest.mark.parametrize(("name", "status"), [("bo", 404), ("hai", 403), ("wen", 403)])
def test_reveal_of_either_end_refuses_others(name, status, request, waiting, signed_in):
    browser = signed_in(request.getfixturevalue(name))
    said = {"purpose": "review", "reason": "好奇"}
    assert browser.post(url(waiting, "consignee_phone/reveal/"), said).status_code == status
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("bo", 404), ("hai", 403), ("wen", 403)])
def test_reveal_refuses_others(name, status, request, waiting, signed_in):
    person = waiting.aboard.first().person
    path = url(waiting, f"people/{person.number}/phone/reveal/")
    browser = signed_in(request.getfixturevalue(name))
    assert browser.post(path, {"purpose": "review", "reason": "好奇"}).status_code == status
    assert not Disclosure.objects.exists()


def test_the_street_reveals_whom_its_own_desk_decides_about(ada, staff, signed_in):
    street = staff("街", "street_officer", area_code=build.LONGWAN)
    visit = submit_application(build.a_private_application(), by=ada)
    person = visit.aboard.get().person
    path = url(visit, f"people/{person.number}/phone/reveal/")
    answer = signed_in(street).post(path, {"purpose": "contact", "reason": "电话核实"})
    assert "13700000001" in answer.content.decode()


def test_page_shows_every_conflict(waiting, wen, lin, rui, mei, hai, west_exit, signed_in):
    inside = build.an_issued_pass(wen, reviewer=lin, expected_entry_at=build.in_hours(0.5))
    an_entry(the_trip(inside), premises=west_exit, by=hai)
    other = build.a_submitted_pass(wen, expected_entry_at=build.in_hours(9))
    block = propose_block(
        plate=parse_plate("辽P12345", "2"), document_number="龙政发〔2026〕2号",
        ends_on=build.in_days(3), by=rui, reason="冲卡",
    )  # fmt: skip
    confirm_block(block, by=mei)
    page = signed_in(lin).get(url(waiting)).content.decode()
    assert the_trip(inside).number in page
    assert other.number in page
    assert "龙政发〔2026〕2号" in page
    assert url(waiting, "refuse/") in page
    assert url(waiting, "issue/") not in page, "what cannot be approved has no such button"
    answer = signed_in(lin).post(url(waiting, "issue/"))
    assert answer.status_code == 422
    assert VehiclePass.objects.get(pk=waiting.pk).status == "submitted"


def test_page_shows_that_the_company_is_blocked(wen, lin, rui, mei, acid_works, signed_in):
    own = build.a_submitted_pass(wen, company=acid_works)
    of_herself = build.a_submitted_pass(wen)
    block = propose_block(
        credit_code=acid_works.credit_code, document_number="龙政发〔2026〕5号",
        ends_on=build.in_days(3), by=rui, reason="多次瞒报",
    )  # fmt: skip
    assert "龙政发〔2026〕5号" not in signed_in(lin).get(url(own)).content.decode()
    confirm_block(block, by=mei)
    page = signed_in(lin).get(url(own)).content.decode()
    assert "企业在禁行名单中" in page
    assert "（龙政发〔2026〕5号），不能通过" in page
    assert url(own, "issue/") not in page, "what cannot be approved has no such button"
    assert url(of_herself, "issue/") in signed_in(lin).get(url(of_herself)).content.decode()


def test_page_warns_of_the_pass_that_approving_replaces(waiting, wen, lin, acid_works, signed_in):
    issue_pass(waiting, by=lin)
    later = waiting.expected_entry_at + timedelta(minutes=23)
    facts = dataclasses.replace(build.an_acid_application(), expected_entry_at=later)
    second = submit_application(facts, by=wen, company=acid_works)
    page = signed_in(lin).get(url(second)).content.decode()
    assert f"通行证 {waiting.pass_number}，旧证随即失效" in page
    issue_pass(second, by=lin)
    waiting.refresh_from_db()
    assert waiting.status == "superseded"


@pytest.mark.parametrize(
    ("verb", "said", "status"),
    [
        ("issue/", {}, "issued"),
        ("return/", {"fields_to_correct": ["goods"], "reason": "品名不清楚"}, "returned"),
        ("refuse/", {"reason_code": "quota", "reason": "已满"}, "refused"),
    ],
)
def test_each_decision_leads_back_to_the_queue(verb, said, status, waiting, lin, signed_in):
    answer = signed_in(lin).post(url(waiting, verb), said)
    assert (answer.status_code, answer.url) == (302, "/passes/queue/")
    waiting.refresh_from_db()
    assert waiting.status == status


@pytest.mark.parametrize(
    ("verb", "said", "name", "field"),
    [
        ("return/", {"reason": "品名不清楚"}, "return_form", "fields_to_correct"),
        ("return/", {"fields_to_correct": ["moon"], "reason": "x"}, "return_form",
         "fields_to_correct"),
        ("return/", {"fields_to_correct": ["goods"], "reason": " "}, "return_form", "reason"),
        ("refuse/", {"reason_code": "nonsense", "reason": "x"}, "refuse_form", "reason_code"),
        ("refuse/", {"reason_code": "quota", "reason": "字" * 70_000}, "refuse_form", "reason"),
        ("hand-over/", {"desk_code": "211403-industry", "reason": "x"}, "hand_over_form",
         "desk_code"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field(verb, said, name, field, waiting, lin, signed_in):
    answer = signed_in(lin).post(url(waiting, verb), said)
    assert answer.status_code == 422
    assert field in answer.context[name].errors
    waiting.refresh_from_db()
    assert waiting.status == "submitted"


def test_supervisor_hands_over_but_does_not_decide(waiting, mei, signed_in):
    browser = signed_in(mei)
    page = browser.get(url(waiting)).content.decode()
    assert url(waiting, "hand-over/") in page
    assert url(waiting, "issue/") not in page
    assert browser.post(url(waiting, "issue/")).status_code == 403
    said = {"desk_code": "211403-transport", "reason": "物流归交通"}
    assert browser.post(url(waiting, "hand-over/"), said).status_code == 302
    waiting.refresh_from_db()
    assert waiting.desk_code == "211403-transport"


def test_revoke_is_offered_for_issued_passes_only(waiting, lin, signed_in):
    browser = signed_in(lin)
    assert url(waiting, "revoke/") not in browser.get(url(waiting)).content.decode()
    issue_pass(waiting, by=lin)
    assert url(waiting, "revoke/") in browser.get(url(waiting)).content.decode()
    assert browser.post(url(waiting, "revoke/"), {"reason": "虚假申报"}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == "revoked"


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("issue/", {}),
        ("return/", {"fields_to_correct": ["goods"], "reason": "品名不清楚"}),
        ("hand-over/", {"desk_code": "211403-transport", "reason": "归口"}),
    ],
)
def test_who_comes_second_reads_who_was_faster(verb, said, waiting, lin, staff, signed_in):
    second = staff("丽", "reviewer", desk_code="211403-industry")
    issue_pass(waiting, by=second)
    answer = signed_in(lin).post(url(waiting, verb), said)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "丽" in page
    assert url(waiting) in page


def test_queue_is_ordered_by_waiting_and_narrowed_by_desk(waiting, wen, lin, mei, signed_in):
    mail = build.a_submitted_pass(wen, plate="辽P54321", goods_class="mail")
    rows = signed_in(mei).get("/passes/queue/").context["rows"]
    assert [row[0] for row in rows] == [waiting, mail]
    only = signed_in(mei).get("/passes/queue/?desk=211403-transport").context["rows"]
    assert [row[0] for row in only] == [mail]
    part = signed_in(lin).get("/passes/queue/", headers={"HX-Target": "queue"}).content.decode()
    assert "<html" not in part
    assert "辽P12345" in part
    assert "辽P54321" not in part

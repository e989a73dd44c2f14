"""Proposing an entry of the blocklist: document, end date, reason; it does not count yet."""

import pytest

from longgang.core.clock import today
from longgang.core.errors import NotAllowed, Refused
from longgang.core.identifiers import parse_plate
from longgang.passes.actions.blocklist import propose_block
from longgang.passes.models import BlockEntry
from tests.audit.helpers import assert_one_event

from . import build

pytestmark = pytest.mark.django_db


def propose(by, **changes):
    said = {
        "plate": parse_plate("辽P12345", "2"), "document_number": "龙政发〔2026〕2号",
        "ends_on": build.in_days(3), "reason": "冲卡",
    } | changes  # fmt: skip
    return propose_block(by=by, **said)


@pytest.mark.parametrize("name", ["lin", "kai", "rui"])
def test_propose_does_not_count_yet(name, request):
    entry = propose(request.getfixturevalue(name))
    assert (entry.kind, entry.plate, entry.confirmed_at) == ("vehicle", "辽P12345", None)
    assert not BlockEntry.objects.in_force(today()).exists()


def test_propose_leaves_exactly_one_event(rui):
    with assert_one_event("block.proposed") as events:
        propose(rui)
    assert events[0].reason == "冲卡"


def test_propose_a_person(rui, wen):
    person = build.a_person(wen)
    entry = propose(rui, plate=None, person=person)
    assert (entry.kind, entry.person, entry.plate) == ("person", person, "")


def test_propose_a_company(rui):
    entry = propose(rui, plate=None, credit_code=build.credit_code())
    assert (entry.kind, entry.credit_code) == ("company", build.credit_code())
    assert (entry.person, entry.plate) == (None, "")


def test_propose_until_today_is_possible(rui):
    assert propose(rui, ends_on=today()).ends_on == today()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"document_number": " "}, "passes.document_number_missing"),
        ({"reason": "x"}, "passes.reason_missing"),
        ({"ends_on": -1}, "passes.block_ends_in_the_past"),
        ({"ends_on": 5 * 366}, "passes.block_ends_too_late"),
    ],
)
def test_propose_refuses_what_is_missing(changes, code, rui):
    if "ends_on" in changes:
        changes = {"ends_on": build.in_days(changes["ends_on"])}
    with pytest.raises(Refused) as refused:
        propose(rui, **changes)
    assert [each.code for each in refused.value.refusals] == [code]


@pytest.mark.parametrize("name", ["mei", "hai", "sam", "ada"])
def test_propose_refuses_others(name, request):
    with pytest.raises(NotAllowed):
        propose(request.getfixturevalue(name))


FORM = {
    "kind": "vehicle", "plate": "辽P12345", "plate_colour": "2", "reason": "冲卡",
    "document_number": "龙政发〔2026〕2号",
}  # fmt: skip


def test_form_proposes_a_vehicle(rui, signed_in):
    answer = signed_in(rui).post(
        "/passes/blocklist/propose/", FORM | {"ends_on": str(build.in_days(3))}
    )
    assert answer.status_code == 302
    assert BlockEntry.objects.get().plate == "辽P12345"


def test_form_finds_a_person_by_id_number(rui, wen, signed_in):
    person = build.a_person(wen)
    said = {"kind": "person", "plate": "", "id_number": person.id_number}
    answer = signed_in(rui).post(
        "/passes/blocklist/propose/", FORM | said | {"ends_on": str(build.in_days(3))}
    )
    assert answer.status_code == 302
    assert BlockEntry.objects.get().person == person
    shown = signed_in(rui).get(answer.url).content.decode()
    assert person.name not in shown
    assert person.id_number not in shown


def test_form_blocks_a_company_and_names_the_one_in_the_register(rui, acid_works, signed_in):
    said = {"kind": "company", "credit_code": build.credit_code().lower()}
    answer = signed_in(rui).post(
        "/passes/blocklist/propose/", FORM | said | {"ends_on": str(build.in_days(3))}
    )
    entry = BlockEntry.objects.get()
    assert (entry.credit_code, entry.plate) == (acid_works.credit_code, "")
    assert acid_works.name in signed_in(rui).get(answer.url).content.decode()


def test_form_blocks_a_company_that_is_not_registered(rui, signed_in):
    said = {"kind": "company", "credit_code": build.credit_code(2)}
    answer = signed_in(rui).post(
        "/passes/blocklist/propose/", FORM | said | {"ends_on": str(build.in_days(3))}
    )
    assert "没有使用该代码的企业" in signed_in(rui).get(answer.url).content.decode()


@pytest.mark.parametrize("text", [build.credit_code(2), build.credit_code(2).lower()])
def test_list_finds_a_company_by_its_code(text, rui, signed_in):
    propose(rui)
    entry = propose(rui, plate=None, credit_code=build.credit_code(2))
    answer = signed_in(rui).post("/passes/blocklist/", {"q": text}, follow=True)
    assert list(answer.context["table"].page.rows) == [entry]
    assert build.credit_code(2) in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"plate": "辽P1"}, "plate"),
        ({"plate": ""}, "plate"),
        ({"kind": "person", "id_number": "211403198506150021"}, "id_number"),
        ({"kind": "person", "id_number": build.id_number(99)}, "id_number"),
        ({"kind": "person", "id_number": ""}, "id_number"),
        ({"kind": "company", "credit_code": "91211403MA00000012"}, "credit_code"),
        ({"kind": "company", "credit_code": ""}, "credit_code"),
        ({"kind": ""}, "kind"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"plate": "辽" * 70_000}, "plate"),
    ],
)
def test_form_says_what_is_wrong_at_its_field(said, field, rui, signed_in):
    sent = FORM | {"ends_on": str(build.in_days(3))} | said
    answer = signed_in(rui).post("/passes/blocklist/propose/", sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not BlockEntry.objects.exists()

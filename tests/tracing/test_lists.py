"""Lists of a batch: for another district, for communities; each look written down."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import load_workbook

from longgang.audit.api import Disclosure, Event
from longgang.core.clock import as_if
from longgang.core.errors import NotAllowed, Refused
from longgang.tracing.actions.batches import carry_out, choose_contacts
from longgang.tracing.actions.lists import export_list
from longgang.tracing.models import Contact
from tests.cast import sign_in
from tests.measures.build import DAY, NOW, id_number

pytestmark = pytest.mark.django_db
WHY = "发协查函"


@pytest.fixture
def batch(case, people, yan):
    met = {people.hai.pk: (1, DAY), people.nan.pk: (1, DAY)}
    return choose_contacts(case, met, by=yan, reason="密接管控")


@pytest.fixture
def carried_out(batch, yan):
    carry_out(batch, by=yan)
    return batch


def seen():
    rows = Disclosure.objects.filter(subject_kind="people.person").order_by("pk")
    return [(each.field, each.reason) for each in rows]


def test_each_value_of_each_person_is_written_down(carried_out, people, yan):
    [contact] = export_list(carried_out, "elsewhere", by=yan, reason=WHY)
    assert contact.person == people.nan
    why = f"{carried_out.number} {WHY}"
    assert seen() == [("phone", why), ("id_number", why), ("address", why)]
    event = Event.objects.get(kind="batch.exported")
    assert event.after == {"case": carried_out.case.number, "elsewhere": 1}


def test_whose_list_was_taken_for_another_district_is_handed_over(carried_out, people, yan, ye):
    later = NOW + timedelta(hours=1)
    with as_if(later):
        export_list(carried_out, "elsewhere", by=ye, reason=WHY)
    contact = Contact.objects.get(person=people.nan)
    assert (contact.status, contact.by_name, contact.at) == ("handed_over", "叶", later)
    assert Contact.objects.get(person=people.hai).status == "ordered"
    page = sign_in(yan).get(carried_out.get_absolute_url()).content.decode()
    assert "已移交外区" in page
    assert "叶" in page
    assert reverse("tracing:list", args=[carried_out.number, "handed_over"]) in page


def test_a_list_taken_again_has_the_same_people(carried_out, people, yan, ye):
    export_list(carried_out, "elsewhere", by=yan, reason=WHY)
    for status in ("elsewhere", "handed_over"):
        [contact] = export_list(carried_out, status, by=ye, reason=WHY)
        assert contact.person == people.nan
    assert Contact.objects.get(person=people.nan).by_name == "严"  # who has handed over first
    assert Event.objects.filter(kind="batch.exported").count() == 3


def test_a_list_for_a_community_hands_nobody_over(carried_out, people, yan):
    export_list(carried_out, "ordered", by=yan, reason=WHY)
    assert Contact.objects.get(person=people.nan).status == "elsewhere"


@pytest.mark.parametrize(
    ("status", "reason", "code"),
    [
        ("elsewhere", "", "tracing.reason_missing"),
        ("already", WHY, "tracing.nobody_on_the_list"),
        ("set_aside", WHY, "tracing.nobody_on_the_list"),
        ("handed_over", WHY, "tracing.nobody_on_the_list"),
    ],
)
def test_export_list_refuses(status, reason, code, carried_out, yan):
    with pytest.raises(Refused) as refused:
        export_list(carried_out, status, by=yan, reason=reason)
    assert refused.value.code == code
    assert seen() == []


def test_there_is_no_list_before_it_is_carried_out(batch, yan):
    with pytest.raises(Refused) as refused:
        export_list(batch, "elsewhere", by=yan, reason=WHY)
    assert refused.value.code == "tracing.batch_not_done"


def test_a_long_list_is_taken_by_a_second_person(carried_out, yan, ye, monkeypatch):
    monkeypatch.setattr("longgang.tracing.rules.TWO_PEOPLE_ABOVE", 0)
    with pytest.raises(Refused) as refused:
        export_list(carried_out, "ordered", by=yan, reason=WHY)
    assert refused.value.code == "core.two_people"
    assert len(export_list(carried_out, "ordered", by=ye, reason=WHY)) == 1


@pytest.mark.parametrize("who", ["kang", "ling", "sam"])
def test_others_take_no_list(who, carried_out, request):
    with pytest.raises(NotAllowed):
        export_list(carried_out, "ordered", by=request.getfixturevalue(who), reason=WHY)


def test_the_workbook_says_whose_it_is_in_every_row(carried_out, people, yan):
    browser = sign_in(yan)
    address = reverse("tracing:list", args=[carried_out.number, "elsewhere"])
    assert address in browser.get(carried_out.get_absolute_url()).content.decode()
    refused = browser.post(address, {"reason": "x"})
    assert refused.status_code == 422
    answer = browser.post(address, {"reason": WHY})
    assert carried_out.number in answer["Content-Disposition"]
    rows = load_workbook(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    [row] = [row for row in rows if "王南" in row]
    assert id_number(305) in row
    assert any(carried_out.number in str(cell) and "严" in str(cell) for cell in row)
    assert "何海" not in str(rows)


def test_there_is_no_list_of_whom_the_rules_spare(carried_out, yan):
    browser = sign_in(yan)
    for group in ("nothing", "set_aside", "x"):
        address = reverse("tracing:list", args=[carried_out.number, group])
        assert browser.post(address, {"reason": WHY}).status_code == 404

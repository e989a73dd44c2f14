import pytest

from longgang.audit.api import Disclosure
from longgang.core.errors import NotAllowed, Refused
from longgang.people import rules
from longgang.people.api import register_person, reveal, reveal_all
from tests.people.helpers import BINHAI, id_number

pytestmark = pytest.mark.django_db


def test_reveal_shows_the_value_and_leaves_a_disclosure(zhang, bo):
    shown = reveal(zhang, "id_number", by=bo, purpose="identify", reason="stands before me")
    assert shown == id_number()
    told = Disclosure.objects.get()
    assert (told.field, told.purpose, told.subject_number) == (
        "id_number",
        "identify",
        zhang.number,
    )


def test_reveal_the_contact_of_a_company(company, bo):
    assert reveal(company, "contact_phone", by=bo, purpose="contact", reason="call") == (
        "13800000001"
    )


def test_reveal_by_a_reviewer_of_the_districts_desk(zhang, lin):
    assert reveal(zhang, "phone", by=lin, purpose="review", reason="call") == "13700000001"


def test_reveal_refuses_another_street(mei, bo):
    person = register_person(name="王芳", area_code=BINHAI, by=mei)
    with pytest.raises(NotAllowed):
        reveal(person, "phone", by=bo, purpose="contact", reason="call")


def test_reveal_refuses_a_resident(zhang, ku):
    with pytest.raises(NotAllowed):
        reveal(zhang, "phone", by=ku, purpose="contact", reason="call")


def test_reveal_needs_a_reason(zhang, bo):
    with pytest.raises(Refused) as refused:
        reveal(zhang, "phone", by=bo, purpose="contact", reason="x")
    assert refused.value.code == "people.reason_missing"
    assert not Disclosure.objects.exists()


def test_reveal_stops_who_looks_at_everybody(zhang, bo, monkeypatch):
    monkeypatch.setattr(rules, "REVEALS_PER_HOUR", 1)
    reveal(zhang, "phone", by=bo, purpose="contact", reason="call")
    with pytest.raises(Refused) as refused:
        reveal(zhang, "phone", by=bo, purpose="contact", reason="call")
    assert refused.value.code == "people.too_many_reveals"


def test_reveal_knows_no_other_field(zhang, bo):
    with pytest.raises(KeyError):
        reveal(zhang, "name", by=bo, purpose="contact", reason="call")


def test_what_is_needed_together_counts_once_and_leaves_a_disclosure_each(zhang, bo, monkeypatch):
    monkeypatch.setattr(rules, "REVEALS_PER_HOUR", 1)
    fields = ["id_number", "phone", "address"]
    shown = reveal_all(zhang, fields, by=bo, purpose="care", reason="printed notice")
    assert shown == {field: getattr(zhang, field) for field in fields}
    assert sorted(each.field for each in Disclosure.objects.all()) == sorted(fields)
    with pytest.raises(Refused):
        reveal_all(zhang, fields, by=bo, purpose="care", reason="printed notice")

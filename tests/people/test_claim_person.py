import pytest

from longgang.core.errors import Refused
from longgang.people import rules
from longgang.people.actions import people as actions
from longgang.people.api import claim_person, person_of, register_person
from tests.audit.helpers import assert_one_event
from tests.people.helpers import id_number

pytestmark = pytest.mark.django_db


def test_claim_enters_a_resident_nobody_knew(ku):
    with assert_one_event("person.registered"):
        person = claim_person(name="库", id_number=id_number(3), by=ku)
    assert person_of(ku) == person
    assert person.phone == ku.phone


def test_claim_takes_over_the_entry_that_others_made(ku, bo):
    known = register_person(name="库", id_number=id_number(3), phone=ku.phone, by=bo)
    with assert_one_event("person.claimed"):
        assert claim_person(name="库", id_number=id_number(3), by=ku) == known
    assert person_of(ku) == known


@pytest.mark.parametrize("phone", ["", "13700000001"])
def test_claim_refuses_an_entry_with_another_phone(ku, bo, phone):
    register_person(name="库", id_number=id_number(3), phone=phone, by=bo)
    with pytest.raises(Refused) as refused:
        claim_person(name="库", id_number=id_number(3), by=ku)
    assert refused.value.code == "people.entry_not_yours"


def test_claim_refuses_another_name(ku, bo):
    register_person(name="裤", id_number=id_number(3), phone=ku.phone, by=bo)
    with pytest.raises(Refused) as refused:
        claim_person(name="库", id_number=id_number(3), by=ku)
    assert refused.value.code == "people.other_name"


@pytest.mark.parametrize("name", ["库", "裤"], ids=["another phone", "another name"])
def test_claim_ends_the_trying_of_numbers(ku, bo, name, monkeypatch):
    monkeypatch.setattr(rules, "MISFITS_PER_HOUR", 2)
    register_person(name="库", id_number=id_number(3), phone="13700000001", by=bo)
    said = []
    for _n in range(3):
        with pytest.raises(Refused) as refused:
            claim_person(name=name, id_number=id_number(3), by=ku)
        said.append(refused.value.code)
    assert said[2] == "people.too_many_misfits" not in said[:2]


def test_claim_loses_against_somebody_faster(ku, ada, bo):
    known = register_person(name="库", id_number=id_number(3), phone=ku.phone, by=bo)
    known.user = ada
    known.save(update_fields=["user"])
    with pytest.raises(Refused) as refused:
        claim_person(name="库", id_number=id_number(3), by=ku)
    assert refused.value.code == "people.id_number_taken"


def test_claim_refuses_without_a_name(ku):
    with pytest.raises(Refused) as refused:
        actions.claim_person(by=ku)
    assert refused.value.code == "people.name_missing"

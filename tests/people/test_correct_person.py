import pytest

from longgang.core.errors import NotAllowed, Refused
from longgang.people.api import claim_person, correct_person, register_person
from tests.audit.helpers import assert_one_event, assert_writes_are_told
from tests.people.helpers import BINHAI, id_number

pytestmark = pytest.mark.django_db


def test_correct_changes_name_and_how_it_sounds(zhang, bo):
    with assert_one_event("person.corrected") as events:
        correct_person(zhang, name="章伟", by=bo, reason="mistyped")
    zhang.refresh_from_db()
    assert (zhang.name, zhang.initials) == ("章伟", "zw")
    assert events[0].reason == "mistyped"


def test_correct_finds_the_person_under_the_new_number(zhang, bo):
    correct_person(zhang, id_number=id_number(9), by=bo)
    zhang.refresh_from_db()
    assert zhang.id_number_last4 == id_number(9)[-4:]


def test_correct_writes_nothing_when_nothing_changes(zhang, bo):
    with assert_writes_are_told():
        correct_person(zhang, name="张伟", by=bo)


def test_correct_lets_people_change_their_own_phone(ku):
    person = claim_person(name="库", id_number=id_number(3), by=ku)
    correct_person(person, phone="13700000005", by=ku)
    person.refresh_from_db()
    assert person.phone == "13700000005"


def test_correct_keeps_ones_own_name_for_the_office(ku):
    person = claim_person(name="库", id_number=id_number(3), by=ku)
    with pytest.raises(NotAllowed) as refused:
        correct_person(person, name="裤", by=ku)
    assert refused.value.code == "people.identity_is_the_offices"


def test_correct_refuses_a_stranger(zhang, ku):
    with pytest.raises(NotAllowed):
        correct_person(zhang, phone="13700000005", by=ku)


def test_correct_refuses_the_officer_of_another_street(bo, mei):
    person = register_person(name="王芳", area_code=BINHAI, by=mei)
    with pytest.raises(NotAllowed):
        correct_person(person, phone="13700000005", by=bo)


def test_correct_refuses_a_number_that_somebody_else_has(zhang, bo):
    other = register_person(name="王芳", id_number=id_number(2), area_code="211403005", by=bo)
    with pytest.raises(Refused) as refused:
        correct_person(other, id_number=id_number(), by=bo)
    assert refused.value.code == "people.id_number_taken"


def test_correct_reads_a_number_by_the_kind_of_paper(zhang, bo):
    correct_person(zhang, id_kind="400", id_number="e12345678", by=bo)
    zhang.refresh_from_db()
    assert (zhang.id_kind, zhang.id_number) == ("400", "E12345678")

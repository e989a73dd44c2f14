from datetime import timedelta

import pytest

from longgang.accounts.api import User
from longgang.core.clock import as_if, now
from longgang.core.errors import NotAllowed, Refused
from longgang.people import rules
from longgang.people.api import Crew, Person, find_or_register_person, identify_person
from tests.audit.helpers import assert_one_event, assert_writes_are_told
from tests.people.helpers import id_number

pytestmark = pytest.mark.django_db


def test_find_gives_the_known_person(zhang, ada):
    assert find_or_register_person(name="张伟", id_number=id_number(), by=ada) == zhang


def test_find_registers_a_person_nobody_knew(ada):
    with assert_one_event("person.registered"):
        person = find_or_register_person(name="王芳", id_number=id_number(2), by=ada)
    assert person.name == "王芳"


def test_find_refuses_a_known_number_under_another_name(zhang, ada):
    with pytest.raises(Refused) as refused:
        find_or_register_person(name="王芳", id_number=id_number(), by=ada)
    assert refused.value.code == "people.other_name"
    assert "张伟" not in str(refused.value.refusals[0])


def test_find_writes_nothing_when_nothing_is_new(zhang, ada):
    with assert_writes_are_told():
        find_or_register_person(name="张伟", id_number=id_number(), phone="13700000009", by=ada)
    zhang.refresh_from_db()
    assert zhang.phone == "13700000001"


def test_find_fills_what_the_entry_lacked(ada):
    find_or_register_person(name="王芳", id_number=id_number(2), by=ada)
    with assert_one_event("person.corrected"):
        find_or_register_person(name="王芳", id_number=id_number(2), address="海滨路1号", by=ada)
    assert Person.objects.get().address == "海滨路1号"


def test_find_leaves_a_blank_phone_to_its_holder_and_to_staff(ada, mei):
    find_or_register_person(name="王芳", id_number=id_number(2), by=ada)
    find_or_register_person(name="王芳", id_number=id_number(2), phone="13700000002", by=ada)
    assert Person.objects.get().phone == ""
    find_or_register_person(name="王芳", id_number=id_number(2), phone="13700000002", by=mei)
    assert Person.objects.get().phone == "13700000002"


def try_misfits(user: User, count: int) -> list[str]:
    """Known number after known number under a wrong name; what was said each time."""
    said = []
    for _n in range(count):
        with pytest.raises(Refused) as refused:
            find_or_register_person(name="王芳", id_number=id_number(), by=user)
        said.append(refused.value.code)
    return said


def test_find_ends_the_trying_of_numbers_under_wrong_names(zhang, ku):
    limit = rules.MISFITS_PER_HOUR
    assert try_misfits(ku, limit + 1) == ["people.other_name"] * limit + ["people.too_many_misfits"]


@pytest.mark.parametrize(
    ("name", "serial"), [("张伟", 1), ("王芳", 2)], ids=["a name that fits", "a free number"]
)
def test_find_tells_nothing_more_to_whoever_tried_too_many(zhang, ku, name, serial, monkeypatch):
    monkeypatch.setattr(rules, "MISFITS_PER_HOUR", 1)
    try_misfits(ku, 1)
    with pytest.raises(Refused) as refused:
        find_or_register_person(name=name, id_number=id_number(serial), by=ku)
    assert refused.value.code == "people.too_many_misfits"
    assert Person.objects.count() == 1


def test_find_goes_on_for_those_one_knows_and_after_an_hour(zhang, company, ada, monkeypatch):
    monkeypatch.setattr(rules, "MISFITS_PER_HOUR", 1)
    find_or_register_person(name="张伟", id_number=id_number(), company=company, by=ada)
    try_misfits(ada, 1)
    assert find_or_register_person(name="张伟", id_number=id_number(), by=ada) == zhang
    assert find_or_register_person(name="李娜", by=ada).name == "李娜"
    with as_if(now() + timedelta(hours=1)):
        assert find_or_register_person(name="王芳", id_number=id_number(2), by=ada)


def test_find_puts_a_driver_into_the_crew_once(zhang, company, ada):
    with assert_one_event("company.crew_added"):
        find_or_register_person(name="张伟", id_number=id_number(), company=company, by=ada)
    with assert_writes_are_told():
        find_or_register_person(name="张伟", id_number=id_number(), company=company, by=ada)
    assert Crew.objects.get().person == zhang


def test_find_refuses_a_stranger_to_the_company(company, ku):
    with pytest.raises(NotAllowed):
        find_or_register_person(name="王芳", id_number=id_number(2), company=company, by=ku)
    assert not Person.objects.exists()


def test_find_costs_few_queries(company, ada, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        find_or_register_person(name="王芳", id_number=id_number(2), company=company, by=ada)


def test_identify_tells_nothing_more_to_whoever_asked_for_too_many_strangers(zhang, bo, mei):
    def said_to(user: User, number: str) -> str:
        try:
            return identify_person(number, by=user).number
        except Refused as refused:
            return refused.code

    assert said_to(bo, id_number()) == zhang.number
    limit = rules.MISFITS_PER_HOUR
    strangers = [said_to(bo, id_number(serial)) for serial in range(2, limit + 2)]
    assert set(strangers) == {"people.nobody"}
    assert said_to(bo, id_number()) == said_to(bo, id_number(99)) == "people.too_many_strangers"
    assert said_to(mei, id_number()) == zhang.number
    with as_if(now() + timedelta(hours=1)):
        assert said_to(bo, id_number()) == zhang.number

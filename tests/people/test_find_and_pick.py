import pytest

from longgang.accounts.api import Role
from longgang.people.api import (
    Company,
    Person,
    Vehicle,
    add_crew_member,
    find_person,
    pick_people,
    pick_vehicles,
    register_person,
    register_vehicle,
    same_name_and_phone,
)
from longgang.people.queries import companies_matching
from tests.people.helpers import BINHAI, DISTRICT, id_number

pytestmark = pytest.mark.django_db


def test_find_person_by_whole_numbers_only(zhang):
    assert find_person(id_number=id_number(), id_kind="111") == zhang
    assert find_person(id_number=id_number(), id_kind="400") is None
    assert find_person(phone=zhang.phone) == zhang
    assert find_person(phone="13700000002") is None
    assert find_person(number="nobody") is None
    assert find_person() is None


def test_find_person_by_a_phone_that_two_have(zhang, bo):
    register_person(name="王芳", phone=zhang.phone, by=bo)
    assert find_person(phone=zhang.phone) is None


@pytest.mark.parametrize("text", ["张", "zw", "ZW", "zhangwei", "zhang wei", "0001", ""])
def test_pick_people_by_name_sound_and_last_four(zhang, bo, text):
    assert pick_people(bo, text) == [zhang]


def test_pick_people_by_the_last_of_the_id_number(zhang, bo):
    assert pick_people(bo, id_number()[-4:].lower()) == [zhang]
    assert pick_people(bo, "9999") == []


def test_pick_people_of_the_company(zhang, company, ada, ku):
    assert pick_people(ada, "张") == []
    add_crew_member(company, zhang, by=ada)
    assert pick_people(ada, "张", company=company) == [zhang]
    assert pick_people(ku, "张", company=company) == []


def test_pick_vehicles_by_part_of_the_plate(tanker, company, ada, ku):
    assert pick_vehicles(ada, "p 123", company=company) == [tanker]
    assert pick_vehicles(ada) == [tanker]
    assert pick_vehicles(ku, "123") == []


@pytest.mark.parametrize("text", ["酸业", "lwsy", "longwan", "91211403ma"])
def test_companies_are_found_by_name_sound_and_code(company, text):
    assert Company.objects.filter(companies_matching(text)).get() == company


def test_likely_duplicates_share_name_and_end_of_phone(zhang):
    assert same_name_and_phone("张伟", "13999990001") == [zhang]
    assert same_name_and_phone("张伟", "") == []
    assert same_name_and_phone("章伟", "13999990001") == []


def test_staff_see_the_people_of_their_area(zhang, mei, bo, lin, staff):
    nowhere = register_person(name="王芳", by=mei)
    elsewhere = register_person(name="王芳", area_code="210102", by=mei)
    binhai = staff("滨", Role.STREET_OFFICER, BINHAI)
    checkpoint = staff("卡", Role.CHECKPOINT_OFFICER, DISTRICT)
    for user, seen in (
        (mei, {zhang, nowhere, elsewhere}),
        (lin, {zhang, nowhere, elsewhere}),
        (bo, {zhang}),
        (binhai, set()),
        (checkpoint, set()),
    ):
        assert set(Person.objects.visible_to(user)) == seen, user.name


def test_everybody_sees_their_own(company, tanker, ada, ku, mei):
    own = register_person(name="库", user=ku, by=ku)
    car = register_vehicle("辽P00001", "1", owner=own, by=ku)
    assert list(Person.objects.visible_to(ku)) == [own]
    assert list(Vehicle.objects.visible_to(ku)) == [car]
    assert list(Company.objects.visible_to(ku)) == []
    assert list(Vehicle.objects.visible_to(ada)) == [tanker]
    assert list(Company.objects.visible_to(ada)) == [company]
    assert set(Vehicle.objects.visible_to(mei)) == {car, tanker}


def test_a_company_that_waits_shows_its_member_no_register(pending, zhang, ada):
    pending.crew.create(person=zhang, since_on="2026-01-01")
    assert zhang not in Person.objects.visible_to(ada)


def test_rows_are_called_what_people_call_them(zhang, company, tanker, ada):
    add_crew_member(company, zhang, by=ada)
    assert [str(zhang), str(company), str(tanker)] == ["张伟", "龙湾酸业有限公司", "辽P12345"]
    assert str(company.memberships.get()) == "艾达 · 龙湾酸业有限公司"
    assert str(company.crew.get()) == "张伟 · 龙湾酸业有限公司"

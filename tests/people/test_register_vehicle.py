from datetime import date

import pytest

from longgang.core.errors import NotAllowed, Refused
from longgang.people.actions import vehicles as actions
from longgang.people.api import (
    claim_person,
    correct_vehicle,
    find_or_register_vehicle,
    find_vehicle,
    register_person,
    register_vehicle,
    represent_person,
    vehicles_of,
)
from tests.audit.helpers import assert_one_event, assert_writes_are_told
from tests.people.helpers import LONGWAN, id_number

pytestmark = pytest.mark.django_db


def test_register_for_a_company(company, ada):
    with assert_one_event("vehicle.registered"):
        vehicle = register_vehicle(
            "辽p·12345",
            "黄色",
            company=company,
            kind="tanker",
            vin="lfwsrxrj1k1e00001",
            licence_number="211403000001",
            licence_expires_on=date(2030, 1, 1),
            tank_number="T-1",
            tank_media=["1831", "1830", "1830"],
            tank_inspected_until=date(2029, 1, 1),
            by=ada,
        )
    vehicle.refresh_from_db()
    assert (vehicle.plate, vehicle.colour, vehicle.plate_kind) == ("辽P12345", "2", "civil")
    assert vehicle.vin == "LFWSRXRJ1K1E00001"
    assert vehicle.tank_media == ["1830", "1831"]
    assert vehicle.area_code == company.area_code
    assert list(vehicles_of(company)) == [vehicle]


def test_register_two_colours_of_one_number(tanker, company, ada):
    register_vehicle("辽P12345", "1", company=company, by=ada)
    with pytest.raises(Refused) as refused:
        register_vehicle("辽P12345", "2", company=company, by=ada)
    assert refused.value.code == "people.plate_taken"


def test_register_lets_a_free_vehicle_join_its_company(company, bo, ada):
    free = register_vehicle("辽P12345", "2", vin="LFWSRXRJ1K1E00001", by=bo)
    with assert_one_event("vehicle.corrected"):
        mine = register_vehicle("辽P12345", "2", company=company, licence_number="9", by=ada)
    assert (mine, mine.company, mine.area_code) == (free, company, company.area_code)
    assert (mine.vin, mine.licence_number) == ("LFWSRXRJ1K1E00001", "9")


def test_register_says_nothing_of_whose_a_vehicle_is(zhang, company, bo, ada, ku):
    register_vehicle("辽P12345", "2", owner=zhang, by=bo)
    mine = register_vehicle("辽P54321", "2", company=company, by=ada)
    for deed in (
        lambda: register_vehicle("辽P12345", "2", company=company, by=ada),
        lambda: register_vehicle("辽P12345", "2", by=ku),
        lambda: correct_vehicle(mine, plate="辽P12345", by=ada),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.code == "people.vehicle_of_somebody_else"
        assert "张" not in refused.value.refusals[0].in_full
    with pytest.raises(Refused) as refused:
        register_vehicle("辽P12345", "2", by=bo)
    assert refused.value.code == "people.plate_taken"  # who may see it is led to it


def test_register_new_energy_and_foreign_plates(ku):
    assert register_vehicle("辽PD12345", "5", by=ku).plate_kind == "new_energy_small"
    assert register_vehicle("军A12345", "4", by=ku).plate_kind == "free"


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"plate": "辽PO2345"}, "core.plate_letters", "plate"),
        ({"vin": "OOO"}, "people.vin_format", "vin"),
        ({"licence_number": "1" * 41}, "people.text_too_long", "licence_number"),
        ({"tank_number": "1" * 41}, "people.text_too_long", "tank_number"),
        ({"tank_media": ["acid"]}, "people.un_number_format", "tank_media"),
        ({"licence_expires_on": date(1900, 1, 1)}, "people.expiry_unlikely", "licence_expires_on"),
    ],
)
def test_register_refuses_what_is_not_right(ku, wrong, code, field):
    facts = {"plate": "辽P12345", **wrong}
    with pytest.raises(Refused) as refused:
        register_vehicle(facts.pop("plate"), "2", **facts, by=ku)
    assert (refused.value.code, refused.value.refusals[0].field) == (code, field)


def test_register_refuses_a_stranger_to_the_company(company, ku):
    with pytest.raises(NotAllowed):
        register_vehicle("辽P12345", "2", company=company, by=ku)


def test_register_for_oneself_and_for_somebody_one_acts_for(ku, zhang, bo):
    own = claim_person(name="库", id_number=id_number(3), area_code=LONGWAN, by=ku)
    assert register_vehicle("辽P00001", "1", owner=own, by=ku).area_code == LONGWAN
    with pytest.raises(NotAllowed):
        register_vehicle("辽P00002", "1", owner=zhang, by=ku)
    represent_person(name="张伟", id_number=id_number(), by=ku)
    register_vehicle("辽P00002", "1", owner=zhang, by=ku)
    register_vehicle("辽P00003", "1", owner=zhang, by=bo)


def test_find_gives_the_known_vehicle_and_renews_its_papers(tanker, company, ada):
    with assert_one_event("vehicle.corrected"):
        found = find_or_register_vehicle(
            "辽P12345", "2", company=company, licence_number="9", vin="", by=ada
        )
    assert (found, found.licence_number) == (tanker, "9")
    with assert_writes_are_told():
        find_or_register_vehicle("辽P12345", "2", company=company, licence_number="9", by=ada)


def test_find_leaves_a_companys_papers_alone_where_its_member_speaks_for_himself(tanker, ada):
    with assert_writes_are_told():
        found = find_or_register_vehicle("辽P12345", "2", kind="car", licence_number="9", by=ada)
    assert (found.kind, found.licence_number) == (tanker.kind, tanker.licence_number)


def test_find_leaves_a_strangers_papers_alone(tanker, ku):
    with assert_writes_are_told():
        found = find_or_register_vehicle("辽P12345", "2", licence_number="9", by=ku)
    assert found == tanker


def test_find_registers_what_nobody_knew(ku):
    with assert_one_event("vehicle.registered"):
        find_or_register_vehicle("辽P12345", "2", by=ku)
    assert find_vehicle("辽P12345", "2").company is None


def test_find_lets_a_free_vehicle_join_who_uses_it(ku, company, ada):
    find_or_register_vehicle("辽P12345", "2", by=ku)
    found = find_or_register_vehicle("辽P12345", "2", company=company, by=ada)
    assert (found.company, found.area_code) == (company, company.area_code)


@pytest.mark.parametrize(
    ("who", "code"), [("ku", "people.vehicle_of_somebody_else"), ("ada", "people.plate_taken")]
)
def test_find_loses_a_race(tanker, who, code, monkeypatch, request):
    monkeypatch.setattr(actions, "find_vehicle", lambda *_: None)
    with pytest.raises(Refused) as refused:
        find_or_register_vehicle("辽P12345", "2", by=request.getfixturevalue(who))
    assert refused.value.code == code


def test_find_costs_few_queries(company, ada, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        find_or_register_vehicle("辽P12345", "2", company=company, by=ada)


def test_correct_changes_the_plate(tanker, ada):
    with assert_one_event("vehicle.corrected"):
        correct_vehicle(tanker, plate="辽P54321", by=ada, reason="new plate")
    tanker.refresh_from_db()
    assert (tanker.plate, tanker.colour) == ("辽P54321", "2")


def test_correct_clears_a_date(tanker, ada):
    correct_vehicle(tanker, licence_expires_on=date(2030, 1, 1), by=ada)
    correct_vehicle(tanker, licence_expires_on=None, by=ada)
    tanker.refresh_from_db()
    assert tanker.licence_expires_on is None


def test_correct_refuses_a_plate_that_another_has(tanker, company, ada):
    other = register_vehicle("辽P54321", "2", company=company, by=ada)
    with pytest.raises(Refused) as refused:
        correct_vehicle(other, plate="辽P12345", by=ada)
    assert refused.value.code == "people.plate_taken"


def test_correct_refuses_a_stranger(tanker, ku):
    with pytest.raises(NotAllowed):
        correct_vehicle(tanker, vin="", by=ku)


def test_correct_is_the_owners_and_the_offices(ku, bo, ada):
    own = claim_person(name="库", id_number=id_number(3), area_code=LONGWAN, by=ku)
    vehicle = register_vehicle("辽P00001", "1", owner=own, by=ku)
    correct_vehicle(vehicle, kind="van", by=ku)
    correct_vehicle(vehicle, kind="car", by=bo)
    with pytest.raises(NotAllowed):
        correct_vehicle(vehicle, kind="bus", by=ada)


def test_correct_a_vehicle_of_nobody_is_the_districts(ku, mei, bo):
    vehicle = register_vehicle("辽P00001", "1", by=ku)
    correct_vehicle(vehicle, kind="van", by=mei)
    for stranger in (ku, bo):
        with pytest.raises(NotAllowed):
            correct_vehicle(vehicle, kind="car", by=stranger)
    assert register_person(name="库", by=ku)

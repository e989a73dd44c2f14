from datetime import date

import pytest
from django.db import IntegrityError

from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.people import references
from longgang.people.actions import merging
from longgang.people.api import (
    Person,
    Vehicle,
    add_crew_member,
    add_qualification,
    claim_person,
    find_person,
    merge_people,
    merge_vehicles,
    register_person,
    register_reference,
    register_vehicle,
    represent_person,
)
from longgang.people.queries import find_kept_vehicle
from tests.audit.helpers import assert_one_event
from tests.people.helpers import id_number

pytestmark = pytest.mark.django_db
WHY = "the same person twice"


@pytest.fixture
def double(ku):
    """Zhang again, entered by somebody who did not know the ID number."""
    return register_person(name="张伟", phone="13700000009", address="锦山路 1 号", by=ku)


@pytest.fixture
def twin(company, ada):
    return register_vehicle("辽P12346", "2", vin="LFWSRXRJ1K1E00001", by=ada)


def test_merge_keeps_one_and_leads_the_other_to_it(zhang, double, mei):
    with assert_one_event("person.merged") as events:
        merge_people(zhang, double, by=mei, reason=WHY)
    assert list(Person.objects.current()) == [zhang]
    assert find_person(number=double.number) == zhang
    assert events[0].before == {"kept": zhang.number, "dropped": double.number}


def test_merge_fills_blanks_and_keeps_the_rest(zhang, double, mei):
    merge_people(zhang, double, by=mei, reason=WHY)
    zhang.refresh_from_db()
    assert (zhang.phone, zhang.address) == ("13700000001", "锦山路 1 号")


def test_merge_writes_down_what_was_taken_over(zhang, double, tanker, twin, mei):
    with assert_one_event("person.merged") as events:
        merge_people(zhang, double, by=mei, reason=WHY)
    assert events[0].after == {"kept": zhang.number, "address": "••• 号"}
    with assert_one_event("vehicle.merged") as events:
        merge_vehicles(twin, tanker, by=mei, reason=WHY)
    company = tanker.company
    assert events[0].after == {
        "kept": twin.number, "carries_hazard": True,
        "company": company.number, "area_code": company.area_code,
    }  # fmt: skip


def test_merge_takes_over_the_id_number_and_finds_by_it(zhang, double, mei):
    merge_people(double, zhang, by=mei, reason=WHY)
    assert find_person(id_number=id_number()) == double


def test_merge_takes_over_the_login(double, ku, mei):
    own = claim_person(name="张伟", id_number=id_number(), by=ku)
    merge_people(double, own, by=mei, reason=WHY)
    double.refresh_from_db()
    assert double.user == ku


def test_merge_follows_an_older_merge(zhang, double, ku, mei):
    third = register_person(name="张伟", by=ku)
    merge_people(double, third, by=mei, reason=WHY)
    merge_people(zhang, double, by=mei, reason=WHY)
    assert find_person(number=third.number) == zhang


def test_merge_moves_what_the_register_knows(zhang, double, company, ada, mei):
    represent_person(name="张伟", id_number=id_number(), by=ada)
    for person in (zhang, double):
        add_crew_member(company, person, by=ada)
    for person, kind, year in (
        (zhang, "hazard_driver", 2030),
        (double, "hazard_driver", 2031),
        (zhang, "hazard_escort", 2031),
        (double, "hazard_escort", 2030),
    ):
        add_qualification(person, kind=kind, number="2114", expires_on=date(year, 1, 1), by=ada)
    vehicle = register_vehicle("辽P00001", "1", by=ada)
    Vehicle.objects.filter(pk=vehicle.pk).update(owner=double)
    merge_people(zhang, double, by=mei, reason=WHY)
    vehicle.refresh_from_db()
    assert vehicle.owner == zhang
    assert {each.expires_on.year for each in zhang.qualifications.all()} == {2031}
    assert zhang.crew_of.count() == zhang.representatives.count() == 1
    assert not double.crew_of.exists()


def test_merge_moves_a_certificate_that_only_the_other_had(zhang, double, ada, mei):
    add_qualification(
        double, kind="hazard_driver", number="2114", expires_on=date(2030, 1, 1), by=ada
    )
    merge_people(zhang, double, by=mei, reason=WHY)
    assert zhang.qualifications.get().number == "2114"


def test_merge_refuses_two_id_numbers(zhang, mei, ku):
    other = register_person(name="张伟", id_number=id_number(2), by=ku)
    with pytest.raises(Refused) as refused:
        merge_people(zhang, other, by=mei, reason=WHY)
    assert refused.value.code == "people.two_people"


def test_merge_refuses_two_logins(ku, ada, mei):
    one = claim_person(name="张伟", by=ku)
    other = claim_person(name="张伟", id_number=id_number(2), by=ada)
    with pytest.raises(Refused) as refused:
        merge_people(one, other, by=mei, reason=WHY)
    assert refused.value.code == "people.two_logins"


def test_merge_refuses_itself_and_what_is_merged(zhang, double, mei):
    with pytest.raises(Refused) as refused:
        merge_people(zhang, zhang, by=mei, reason=WHY)
    assert refused.value.code == "people.not_two_entries"
    merge_people(zhang, double, by=mei, reason=WHY)
    with pytest.raises(Refused) as refused:
        merge_people(zhang, double, by=mei, reason=WHY)
    assert refused.value.code == "people.not_two_entries"


def test_merge_needs_a_reason(zhang, double, mei):
    with pytest.raises(Refused) as refused:
        merge_people(zhang, double, by=mei, reason="x")
    assert refused.value.code == "people.reason_missing"


def test_merge_refuses_a_row_that_is_gone(zhang, double, mei):
    Person.objects.filter(pk=double.pk).delete()
    with pytest.raises(StaleRow):
        merge_people(zhang, double, by=mei, reason=WHY)


def test_merge_refuses_who_may_not(zhang, double, bo, ku):
    for somebody in (bo, ku):
        with pytest.raises(NotAllowed):
            merge_people(zhang, double, by=somebody, reason=WHY)


def test_merge_vehicles_keeps_one_and_fills_its_blanks(tanker, twin, mei):
    with assert_one_event("vehicle.merged"):
        merge_vehicles(tanker, twin, by=mei, reason=WHY)
    assert find_kept_vehicle(twin.number) == tanker
    tanker.refresh_from_db()
    assert tanker.vin == "LFWSRXRJ1K1E00001"


def test_merge_vehicles_takes_over_the_company(tanker, twin, mei):
    merge_vehicles(twin, tanker, by=mei, reason=WHY)
    twin.refresh_from_db()
    assert (twin.company, twin.carries_hazard) == (tanker.company, True)


def test_merge_vehicles_refuses_two_vins(tanker, twin, mei):
    Vehicle.objects.filter(pk=tanker.pk).update(vin="LFWSRXRJ1K1E00002")
    with pytest.raises(Refused) as refused:
        merge_vehicles(tanker, twin, by=mei, reason=WHY)
    assert refused.value.code == "people.two_vehicles"


def test_merge_vehicles_refuses_itself(tanker, mei):
    with pytest.raises(Refused) as refused:
        merge_vehicles(tanker, tanker, by=mei, reason=WHY)
    assert refused.value.code == "people.not_two_entries"


@pytest.fixture
def referring(monkeypatch):
    """A module above that refers to vehicles; a vehicle's older merge serves as its column."""
    monkeypatch.setattr(references, "_references", [])
    register_reference("people.Vehicle", "merged_into")
    register_reference("people.Vehicle", "merged_into")
    return references.references_to(Vehicle)


def test_merge_moves_what_refers_from_above(tanker, twin, referring, mei, ku):
    old = register_vehicle("辽P12347", "2", by=ku)
    Vehicle.objects.filter(pk=old.pk).update(merged_into=twin)
    assert [moved.count for moved in merging.preview_moved(twin)] == [1]
    merge_vehicles(tanker, twin, by=mei, reason=WHY)
    assert find_kept_vehicle(old.number) == tanker


def test_merge_refuses_when_both_are_in_use(tanker, twin, referring, mei, monkeypatch):
    def both_live(_target):
        raise IntegrityError

    monkeypatch.setattr(merging, "references_to", both_live)
    with pytest.raises(Refused) as refused:
        merge_vehicles(tanker, twin, by=mei, reason=WHY)
    assert refused.value.code == "people.merge_conflict"
    twin.refresh_from_db()
    assert twin.merged_into is None

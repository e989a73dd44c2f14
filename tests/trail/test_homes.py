"""Who is registered at the same address lives together, until the address changes."""

from datetime import timedelta

import pytest

from longgang.core.clock import as_if
from longgang.people.api import Person, register_person
from longgang.trail import homes, jobs
from longgang.trail.models import Visit
from tests.measures.build import GONGJIAN, NOW, WANGHAISI

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def people(mei, monkeypatch):
    """Two at one address, typed in two ways, and one at another."""
    monkeypatch.setattr(homes, "TOGETHER", 2)
    people = [
        register_person(name="何静", address=address, area_code=WANGHAISI, by=mei)
        for address in ("望海小区 3 号楼 501", "望海小区3号楼５01", "望海小区 4 号楼 501", "")
    ]
    Person.objects.update(registered_at=NOW)
    return people


def homes_of(people):
    rows = Visit.objects.counting().filter(ended_at=None).order_by("person_id")
    assert [each.person_id for each in rows] == [person.pk for person in people]
    return [each.place for each in rows]


def move(person, **where):
    Person.objects.filter(pk=person.pk).update(**where)


def test_people_at_one_address_live_together(people):
    with as_if(LATER):
        jobs.gather_each_night(0)
        first, second, third = homes_of(people[:3])
        assert homes.gather_homes() == 0
    assert first == second != third
    assert "望海" not in first
    assert set(Visit.objects.values_list("started_at", flat=True)) == {NOW}


def test_who_moves_lives_elsewhere_from_then_on(people):
    with as_if(NOW):
        homes.gather_homes()
    move(people[0], address="望海小区 4 号楼 501")
    move(people[1], address="")
    with as_if(LATER):
        assert homes.gather_homes() == 3
        first, third = homes_of([people[0], people[2]])
    assert first == third
    ended = Visit.objects.exclude(ended_at=None)
    assert set(ended.values_list("person", "ended_at")) == {
        (people[0].pk, LATER), (people[1].pk, LATER)
    }  # fmt: skip


def test_the_same_house_number_elsewhere_is_another_home(people):
    move(people[0], area_code=GONGJIAN)
    with as_if(LATER):
        homes.gather_homes()
        first, second, _third = homes_of(people[:3])
    assert first != second


def test_an_entry_that_was_merged_lives_nowhere(people):
    with as_if(NOW):
        homes.gather_homes()
    move(people[0], merged_into=people[1])
    with as_if(LATER):
        assert homes.gather_homes() == 1
        homes_of(people[1:3])

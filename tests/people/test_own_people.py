"""Whom somebody is or acts for, and that lists of them are looked up, not read through."""

import pytest

from longgang.accounts.api import User
from longgang.arrivals.models import Declaration
from longgang.core.clock import now
from longgang.health.models import Temperature
from longgang.isolation.models import Stay
from longgang.measures.models import Measure
from longgang.people.api import Person, own_people
from longgang.people.models import Representative

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return User.objects.create(name="艾达", phone="19900000088")


def a_person(number, **facts) -> Person:
    return Person.objects.create(number=number, name="安", registered_at=now(), **facts)


def test_oneself_and_whom_one_acts_for(reader, django_assert_num_queries):
    me, mother, _other = a_person("R1", user=reader), a_person("R2"), a_person("R3")
    Representative.objects.create(user=reader, person=mother, since_on="2024-02-26")
    with django_assert_num_queries(1):
        assert set(own_people(reader)) == {me.pk, mother.pk}


@pytest.mark.parametrize(
    "rows",
    [
        Measure.objects.visible_to,
        Stay.objects.of,
        Declaration.objects.visible_to,
        Temperature.objects.visible_to,
        Person.objects.visible_to,
    ],
    ids=["measures", "stays", "declarations", "temperatures", "people"],
)
def test_no_query_inside_the_condition(reader, rows):
    a_person("R1", user=reader)  # with a query inside, no index is used beside an "or"
    assert "SubPlan" not in rows(reader).explain()

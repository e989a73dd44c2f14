"""What the trail hears of journeys that were declared."""

from datetime import timedelta

import pytest

from longgang.arrivals.actions.declaring import withdraw_declaration
from longgang.arrivals.models import Declaration
from longgang.arrivals.visits import tell_visits
from longgang.trail.api import TRAITS, PlaceType, gather_visits
from longgang.trail.jobs import MINUTES
from longgang.trail.models import Visit
from tests.measures.build import NOW

pytestmark = pytest.mark.django_db


def visits():
    rows = Visit.objects.counting().order_by("place")
    return [(each.place, each.started_at, each.ended_at) for each in rows]


def test_a_train_is_a_place_until_the_arrival_and_so_is_the_carriage(declaration):
    assert gather_visits(within=MINUTES) == 2
    end = declaration.arrives_at
    start = end - timedelta(seconds=TRAITS[PlaceType.TRAIN].dwell_s)
    assert visits() == [
        ("carriage:G1234@2024-02-27/5", start, end), ("train:G1234@2024-02-27", start, end)
    ]  # fmt: skip
    assert set(Visit.objects.values_list("person", flat=True)) == {declaration.person_id}


def test_who_does_not_come_was_in_no_train(declaration, ada):
    gather_visits(within=MINUTES)
    withdraw_declaration(declaration, by=ada)
    gather_visits(within=MINUTES)
    assert visits() == []


@pytest.mark.parametrize(
    ("facts", "places"),
    [
        ({"seat": "12"}, ["train:G1234@2024-02-27"]),
        ({"transport": "flight", "service_number": "cz6381"}, ["flight:CZ6381@2024-02-27"]),
        ({"transport": "coach"}, ["coach:G1234@2024-02-27"]),
        ({"transport": "ship", "service_number": ""}, []),
        ({"transport": "car", "service_number": "", "plate": "辽P12345"}, ["vehicle:辽P12345"]),
        ({"transport": "other"}, []),
    ],
)
def test_each_way_to_travel_is_a_place(declaration, facts, places):
    Declaration.objects.update(**facts)
    assert [each.place.name for each in tell_visits(NOW)] == places


def test_a_departure_begins_when_it_was_declared_to(declaration):
    Declaration.objects.update(kind="departure")
    assert {each.started_at for each in tell_visits(NOW)} == {declaration.arrives_at}

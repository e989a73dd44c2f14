"""The menu: pages of one kind are one place in it, and neighbours of each other."""

import pytest
from django.urls import reverse

from longgang.site.navigation import menu_for, neighbours_for

pytestmark = pytest.mark.django_db

RULES = [f"{module}:rules" for module in ("passes", "measures", "isolation", "tracing")]


def here(places):
    return [place.url for place in places if place.is_here]


@pytest.mark.parametrize("name", RULES)
def test_all_rules_are_one_place_and_stand_beside_each_other(rui, name):
    path = reverse(name)
    menu = menu_for(rui, path)
    assert [str(place.label) for place in menu].count("规则") == 1
    assert here(menu) == [reverse(RULES[0])]
    beside = neighbours_for(rui, path)
    assert [place.url for place in beside] == [reverse(each) for each in RULES]
    assert here(beside) == [path]


def test_a_page_below_has_the_same_neighbours(rui):
    below = reverse("measures:rules") + "high_risk/"
    assert here(neighbours_for(rui, below)) == [reverse("measures:rules")]


def test_a_page_that_stands_alone_has_none(rui, ada):
    assert neighbours_for(rui, reverse("arrivals:risk_areas")) == []
    assert neighbours_for(ada, reverse("passes:rules")) == []
    assert neighbours_for(None, "/") == []

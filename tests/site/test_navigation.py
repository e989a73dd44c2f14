"""The menu holds what a person may use and nothing else; pages of one kind are one place in it, and
neighbours of each other.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, Role
from longgang.site import navigation
from longgang.site.navigation import (
    Entry,
    For,
    address_of,
    leads_to,
    menu_for,
    neighbours_for,
    places,
    unread_for,
)
from tests.cast import EAST_EXIT, LONGWAN, appoint

ENTRIES = [
    Entry(_("Home"), "home", "site:home", For.EVERYBODY),
    Entry(_("Help"), "help-circle", "site:help", For.RESIDENTS),
    Entry(_("Privacy"), "lock", "site:privacy", For.STAFF, _("Data")),
    Entry(_("Feedback"), "message", "site:feedback", Permission.PASS_REVIEW),
    Entry(_("Parts"), "list", "site:no_such_page", For.EVERYBODY),
]

RULES = [f"{module}:rules" for module in ("passes", "measures", "isolation", "tracing")]


def urls(user, path="/"):
    return [place.url for place in places(ENTRIES, user, path)]


def test_a_stranger_has_no_menu(db):
    assert menu_for(AnonymousUser(), "/") == []
    assert menu_for(None, "/") == []
    assert unread_for(AnonymousUser()) == 0


def test_residents_and_staff_have_their_own_places(wen, lin, sam):
    assert urls(wen) == ["/", "/help/"]
    assert urls(lin) == ["/", "/privacy/", "/feedback/"]
    assert urls(sam) == ["/", "/privacy/"]


def test_the_page_one_is_on_is_marked_once(lin):
    menu = places(ENTRIES, lin, "/privacy/more/")
    assert [place.url for place in menu if place.is_here] == ["/privacy/"]
    assert menu[1].short_label != menu[1].label


def test_a_phone_shows_the_first_few(lin):
    assert len(navigation.Menu(places(ENTRIES * 3, lin, "/")).tabs) == navigation.TABS


@pytest.mark.parametrize(
    ("url", "path", "leads"),
    [("/", "/", True), ("/", "/a/", False), ("/a/", "/a/b/", True), ("/a/", "/ab/", False)],
)
def test_home_is_only_itself(url, path, leads):
    assert leads_to(url, path) is leads


def test_a_page_that_does_not_exist_has_no_address():
    assert address_of("site:no_such_page") == ""
    assert address_of("site:home") == "/"


def test_the_menu_costs_no_query_beyond_the_persons_posts(lin, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        assert menu_for(lin, "/")


@pytest.mark.parametrize(
    ("place", "is_there"), [({"premises_number": EAST_EXIT}, False), ({"area_code": LONGWAN}, True)]
)
def test_the_register_is_offered_to_who_looks_after_an_area(db, place, is_there):
    role = Role.SITE_LEAD if "premises_number" in place else Role.COMMUNITY_OFFICER
    found = {entry.url for entry in menu_for(appoint("人", role, **place), "/")}
    assert (reverse("people:people") in found) is is_there
    assert reverse("measures:list") in found


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

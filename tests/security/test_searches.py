"""Nothing that somebody typed into a search box stands in an address, in any list there is."""

import re
from urllib.parse import unquote

import pytest
from django.urls import get_resolver

from longgang.accounts.api import Role
from longgang.accounts.checks import each_view
from longgang.core.tables import Table
from tests.cast import DISTRICT

TYPED = {"q": "13800000001", "by": "文海生", "area": "林家的地址"}
LISTS = {
    "/passes/list/": "lin",
    "/passes/trips/": "lin",
    "/passes/blocklist/": "lin",
    "/passes/mine/": "wen",
    "/passes/refused-scans/": "mei",
    "/register/people/": "lin",
    "/register/companies/": "mei",
    "/register/vehicles/": "mei",
    "/areas/premises/": "rui",
    "/areas/desks/": "rui",
    "/accounts/users/": "zhu",
    "/accounts/posts/": "yan",
    "/audit/events/": "sam",
    "/audit/disclosures/": "sam",
    "/measures/": "jie",
    "/measures/handed/": "jie",
    "/isolation/sites/": "kang",
    "/isolation/sites/{site}/people/": "kang",
    "/arrivals/list/": "jie",
    "/tracing/": "cha",
    "/arrivals/risk-areas/": "rui",
    "/checkpoints/devices/": "mei",
    "/checkpoints/conflicts/": "mei",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def jie(staff):
    return staff("洁", Role.STREET_OFFICER, area_code=DISTRICT)


@pytest.fixture
def kang(staff):
    return staff("康", Role.HEALTH_OFFICER, area_code=DISTRICT)


@pytest.fixture
def cha(staff):
    return staff("查", Role.INVESTIGATOR, area_code=DISTRICT)


def addresses_in(page: str) -> list[str]:
    found = re.findall(r'(?:href|action|hx-get|hx-post|hx-push-url|src)="([^"]*)"', page)
    return [unquote(address) for address in found]


def test_what_is_typed_stands_in_no_address_and_means_nothing_elsewhere(request, world, signed_in):
    for pattern, name in LISTS.items():
        user, url = request.getfixturevalue(name), pattern.format(site=world.stay.site.number)
        answer = signed_in(user).post(url, TYPED, follow=True)
        passed = [unquote(address) for address, _status in answer.redirect_chain]
        page = answer.content.decode()
        assert (answer.status_code, len(passed)) == (200, 1), url
        assert f'value="{TYPED["q"]}"' in page, "the box shows what was typed"
        assert 'method="post"' in re.search(r'<form[^>]*role="search"[^>]*>', page)[0]
        for address in [*passed, *addresses_in(page)]:
            assert not any(words in address for words in TYPED.values()), address
        elsewhere = signed_in(user).get(answer.redirect_chain[0][0], follow=True)
        assert elsewhere.redirect_chain == [(url, 302)]
        assert TYPED["q"] not in elsewhere.content.decode()


def test_every_list_with_a_search_box_is_tried():
    assert list(each_view(get_resolver().url_patterns)), "all modules with lists are there"

    def kinds(table: type) -> set[type]:
        return {table}.union(*(kinds(each) for each in table.__subclasses__()))

    searched = {
        each.name
        for each in kinds(Table)
        if each.__module__.startswith("longgang")
        and (each.search or each.search_rows is not Table.search_rows)
    }
    names = {
        "passes", "trips", "blocklist", "mine", "refused-scans", "people", "companies", "vehicles",
        "premises", "desks", "accounts", "posts", "events", "disclosures", "devices",
        "conflicts", "measures", "handed", "declarations", "risk-areas", "sites", "stays",
        "cases",
    }  # fmt: skip
    assert searched - {"sample", Table.name} == names
    assert len(names) == len(LISTS)

"""Contacts by the places where they met."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from longgang.audit.api import Disclosure
from longgang.tracing import grouping
from longgang.tracing.actions.contacts import add_contact, set_aside
from longgang.tracing.asking import Thresholds, ask
from longgang.tracing.grouping import group_by_place
from tests.cast import sign_in
from tests.measures.build import DAY

from .build import at

pytestmark = pytest.mark.django_db


def links_of(group):
    return [(link.source.name, link.person.name, link.degree) for link in group.links]


def test_each_place_has_its_people_the_most_first(case, people):
    groups = group_by_place(ask(case, Thresholds()))
    assert [group.words.split("· ")[-1] for group in groups] == [
        "office", "家庭住所", "shop", "8",
    ]  # fmt: skip
    office = groups[0]
    assert links_of(office) == [("何静", "林西", 1), ("何静", "林东", 1)]
    assert (office.size, office.lasted.total_seconds()) == (2, 3.5 * 3600)
    assert links_of(groups[2]) == [("林西", "赵北", 2)]


def test_who_was_only_told_stands_where_they_were_said_to_have_met(case, people, yan):
    met = {"since": at(20, days=-1), "until": at(21, days=-1)}
    add_contact(case, people.yuan, where="棋牌室", **met, by=yan, reason="一起打牌")
    [group] = [each for each in group_by_place(ask(case, Thresholds())) if each.words == "棋牌室"]
    assert links_of(group) == [("何静", "李远", 1)]
    assert (group.place_type, group.lasted.total_seconds()) == (None, 3600)
    shown = sign_in(yan).get(reverse("tracing:places", args=[case.number])).content.decode()
    assert "棋牌室" in shown


def test_no_more_than_can_be_read(case, people, monkeypatch):
    monkeypatch.setattr(grouping, "MOST_PEOPLE", 1)
    [group] = group_by_place(ask(case, Thresholds()))
    assert links_of(group) == [("何静", "何海", 1)]


def test_more_places_cost_no_more_queries(case):
    def cost(degrees):
        circles = ask(case, Thresholds(degrees=degrees))
        with CaptureQueriesContext(connection) as queries:
            group_by_place(circles)
        return len(queries)

    assert cost(1) == cost(2)


def test_the_page_asks_as_the_address_says(case, people, yan):
    set_aside(case, people.dong, degree=1, exposed_on=DAY, by=yan, reason="全程佩戴口罩")
    browser, address = sign_in(yan), reverse("tracing:places", args=[case.number])
    page = browser.get(address).content.decode()
    assert "何静 – 林西" in page
    assert "已排除" in page
    assert "李远" not in page
    query = "degrees=1&direction=forward&least=200&linger=0&latency=0&places=premises"
    assert "没有接触者" in browser.get(f"{address}?{query}").content.decode()
    told = Disclosure.objects.filter(field="contacts").latest("pk")
    assert "最短暴露 200 分钟" in told.reason
    assert browser.get(f"{address}?degrees=9").status_code == 404


@pytest.mark.parametrize("who", ["kang", "ling", "sam"])
def test_nobody_else_looks(who, case, request):
    browser = sign_in(request.getfixturevalue(who))
    assert browser.get(reverse("tracing:places", args=[case.number])).status_code == 403
    assert browser.get(reverse("tracing:indicators")).status_code == 403

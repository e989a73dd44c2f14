"""Two cases: the shortest chain each way, or that there is none; in the book of both."""

import pytest
from django.urls import reverse

from longgang.audit.api import Disclosure
from longgang.tracing.linking import link_context
from tests.cast import sign_in

from .build import a_case

pytestmark = pytest.mark.django_db


def asked_of(case):
    rows = Disclosure.objects.filter(subject_number=case.number, field="link")
    return [reason.partition(":")[0] for reason in rows.values_list("reason", flat=True)]


def test_a_chain_names_who_stands_between(case, people, yan):
    other = a_case(people.bei, yan)
    there, back = link_context(case, other, yan)["ways"]
    assert (there.begins, there.ends) == ("何静", "赵北")
    assert [step.partition("：")[0] for step in there.steps] == ["何静 与 林西", "林西 与 赵北"]
    assert (back.begins, back.ends, back.steps) == ("赵北", "何静", [])
    assert (asked_of(case), asked_of(other)) == ([other.number], [case.number])


def test_who_sat_together_may_have_it_either_way(case, people, yan):
    other = a_case(people.xi, yan)
    there, back = link_context(case, other, yan)["ways"]
    assert [len(way.steps) for way in (there, back)] == [1, 1]


def test_without_a_chain_the_page_says_so(case, people, yan):
    other = a_case(people.yuan, yan)
    browser, url = sign_in(yan), reverse("tracing:link", args=[case.number])
    assert url in browser.get(case.get_absolute_url()).content.decode()
    page = browser.get(url).content.decode()
    assert other.number in page
    assert asked_of(case) == []
    page = browser.get(url, {"other": other.number}).content.decode()
    assert page.count("没有已知的接触链") == 2
    assert asked_of(other) == [case.number]


def test_a_case_is_linked_with_another_one_alone(case, yan):
    browser, url = sign_in(yan), reverse("tracing:link", args=[case.number])
    assert "没有其他病例" in browser.get(url).content.decode()
    for number in (case.number, "211403-2024-9999"):
        assert browser.get(url, {"other": number}).status_code == 404


@pytest.mark.parametrize("who", ["kang", "ling", "lin"])
def test_others_ask_nothing(who, case, request):
    browser = sign_in(request.getfixturevalue(who))
    assert browser.get(reverse("tracing:link", args=[case.number])).status_code in {403, 404}

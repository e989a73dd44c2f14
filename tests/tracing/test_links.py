"""Two cases: the shortest chains each way, or that there is none; in the book of both."""

import pytest
from django.urls import reverse

from longgang.audit.api import Disclosure
from longgang.tracing.linking import link_context
from longgang.trail.api import NewVisit, record_visits
from tests.cast import sign_in

from .build import a_case, at, place

pytestmark = pytest.mark.django_db


def asked_of(case):
    rows = Disclosure.objects.filter(subject_number=case.number, field="link")
    return [reason.partition(":")[0] for reason in rows.values_list("reason", flat=True)]


def pairs(way):
    return [[step.partition("：")[0] for step in chain] for chain in way.chains]


def meet(where, *spans):
    visits = [
        NewVisit(person.pk, place(where), since, until, f"{where}/{number}")
        for number, (person, since, until) in enumerate(spans)
    ]
    record_visits(visits, source="tests.more")


def test_a_chain_names_who_stands_between(case, people, yan):
    other = a_case(people.bei, yan)
    there, back = link_context(case, other, yan)["ways"]
    assert (there.begins, there.ends) == ("何静", "赵北")
    assert pairs(there) == [["何静 与 林西", "林西 与 赵北"]]
    assert (back.begins, back.ends, back.chains) == ("赵北", "何静", [])
    assert (asked_of(case), asked_of(other)) == ([other.number], [case.number])


def test_who_sat_together_may_have_it_either_way(case, people, yan):
    other = a_case(people.xi, yan)
    there, back = link_context(case, other, yan)["ways"]
    assert [[len(chain) for chain in way.chains] for way in (there, back)] == [[1], [1]]


def test_several_chains_of_one_length_stand_below_each_other(case, people, yan):
    later = (at(20, days=-1), at(21, days=-1))
    meet("vehicle:辽PA1", (people.dong, *later), (people.bei, *later))
    other = a_case(people.bei, yan)
    there, _back = link_context(case, other, yan)["ways"]
    assert pairs(there) == [["何静 与 林西", "林西 与 赵北"], ["何静 与 林东", "林东 与 赵北"]]
    assert not there.has_more
    url = reverse("tracing:link", args=[case.number])
    page = sign_in(yan).get(url, {"other": other.number}).content.decode()
    assert "第 1 条接触链" in page
    assert "第 2 条接触链" in page
    assert "还有同样短" not in page


def test_a_longer_chain_is_not_shown_beside_a_shorter_one(case, people, yan):
    evening = (at(20, days=-1), at(21, days=-1))
    meet("vehicle:辽PA1", (people.hai, *evening), (people.xi, *evening))
    other = a_case(people.xi, yan)
    there, _back = link_context(case, other, yan)["ways"]
    assert pairs(there) == [["何静 与 林西"]]


def test_who_was_met_before_the_source_was_is_no_step(case, people, yan):
    meet("vehicle:辽PA2", *[(each, at(21, days=-4), at(22, days=-4)) for each in
                            (people.hai, people.bei)])  # fmt: skip
    other = a_case(people.bei, yan)
    there, _back = link_context(case, other, yan)["ways"]
    assert pairs(there) == [["何静 与 林西", "林西 与 赵北"]]


def test_no_more_than_a_few_chains_are_shown(case, people, yan, monkeypatch):
    monkeypatch.setattr("longgang.tracing.linking.MOST_CHAINS", 1)
    later = (at(20, days=-1), at(21, days=-1))
    meet("vehicle:辽PA1", (people.dong, *later), (people.bei, *later))
    other = a_case(people.bei, yan)
    there, _back = link_context(case, other, yan)["ways"]
    assert (len(there.chains), there.has_more) == (1, True)
    url = reverse("tracing:link", args=[case.number])
    page = sign_in(yan).get(url, {"other": other.number}).content.decode()
    assert "还有同样短" in page


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

"""How tracing goes, by day."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from longgang.core.clock import as_if
from longgang.health.api import record_result
from longgang.measures.api import find_open, record_finding
from longgang.tracing.actions.batches import carry_out, choose_contacts
from longgang.tracing.actions.contacts import set_aside
from longgang.tracing.indicators import DAYS, list_days
from tests.cast import sign_in
from tests.measures.build import DAY, NOW

from .build import a_case, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def traced(people, kang, yan):
    """`he`'s result came at six; `hai` and `dong` have their measures by half past nine."""
    result = record_result(
        people.he, sampled_at=at(2), lab="疾控", result="positive", reported_at=at(6),
        concerns_area=people.he.area_code, by=kang,
    )  # fmt: skip
    case = a_case(people.he, yan, test_number=result.number)
    met = {people.hai.pk: (1, DAY), people.dong.pk: (1, DAY)}
    carry_out(choose_contacts(case, met, by=yan, reason="密接管控"), by=yan)
    set_aside(case, people.xi, degree=1, exposed_on=DAY, by=yan, reason="全程佩戴口罩")
    return case


def test_a_day_counts_its_cases_and_their_contacts(traced, yan):
    days = list_days(yan)
    assert len(days) == DAYS
    today, yesterday = days[:2]
    assert (today.on, today.cases, today.contacts, today.contacts_a_case) == (DAY, 1, 2, 2.0)
    assert (today.known, today.known_share, today.hours) == (0, 0, 3.5)
    assert (yesterday.cases, yesterday.contacts_a_case, yesterday.known_share) == (0, None, None)
    assert yesterday.hours is None


def test_who_was_decided_about_before_was_known(traced, people, yan):
    """Of three who fall ill a day later one was known, one was set aside, one was nobody."""
    with as_if(NOW + timedelta(days=1)):
        for person in (people.hai, people.xi, people.yuan):
            a_case(person, yan)
        day = list_days(yan)[0]
    assert (day.cases, day.known, day.known_share) == (3, 1, 33)


def test_a_case_and_its_contact_of_the_same_case_are_two_things(people, yan):
    case = a_case(people.he, yan)
    carry_out(choose_contacts(case, {people.hai.pk: (1, DAY)}, by=yan, reason="密接"), by=yan)
    assert list_days(yan)[0].known == 0


def test_the_last_in_place_says_how_long_it_took(traced, people, lin, yan):
    """`hai` is in place at once, `dong` refuses first and is in place at eleven."""
    hai, dong = find_open(people.hai), find_open(people.dong)
    record_finding(hai, found="in_place", by=lin)
    record_finding(dong, found="refused", words="不开门", by=lin)
    day = list_days(yan)[0]
    assert (day.ordered, day.in_place, day.place_hours) == (2, 1, None)
    with as_if(at(11)):
        record_finding(dong, found="in_place", by=lin)
        day = list_days(yan)[0]
    assert (day.ordered, day.in_place, day.place_hours) == (2, 2, 5.0)


def test_others_see_no_figures_of_these_cases(traced, kang):
    assert sum(day.cases for day in list_days(kang)) == 0


def test_more_cases_cost_no_more_queries(traced, people, yan):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            list_days(yan)
        return len(queries)

    few = cost()
    for person in (people.hai, people.xi, people.yuan):
        a_case(person, yan)
    assert cost() == few


def test_days_without_a_case_say_so(morning, yan):
    page = sign_in(yan).get(reverse("tracing:indicators")).content.decode()
    assert "近 14 天没有立案" in page


def test_the_page_names_nobody(traced, yan):
    page = sign_in(yan).get(reverse("tracing:indicators")).content.decode()
    assert "3.5" in page
    assert "何海" not in page

"""Journeys that were declared, on the timeline of a case: how, from where, with whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from longgang.arrivals.actions.dated import set_arrival_rule
from longgang.arrivals.api import withdraw_declaration
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if, local_day
from longgang.tracing.timeline import timeline_of
from tests.arrivals.build import LEAVING, declares, place, travel
from tests.cast import sign_in
from tests.measures.build import DAY, local

from .build import at

pytestmark = pytest.mark.django_db
YESTERDAY = at(6, days=-1)


@pytest.fixture
def declared(case, lin):
    with as_if(local(2024, 1, 1)):
        set_arrival_rule(look_back_days=7, claim_minutes=120, document_number="文 1", by=SYSTEM)

    def declared(*people, arrives_at=YESTERDAY, **changes):
        until = (local_day(arrives_at) - DAY).days
        how = travel(**({"arrives_at": arrives_at, "places": (place(until=until),)} | changes))
        with as_if(arrives_at - timedelta(hours=6)):
            return declares(lin, *people, way="community", how=how)

    return declared


def journeys(case):
    return [each for each in timeline_of(case).entries if each.declaration]


def page_of(case, by):
    return sign_in(by).get(reverse("tracing:timeline", args=[case.number])).content.decode()


def test_a_journey_stands_with_its_way_and_who_came_along(case, people, declared, yan):
    declared(people.he, people.hai, people.nan)
    [entry] = journeys(case)
    assert entry.since == YESTERDAY
    assert entry.companions == [people.hai, people.nan]
    page = page_of(case, yan)
    assert "G1234" in page
    assert "05车12F" in page
    assert "哈尔滨" in page
    assert "同行申报：何海、王*" in page  # who lives elsewhere is masked
    assert "王南" not in page


def test_a_departure_says_where_it_leads(case, people, declared, yan):
    declared(people.he, arrives_at=at(20), **LEAVING)
    page = page_of(case, yan)
    assert "离区" in page
    assert "哈尔滨" in page
    assert "同行申报" not in page


def test_who_has_not_travelled_stands_nowhere(case, people, declared, lin, yan):
    declaration = declared(people.he, people.hai, arrives_at=at(20))
    withdraw_declaration(declaration, by=lin)
    assert journeys(case) == []


def test_who_along_has_not_travelled_is_no_companion(case, people, declared, lin):
    declaration = declared(people.he, people.hai, arrives_at=at(20))
    withdraw_declaration(type(declaration).objects.get(person=people.hai), by=lin)
    [entry] = journeys(case)
    assert not entry.companions


def test_what_lies_before_the_window_or_is_somebody_elses_is_left_out(case, people, declared):
    declared(people.he, arrives_at=case.since - timedelta(minutes=1))
    declared(people.hai)
    assert journeys(case) == []


def test_many_journeys_cost_as_much_as_one(case, people, declared):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            timeline_of(case)
        return len(queries)

    first = declared(people.he, people.hai, arrives_at=at(1))
    one = cost()
    rows = type(first).objects
    for hour in range(25):
        row = rows.prefetch_related(None).get(pk=first.pk)
        stay = row.stays.get()
        row.pk, row.number, row.status = None, f"FH{hour}", "verified"
        row.arrives_at = at(2 + hour)
        row.closed_at, row.closed_by = row.declared_at, row.declared_by
        row.save(force_insert=True)
        stay.pk, stay.declaration = None, row
        stay.save(force_insert=True)
    assert cost() == one
    assert [entry.since for entry in journeys(case)] == [at(7 + hour) for hour in range(20)]

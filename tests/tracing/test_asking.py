"""Circles, thresholds, backwards, lines of a page: as the engine says, in the words of people."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from longgang.core.clock import as_if
from longgang.tracing.actions.cases import move_window
from longgang.tracing.actions.contacts import add_contact
from longgang.tracing.asking import COUNTED, Thresholds, ask, household_of
from longgang.trail.api import NewVisit, PlaceType, names_of_places, record_visits
from tests.measures.build import NOW, a_person

from . import build
from .build import a_case, at

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def keys(people):
    return [person.pk for person in people]


def test_both_circles_stand_by_exposure(case, people):
    circles = ask(case, Thresholds())
    assert circles.people(1) == keys(people.first_circle())
    assert circles.people(2) == keys(people.second_circle())
    assert [circles.count(degree) for degree in (1, 2, 3)] == [3, 2, 0]
    assert people.yuan.pk not in circles.people()


def test_a_line_says_where_how_long_and_through_whom(case, people):
    circles = ask(case, Thresholds())
    [xi, nan] = circles.lines(keys([people.xi, people.nan]))
    assert (xi.first, xi.last, xi.lasted) == (at(9.5, days=-1), at(12, days=-1), 2.5 * HOUR)
    assert (xi.degree, xi.encounters, xi.through) == (1, 1, people.he)
    assert xi.where == "场所\u00a0· office"
    assert (nan.degree, nan.through) == (2, people.dong)
    assert nan.where == "列车车厢\u00a0· G1\u00a0· 2024-02-25\u00a0· 8"


@pytest.mark.parametrize(
    ("thresholds", "wanted"),
    [
        (Thresholds(degrees=1), "hai xi dong"),
        (Thresholds(degrees=1, least=2 * HOUR), "hai xi"),
        (Thresholds(degrees=1, places=COUNTED - {PlaceType.HOUSEHOLD}), "xi dong"),
        (Thresholds(degrees=1, places=COUNTED | {PlaceType.HALL}), "hai xi dong zhong"),
        (Thresholds(degrees=2, latency=5 * HOUR), "hai xi dong bei"),
        (Thresholds(degrees=1, linger=10 * HOUR), "hai xi dong"),
        (Thresholds(degrees=1, places=frozenset()), ""),
        (Thresholds(degrees=1, backward=True), "hai xi dong"),
    ],
)
def test_thresholds_change_the_answer(thresholds, wanted, case, people):
    circles = ask(case, thresholds)
    assert set(circles.people()) == {getattr(people, name).pk for name in wanted.split()}


def test_the_window_of_the_case_is_asked_for(case, people, yan):
    move_window(case, since=at(11, days=-1), until=at(11.5, days=-1), by=yan, reason="复核")
    circles = ask(case, Thresholds(degrees=1))
    [first, second] = circles.lines(circles.people())
    assert {first.lasted, second.lasted} == {HOUR / 2}


def test_of_whom_nothing_is_known_nobody_was_met(people, yan):
    stranger = a_person(yan, 390)
    circles = ask(a_case(stranger, yan), Thresholds())
    assert circles.people() == []
    assert not circles.contacts.has_visits


def test_who_lives_with_them(case, people):
    assert household_of(case) == [people.hai]


def test_who_was_added_stands_first(case, people, yan):
    add_contact(
        case, people.yuan, where="棋牌室", since=at(20, days=-1), until=at(21, days=-1), by=yan,
        reason="本人回忆",
    )  # fmt: skip
    circles = ask(case, Thresholds())
    assert circles.people(1)[0] == people.yuan.pk
    assert people.yuan.pk not in circles.people(2)
    [line] = circles.lines([people.yuan.pk])
    assert (line.where, line.lasted, line.through) == ("棋牌室", HOUR, people.he)
    assert circles.last_days([people.yuan.pk]) == {people.yuan.pk: (1, at(21, days=-1).date())}


def test_who_was_added_stands_where_they_are_nearest(case, people, yan):
    met = {"since": at(20, days=-1), "until": at(21, days=-1), "by": yan, "reason": "本人回忆"}
    for person in (people.xi, people.bei):
        add_contact(case, person, where="棋牌室", **met)
    circles = ask(case, Thresholds())
    assert circles.people(1) == keys([people.bei, *people.first_circle()])
    assert circles.people(2) == keys([people.nan])
    assert all(circles.count(degree) == len(circles.people(degree)) for degree in (1, 2, 3))
    [bei, xi] = circles.lines(keys([people.bei, people.xi]))
    assert (bei.degree, bei.where, xi.lasted) == (1, "棋牌室", 2.5 * HOUR)
    assert circles.last_days(keys([people.bei]))[people.bei.pk][0] == 1


def test_a_page_costs_the_same_for_few_and_for_many(case, people, kang):
    guests = [a_person(kang, 400 + serial) for serial in range(20)]
    office = build.place("premises:office")
    record_visits(
        [NewVisit(each.pk, office, at(9, days=-1), at(10, days=-1), f"g{each.pk}")
         for each in guests],
        source=build.SOURCE,
    )  # fmt: skip

    def cost(count):
        circles = ask(case, Thresholds())
        chosen = circles.people()[:count]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(circles.lines(chosen)) == count
        return len(queries)

    assert cost(2) == cost(20)


def test_places_are_called_by_their_names(district_premises):
    premises = district_premises
    assert names_of_places([f"premises:{premises.number}", "vehicle:辽PA1234", "household:x"]) == {
        f"premises:{premises.number}": f"场所\u00a0· {premises}",
        "vehicle:辽PA1234": "车辆\u00a0· 辽PA1234",
        "household:x": "家庭住所",
    }


@pytest.fixture
def district_premises(rui):
    from longgang.areas.api import PremisesKind, add_premises

    with as_if(NOW):
        return add_premises(
            kind=PremisesKind.VENUE, name="望海市场", area_code="211403001005", by=rui
        )

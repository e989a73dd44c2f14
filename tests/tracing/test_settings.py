"""Kinds of contact: in which setting somebody was met, and what makes the risk higher or lower."""

from dataclasses import replace

import pytest
from django.urls import reverse

from longgang.tracing.actions.contacts import add_contact
from longgang.tracing.asking import COUNTED, Thresholds, ask, count_by_setting
from longgang.tracing.kinds import TYPES, Risk, Setting, nearest_of, risk_of
from longgang.tracing.presenting_contacts import rows_of
from longgang.tracing.wording import reasons_of
from longgang.trail.api import NewVisit, PlaceType, record_visits
from tests.cast import sign_in

from . import build
from .build import at

pytestmark = pytest.mark.django_db
PREMISES = frozenset({PlaceType.PREMISES})


def lines(case):
    circles = ask(case, Thresholds())
    return {line.person.name: line for line in circles.lines(circles.people())}


def test_every_type_of_place_belongs_to_one_setting():
    types = [kind for setting in Setting for kind in TYPES[setting]]
    assert sorted(types) == sorted(PlaceType)


def test_the_first_circle_is_counted_by_setting(case, people):
    assert count_by_setting(case, Thresholds()) == {Setting.HOME: 1, Setting.PREMISES: 2}


def test_who_was_met_in_two_settings_stands_in_both(case, people):
    ride = (build.place("vehicle:辽PA1"), at(13, days=-1), at(13.5, days=-1))
    visits = [NewVisit(each.pk, *ride, f"r{each.pk}") for each in (people.he, people.xi)]
    record_visits(visits, source="tests.rides")
    found = count_by_setting(case, Thresholds())
    assert found == {Setting.HOME: 1, Setting.VEHICLE: 1, Setting.PREMISES: 2}


def test_a_threshold_counts_within_each_setting(case, people):
    asked = Thresholds(least=build.timedelta(minutes=100))
    assert count_by_setting(case, asked) == {Setting.HOME: 1, Setting.PREMISES: 1}


def test_halls_stand_among_the_settings_once_they_count(case, people):
    everywhere = replace(Thresholds(), places=COUNTED | {PlaceType.HALL})
    assert count_by_setting(case, everywhere)[Setting.OPEN] == 1


def test_a_setting_leads_to_the_question_for_it_alone(case, people, yan):
    browser, address = sign_in(yan), case.get_absolute_url()
    page = browser.get(address).content.decode()
    link = page.split("同住&nbsp;")[0].rsplit('href="', 1)[1].split('"')[0]
    assert link.startswith(f"{address}?degrees=2")
    only = browser.get(link.replace("&amp;", "&")).content.decode()
    assert "何海" in only
    assert "林西" not in only
    assert 'aria-current="true"' in only
    assert "林西" in browser.get(address).content.decode()


def test_the_nearest_place_decides_about_the_risk(case, people):
    assert nearest_of({PlaceType.HALL, PlaceType.PREMISES, PlaceType.VEHICLE}) == PlaceType.VEHICLE
    assert risk_of(PlaceType.HOUSEHOLD, 1) == risk_of(PlaceType.CARRIAGE, 1) == Risk.HIGHER
    assert risk_of(PlaceType.PREMISES, 1) == Risk.MIDDLE
    assert risk_of(PlaceType.HALL, 1) == risk_of(PlaceType.HOUSEHOLD, 2) == Risk.LOWER


def test_the_reasons_say_how_near_how_long_and_when(case, people, yan):
    found = lines(case)
    near, together = reasons_of(found["林西"])
    assert "同在一处建筑" in near
    assert "2 小时 30 分" in together
    assert "1 次" in together
    assert len(reasons_of(found["赵北"])) == 3
    page = sign_in(yan).get(reverse("tracing:contact", args=[case.number, people.bei.number]))
    assert "较低风险" in page.content.decode()
    assert "未与病例本人" in page.content.decode()


def test_of_who_was_told_nobody_has_said_how_near(case, people, yan):
    add_contact(
        case, people.yuan, where="棋牌室", since=at(20, days=-1), until=at(21, days=-1),
        reason="一起打牌", by=yan,
    )  # fmt: skip
    circles = ask(case, Thresholds())
    [row] = rows_of(circles, [people.yuan.pk], yan)
    assert row.risk is None
    [line] = circles.lines([people.yuan.pk])
    assert len(reasons_of(line)) == 1

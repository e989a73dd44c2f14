"""The ages of the carer rules are dated rows: who changes them, and what holds on which day."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from longgang.core.clock import as_if, today
from longgang.core.errors import NotAllowed, Refused
from longgang.isolation.actions.carer_rules import set_carer_rule
from longgang.isolation.models import CarerRule, Stay
from longgang.isolation.queries import ages
from longgang.isolation.rules import Ages
from tests.audit.helpers import assert_one_event
from tests.cast import sign_in
from tests.measures.build import NOW

from . import build
from .anew import new_lead, new_place, new_site  # noqa: F401 - found by being here

pytestmark = pytest.mark.django_db
PAGE = "/isolation/rules/"
NEW = {"child_below": 12, "adult_from": 20, "elderly_from": 65, "document_number": "龙防指 8"}


def code(raised) -> str:
    return raised.value.code.partition(".")[2]


def test_an_installation_is_given_the_ages_once(db):
    call_command("load_site_rules")
    call_command("load_site_rules")
    assert ages(date(2022, 1, 1)) == Ages(14, 18, 60)
    assert ages(date(2021, 12, 31)) is None


def test_a_row_holds_from_its_day_on_and_ends_the_one_before(site, rui):
    day = today() + timedelta(days=3)
    with assert_one_event("carer_rule.set"):
        set_carer_rule(**NEW, valid_from=day, by=rui)
    assert ages(day - timedelta(days=1)) == Ages(14, 18, 60)
    assert ages(day) == Ages(12, 20, 65)
    assert CarerRule.objects.get(elderly_from=60).valid_to == day


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"document_number": " "}, "document_number_missing"),
        ({"child_below": 0}, "ages_crossed"),
        ({"adult_from": 11}, "ages_crossed"),
        ({"elderly_from": 20}, "ages_crossed"),
        ({"elderly_from": 121}, "ages_crossed"),
    ],
)
def test_a_faulty_rule_is_refused(site, rui, changes, fault):
    with pytest.raises(Refused) as raised:
        set_carer_rule(**NEW | changes, by=rui)
    assert code(raised) == fault
    assert CarerRule.objects.count() == 1


def test_only_rules_officers_of_the_district_change_them(site, tan, kang, lin):
    for stranger in (tan, kang, lin):
        with pytest.raises(NotAllowed):
            set_carer_rule(**NEW, by=stranger)


def test_who_may_be_a_carer_follows_the_rule_of_the_day(site, lin, dao, rui):
    """The carer is sixty years old: too old by the first rule, not by the second."""
    build.a_guest(build.a_measure(lin, 1, "19640101"), site, "321", dao)
    later = NOW + timedelta(days=1)
    set_carer_rule(**NEW, valid_from=later.date(), by=rui)
    child = build.a_measure(lin, 3, "20150101")
    with pytest.raises(Refused) as raised:
        build.reserved(child, site, "321", dao, place=2, need="child")
    assert code(raised) == "carer_elderly"
    with as_if(later):
        assert build.reserved(child, site, "321", dao, place=2, need="child").carer


def test_where_no_rule_says_it_age_is_no_bar(site, lin, dao):
    CarerRule.objects.all().delete()
    build.a_guest(build.a_measure(lin, 1, "19340101"), site, "321", dao)
    child = build.a_measure(lin, 3, "20150101")
    build.reserved(child, site, "321", dao, place=2, need="child")
    assert Stay.objects.count() == 2


def test_the_page_shows_the_rules_and_takes_a_new_one(site, rui, dao, lin):
    assert sign_in(lin).get(PAGE).status_code == 403
    page = sign_in(dao).get(PAGE)
    assert page.context["form"] is None
    assert "满 18 岁至未满 60 岁可陪护" in page.content.decode()
    assert sign_in(dao).post(PAGE, NEW).status_code == 403
    assert sign_in(rui).post(PAGE, NEW | {"adult_from": 70}).status_code == 422
    assert sign_in(rui).post(PAGE, NEW).url == PAGE
    assert ages(today()) == Ages(12, 20, 65)

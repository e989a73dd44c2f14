"""Opening a measure by hand: the person is found, the rule explains itself, then it is opened."""

from datetime import timedelta

import pytest
from django.urls import reverse

from longgang.measures.actions.measures import open_measure
from longgang.measures.models import Measure, MeasureRule
from longgang.people.models import Person
from tests.audit.helpers import assert_one_event
from tests.cast import sign_in

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
CHOOSE = "/measures/open/"
REGISTER = "/measures/open/register"


@pytest.fixture
def person(ada):
    return build.a_person(ada)


def page_of(person):
    return reverse("measures:open", args=[person.number])


def asked(**changes):
    return {
        "who": "close_contact", "base_on": "2024-02-25", "area_code": build.WANGHAISI,
        "reason": "同餐",
    } | changes  # fmt: skip


@pytest.mark.parametrize("name", ["ge", "ling", "rui", "ada"])
def test_only_officers_open(person, request, name):
    browser = sign_in(request.getfixturevalue(name))
    for url in (CHOOSE, REGISTER, page_of(person)):
        assert browser.get(url).status_code == 403


@pytest.mark.parametrize("text", ["何静", "hj", build.id_number(1), "13700000001"])
def test_a_person_of_the_area_is_found(person, lin, text):
    page = sign_in(lin).post(CHOOSE, {"q": text})
    assert page.context["found"] == [person]
    assert page_of(person) in page.content.decode()
    assert build.id_number(1) not in page.content.decode() or text == build.id_number(1)


def test_somebody_from_elsewhere_is_found_by_the_whole_number_alone(person, bo):
    browser = sign_in(bo)
    assert browser.post(CHOOSE, {"q": "何静"}).context["found"] == []
    assert browser.get(page_of(person)).status_code == 404
    assert browser.post(CHOOSE, {"q": build.id_number(1)}).context["found"] == [person]
    assert browser.get(page_of(person)).status_code == 200
    assert sign_in(bo).get(page_of(person)).status_code == 404, "of another session"


def test_nobody_has_this_number(lin):
    answer = sign_in(lin).post(CHOOSE, {"q": build.id_number(9)})
    assert answer.status_code == 422
    assert sign_in(lin).get("/measures/open/P0/").status_code == 404


def test_the_page_says_what_the_rule_makes_of_it_and_opens_only_when_sure(person, lin):
    browser = sign_in(lin)
    page = browser.post(page_of(person), asked())
    assert not Measure.objects.exists()
    words = page.content.decode()
    assert "自 2024-02-26 起至 2024-03-04 止" in words
    assert "2024-02-26 – 2024-03-01" in words
    assert page.context["preview"].rule == MeasureRule.objects.get(
        who="close_contact", valid_to=None
    )
    with assert_one_event("measure.opened"):
        answer = browser.post(page_of(person), asked(sure="yes"))
    measure = Measure.objects.get()
    assert answer.url == measure.get_absolute_url()
    assert (measure.area_code, measure.ends_on.isoformat()) == (build.WANGHAISI, "2024-03-04")


@pytest.mark.parametrize("sure", [{}, {"sure": "yes"}])
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"who": "middle_risk"}, "who"),
        ({"who": "nobody"}, "who"),
        ({"base_on": ""}, "base_on"),
        ({"base_on": "1970-01-01"}, "base_on"),
        ({"base_on": "2024-02-27"}, "base_on"),
        ({"base_on": "2023-02-29"}, "base_on"),
        ({"area_code": "nowhere at all"}, "area_code"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_cannot_be_stands_at_its_field(person, lin, changes, field, sure):
    answer = sign_in(lin).post(page_of(person), asked(**changes, **sure))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert answer.context["preview"] is None
    assert not Measure.objects.exists()


def test_another_community_is_not_theirs_to_choose(person, lin):
    answer = sign_in(lin).post(page_of(person), asked(area_code=build.GONGJIAN, sure="yes"))
    assert answer.status_code == 403
    assert not Measure.objects.exists()


def test_who_is_under_a_measure_is_shown_it_instead(person, lin, bo):
    running = open_measure(
        person, "high_risk", base_on=build.DAY - timedelta(days=1), by=lin, reason="返回"
    )
    page = sign_in(lin).get(page_of(person)).content.decode()
    assert running.get_absolute_url() in page
    assert 'name="who"' not in page
    browser = sign_in(bo)
    browser.post(CHOOSE, {"q": build.id_number(1)})
    assert running.get_absolute_url() not in browser.get(page_of(person)).content.decode()


def test_somebody_new_is_registered_on_the_way(lin):
    facts = {
        "name": "周远", "id_kind": "111", "id_number": build.id_number(5), "phone": "13700000005",
        "area_code": build.WANGHAISI, "address": "",
    }  # fmt: skip
    page = sign_in(lin).get(REGISTER)
    facts["id_kind"] = page.context["form"]["id_kind"].initial
    answer = sign_in(lin).post(REGISTER, facts)
    person = Person.objects.get(name="周远")
    assert answer.url == page_of(person)
    again = sign_in(lin).post(REGISTER, facts | {"phone": ""})
    assert again.url == page_of(person), "known already"
    assert Person.objects.filter(name="周远").count() == 1


def test_who_may_be_the_same_is_shown_before_somebody_new(person, lin):
    facts = {"name": "何静", "phone": "13900000001", "area_code": build.WANGHAISI}
    browser = sign_in(lin)
    kind = browser.get(REGISTER).context["form"]["id_kind"].initial
    facts |= {"id_kind": kind, "id_number": build.id_number(6), "address": ""}
    answer = browser.post(REGISTER, facts)
    assert answer.status_code == 409
    assert answer.context["likely"] == [person]
    assert browser.post(REGISTER, facts | {"sure": "yes"}).status_code == 302
    assert browser.post(REGISTER, facts | {"name": "", "id_number": "1"}).status_code == 422
    assert browser.post(REGISTER, facts | {"name": "别人", "phone": ""}).status_code == 422

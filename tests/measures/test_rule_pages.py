"""The pages of the rules: what holds, what held, a new row from a day on, and an end."""

import pytest
from django.urls import reverse

from longgang.measures.days import Phase
from longgang.measures.kinds import PhaseKind, Who
from longgang.measures.models import MeasureRule
from longgang.measures.queries import find_rule
from tests.cast import sign_in

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
RULES = "/measures/rules/"


def page_of(who):
    return reverse("measures:rule", args=[who])


def figures(**changes):
    return {
        "base": "last_exposure", "day_one": "next_day", "kind_1": "home", "days_1": "3",
        "test_days_1": "3、1, 3", "readings_1": "2", "visit_days_1": "2", "kind_2": "self",
        "days_2": "4", "test_days_2": "", "readings_2": "", "visit_days_2": "",
        "lifted_by": ["tests"], "morning_by": "09:30", "evening_by": "20:00", "tests_by": "18:00",
        "visits_by": "18:00", "missed_test_adds_days": "0", "fever_from": "37.3",
        "community_after_minutes": "120", "street_after_minutes": "240",
        "valid_from": "2024-03-01", "document_number": "龙防指〔2024〕2号",
    } | changes  # fmt: skip


@pytest.mark.parametrize("name", ["rui", "kang", "lin", "ge", "ling", "sam"])
def test_whoever_works_with_rules_reads_them(name, request):
    browser = sign_in(request.getfixturevalue(name))
    page = browser.get(RULES)
    assert page.status_code == 200
    assert [who for who, lines in page.context["kinds"] if not lines] == [
        Who.SECONDARY_CONTACT, Who.MIDDLE_RISK, Who.OTHER,
    ]  # fmt: skip
    detail = browser.get(page_of("close_contact"))
    assert [line.rule.valid_from.isoformat() for line in detail.context["lines"]] == [
        "2022-11-11", "2022-06-28", "2022-01-01",
    ]  # fmt: skip
    assert (detail.context["form"] is not None) == (name == "rui")


def test_a_resident_reads_no_rules(ada):
    assert sign_in(ada).get(RULES).status_code == 403


def test_a_new_rule_holds_from_its_day_on(rui):
    answer = sign_in(rui).post(page_of("middle_risk"), figures())
    assert answer.status_code == 302
    rule = MeasureRule.objects.get(who="middle_risk", valid_to=None)
    assert rule.plan == (
        Phase(PhaseKind.HOME, 3, (1, 3), 2, (2,)),
        Phase(PhaseKind.SELF, 4, (), 0, ()),
    )
    assert (rule.lifted_by, rule.missed_test_adds_days) == (["tests"], 0)
    assert find_rule("middle_risk", on=build.DAY) is None
    page = sign_in(rui).get(page_of("middle_risk"))
    assert page.context["form"]["days_2"].initial == 4, "it is where the next one starts"
    assert "龙防指〔2024〕2号" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": "2024-02-25"}, "valid_from"),
        ({"valid_from": "2022-11-11"}, "valid_from"),
        ({"document_number": ""}, "document_number"),
        ({"days_1": ""}, "days_1"),
        ({"days_1": "900"}, "days_1"),
        ({"test_days_1": "one, two"}, "test_days_1"),
        ({"test_days_1": "7"}, None),
        ({"kind_1": "", "kind_2": ""}, None),
        ({"base": "birthday"}, "base"),
        ({"morning_by": "25:00"}, "morning_by"),
        ({"fever_from": "hot"}, "fever_from"),
    ],
)
def test_what_is_wrong_with_a_rule_stands_there(rui, changes, field):
    before = MeasureRule.objects.count()
    answer = sign_in(rui).post(page_of("close_contact"), figures(**changes))
    assert answer.status_code == 422
    assert (field or "__all__") in answer.context["form"].errors
    assert MeasureRule.objects.count() == before


def test_a_rule_ends_from_a_day_on(rui):
    url = reverse("measures:end_rule", args=["low_risk"])
    browser = sign_in(rui)
    assert browser.post(url, {"valid_to": "2024-02-01", "document_number": "1"}).status_code == 422
    assert browser.post(url, {"valid_to": "2024-03-01", "document_number": ""}).status_code == 422
    sent = {"valid_to": "2024-03-01", "document_number": "龙防指〔2024〕2号"}
    assert browser.post(url, sent).status_code == 302
    assert find_rule("low_risk", on=build.local(2024, 3, 1).date()) is None
    assert browser.post(url, sent).status_code == 404
    page = browser.get(page_of("low_risk"))
    assert page.context["end_form"] is None


@pytest.mark.parametrize("name", ["kang", "lin", "sam", "ling"])
def test_nobody_else_changes_rules(name, request):
    browser = sign_in(request.getfixturevalue(name))
    assert browser.post(page_of("close_contact"), figures()).status_code == 403
    url = reverse("measures:end_rule", args=["close_contact"])
    assert browser.post(url, {}).status_code == 403


def test_no_such_kind_of_person(rui):
    assert sign_in(rui).get(page_of("pilgrims")).status_code == 404

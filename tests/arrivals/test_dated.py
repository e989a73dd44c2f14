"""Rules and risk areas: who may, what follows what, what an end means."""

from datetime import date

import pytest

from longgang.arrivals.actions.dated import announce_risk_area, end_risk_area, set_arrival_rule
from longgang.arrivals.models import ArrivalRule, RiskArea
from longgang.arrivals.queries import get_rule, risks_between
from longgang.audit.models import Event
from longgang.core.errors import NotAllowed, Refused

from . import build

pytestmark = pytest.mark.django_db
FIGURES = {"look_back_days": 14, "claim_minutes": 60, "document_number": "文 2"}


def test_a_rule_holds_from_its_day_on(morning, rui):
    set_arrival_rule(**FIGURES, valid_from=build.day(3), by=rui)
    assert get_rule(build.day(2)).look_back_days == 7
    assert get_rule(build.day(3)).look_back_days == 14
    assert Event.objects.filter(kind="arrival_rule.set").latest("pk").after["claim_minutes"] == 60


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"look_back_days": 0}, "arrivals.rule_figures"),
        ({"look_back_days": 61}, "arrivals.rule_figures"),
        ({"claim_minutes": 0}, "arrivals.rule_figures"),
        ({"document_number": " "}, "accounts.document_number_missing"),
    ],
)
def test_a_faulty_rule_is_refused(morning, rui, changes, code):
    with pytest.raises(Refused) as error:
        set_arrival_rule(**{**FIGURES, **changes}, by=rui)
    assert error.value.refusals[0].code == code
    assert ArrivalRule.objects.count() == 1


def test_without_a_rule_nothing_is_declared(morning):
    ArrivalRule.objects.all().delete()
    with pytest.raises(Refused) as error:
        get_rule(build.day(0))
    assert error.value.refusals[0].code == "arrivals.no_rule"


def test_only_rules_officers_write_rules_and_risk_areas(village, lin, jie, sam):
    for user in (lin, jie, sam):
        with pytest.raises(NotAllowed):
            set_arrival_rule(**FIGURES, by=user)
        with pytest.raises(NotAllowed):
            announce_risk_area(
                area_code=build.HARBIN, level="high", since_on=build.day(0),
                document_number="文", by=user,
            )  # fmt: skip
        with pytest.raises(NotAllowed):
            end_risk_area(village, until_on=build.day(1), document_number="文", by=user)


def test_a_risk_area_ends_before_the_day_named(village, rui):
    end_risk_area(village, until_on=build.day(0), document_number="琼疫 9", by=rui)
    assert risks_between(build.day(-1), build.day(-1)) == [village.as_risk]
    assert risks_between(build.day(0), build.day(9)) == []
    with pytest.raises(Refused) as error:
        end_risk_area(village, until_on=build.day(2), document_number="琼疫 9", by=rui)
    assert error.value.refusals[0].code == "arrivals.risk_ended"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"area_code": "999999"}, "arrivals.risk_place"),
        ({"level": "low"}, "arrivals.risk_level"),
        ({"until_on": build.day(-6)}, "arrivals.risk_ends_before"),
        ({"since_on": date(1, 1, 1)}, "core.day_too_old"),
        ({"until_on": date(9999, 12, 31)}, "core.day_too_far"),
        ({"document_number": ""}, "accounts.document_number_missing"),
        ({}, "arrivals.risk_known"),
    ],
)
def test_a_faulty_risk_area_is_refused(village, rui, changes, code):
    facts = {
        "area_code": build.SANYA, "place": "大庙村", "level": "high", "since_on": build.day(-6),
        "document_number": "琼疫 5",
    }  # fmt: skip
    with pytest.raises(Refused) as error:
        announce_risk_area(**{**facts, **changes}, by=rui)
    assert error.value.refusals[0].code == code
    assert RiskArea.objects.count() == 1


def test_an_end_before_the_beginning_is_refused(village, rui):
    with pytest.raises(Refused) as error:
        end_risk_area(village, until_on=build.day(-6), document_number="琼疫 9", by=rui)
    assert error.value.refusals[0].code == "arrivals.risk_ends_before"

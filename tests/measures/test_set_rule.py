"""Setting and ending a rule: a new row follows the old one; nobody begins one in the past."""

from datetime import timedelta

import pytest

from longgang.core.clock import as_if
from longgang.core.errors import NotAllowed, Refused
from longgang.measures.actions.measure_rules import RuleFigures, end_rule, set_rule
from longgang.measures.days import Phase
from longgang.measures.models import MeasureRule
from longgang.measures.queries import find_rule
from tests.audit.helpers import assert_one_event

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]

SHORT = RuleFigures((Phase("home", 5, (1, 5)),))
TOMORROW = build.DAY + timedelta(days=1)


def set_one(by, figures=SHORT, **changes):
    values = {"valid_from": TOMORROW, "document_number": "龙防指〔2022〕8号"} | changes
    return set_rule("low_risk", figures, by=by, **values)


def refused_codes(do):
    with pytest.raises(Refused) as refused:
        do()
    return [each.code.partition(".")[2] for each in refused.value.refusals]


def test_set_follows_the_rule_before_from_its_day_on(rui):
    before = find_rule("low_risk", on=build.DAY)
    with assert_one_event("measure_rule.set") as events:
        rule = set_one(rui)
    assert find_rule("low_risk", on=build.DAY) == before
    assert find_rule("low_risk", on=TOMORROW) == rule
    assert rule.plan == SHORT.plan
    assert events[0].reason == "龙防指〔2022〕8号"


def test_end_leaves_nothing_from_its_day_on(rui):
    rule = find_rule("low_risk", on=build.DAY)
    with assert_one_event("measure_rule.ended"):
        end_rule(rule, valid_to=TOMORROW, document_number="8号", by=rui)
    assert find_rule("low_risk", on=build.DAY) is not None
    assert find_rule("low_risk", on=TOMORROW) is None


def test_a_rule_may_begin_again_after_an_end(rui):
    rule = find_rule("low_risk", on=build.DAY)
    end_rule(rule, valid_to=TOMORROW, document_number="8号", by=rui)
    later = TOMORROW + timedelta(days=3)
    again = set_one(rui, valid_from=later)
    assert find_rule("low_risk", on=TOMORROW) is None
    assert find_rule("low_risk", on=later) == again


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"document_number": "  "}, ["document_number_missing"]),
        ({"figures": RuleFigures(())}, ["no_phase"]),
        ({"figures": RuleFigures((Phase("home", 0),))}, ["phase_length"]),
        ({"figures": RuleFigures((Phase("home", 61),))}, ["phase_length"]),
        ({"figures": RuleFigures((Phase("home", 5, (6,)),))}, ["day_outside_phase"]),
        ({"figures": RuleFigures((Phase("home", 5, visit_days=(0,)),))}, ["day_outside_phase"]),
        ({"figures": RuleFigures((Phase("home", 5, readings=3),))}, ["too_many_readings"]),
        (
            {"figures": RuleFigures((Phase("home", 0, (1,)),)), "document_number": ""},
            ["document_number_missing", "phase_length", "day_outside_phase"],
        ),
    ],
)
def test_set_refuses_what_is_no_rule(rui, changes, codes):
    before = MeasureRule.objects.count()
    assert refused_codes(lambda: set_one(rui, **changes)) == codes
    assert MeasureRule.objects.count() == before


def test_an_ended_rule_does_not_end_twice(rui):
    rule = find_rule("low_risk", on=build.DAY)
    end_rule(rule, valid_to=TOMORROW, document_number="8号", by=rui)
    again = {"valid_to": TOMORROW, "document_number": "9号", "by": rui}
    assert refused_codes(lambda: end_rule(rule, **again)) == ["rule_ended"]


@pytest.mark.parametrize("name", ["lin", "ge", "jie", "kang", "ling", "sam", "ada"])
def test_set_refuses_others(name, request):
    with pytest.raises(NotAllowed):
        set_one(request.getfixturevalue(name))


def test_a_rule_begins_at_the_local_midnight(rui):
    """Half past midnight here is still yesterday in UTC."""
    with as_if(build.local(2024, 2, 27, 0, 30)):
        rule = set_one(rui, valid_from=None)
    assert rule.valid_from == TOMORROW


def test_whoever_reads_rules_or_looks_after_people_sees_them(rui, lin, ge, ada, sam):
    everything = MeasureRule.objects.count()
    assert everything
    for user in (rui, lin, ge, sam):
        assert MeasureRule.objects.visible_to(user).count() == everything
    assert not MeasureRule.objects.visible_to(ada).exists()

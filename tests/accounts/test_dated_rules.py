"""Whatever module a rule belongs to: who begins a row, from when on, what becomes of the last."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from longgang.accounts.api import DatedRule, check_follows
from longgang.arrivals.actions.dated import set_arrival_rule
from longgang.arrivals.models import ArrivalRule
from longgang.audit.api import SYSTEM
from longgang.core.errors import NotAllowed, Refused
from longgang.isolation.actions.carer_rules import set_carer_rule
from longgang.isolation.models import CarerRule
from longgang.measures.actions.measure_rules import RuleFigures, set_rule
from longgang.measures.days import Phase
from longgang.measures.models import MeasureRule
from longgang.tracing.actions.tracing_rules import set_tracing_rule
from longgang.tracing.models import TracingRule
from tests.audit.helpers import assert_one_event
from tests.measures.build import DAY
from tests.measures.conftest import kang, lin, morning, rui, rules, sam, staff  # noqa: F401 - found by being here

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]

YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
SETTING: dict[str, tuple[type[DatedRule], Callable[..., DatedRule]]] = {
    "arrival_rule.set": (
        ArrivalRule,
        lambda **order: set_arrival_rule(look_back_days=14, claim_minutes=60, **order),
    ),
    "carer_rule.set": (
        CarerRule,
        lambda **order: set_carer_rule(child_below=12, adult_from=20, elderly_from=65, **order),
    ),
    "measure_rule.set": (
        MeasureRule,
        lambda **order: set_rule("other", RuleFigures((Phase("home", 5, (1, 5)),)), **order),
    ),
    "tracing_rule.set": (
        TracingRule,
        lambda **order: set_tracing_rule(days_before=3, first_circle="close_contact", **order),
    ),
}


@pytest.fixture(params=SETTING)
def kind(request):
    return request.param


@pytest.fixture
def rows(kind):
    """Those of the kind that the tests set; of measures there are others."""
    model, _set = SETTING[kind]
    return model.objects.filter(document_number__startswith="龙防指")


@pytest.fixture
def set_one(kind):
    _model, set_it = SETTING[kind]
    return lambda **order: set_it(**{"document_number": "龙防指 8"} | order)


def codes(do):
    with pytest.raises(Refused) as refused:
        do()
    return [each.code for each in refused.value.refusals]


def test_a_row_holds_until_the_next_begins(kind, rows, set_one, rui):  # noqa: F811
    first = set_one(by=rui)
    with assert_one_event(kind) as events:
        second = set_one(valid_from=TOMORROW, by=rui, document_number="龙防指 9 ")
    first.refresh_from_db()
    assert (first.valid_from, first.valid_to, second.valid_to) == (DAY, TOMORROW, None)
    assert (second.document_number, second.author) == ("龙防指 9", "瑞")
    assert events[0].before["valid_from"] == DAY.isoformat()
    assert events[0].after == first.told() | {
        "valid_from": TOMORROW.isoformat(), "document_number": "龙防指 9",
    }  # fmt: skip
    assert list(rows.in_force(DAY)) == [first]
    assert list(rows.in_force(TOMORROW)) == [second]


def test_only_the_system_begins_one_in_the_past(rows, set_one, rui):  # noqa: F811
    assert codes(lambda: set_one(valid_from=YESTERDAY, by=rui)) == ["accounts.rule_back_dated"]
    assert not rows.exists()
    assert set_one(valid_from=YESTERDAY, by=SYSTEM).author == "系统"


def test_two_never_begin_on_one_day(rows, set_one, rui):  # noqa: F811
    set_one(valid_from=TOMORROW, by=rui)
    for day in (DAY, TOMORROW):
        found = codes(lambda day=day: set_one(valid_from=day, by=rui))
        assert found == ["accounts.rule_before_the_last"]
    assert rows.count() == 1


def test_a_document_orders_it(rows, set_one, rui):  # noqa: F811
    assert codes(lambda: set_one(document_number="  ", by=rui)) == [
        "accounts.document_number_missing"
    ]
    assert not rows.exists()


@pytest.mark.parametrize("name", ["lin", "kang", "sam"])
def test_only_rules_officers_of_the_district_set_one(name, rows, set_one, request):
    with pytest.raises(NotAllowed):
        set_one(by=request.getfixturevalue(name))
    assert not rows.exists()


def test_after_an_end_the_next_may_begin_on_that_day(rui):  # noqa: F811
    ages = {"child_below": 12, "adult_from": 20, "elderly_from": 65}
    last = set_carer_rule(**ages, document_number="龙防指 8", by=rui)
    last.valid_to = TOMORROW
    assert check_follows(DAY, last).code == "accounts.rule_before_the_last"
    assert check_follows(TOMORROW, last) is None

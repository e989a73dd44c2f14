"""An installation starts with a rule for every kind of trip; loading again changes nothing."""

import pytest
from django.core.management import call_command

from longgang.audit.api import SYSTEM
from longgang.core.clock import now
from longgang.core.errors import Refused
from longgang.passes.application import GoodsClass
from longgang.passes.default_rules import load_rules
from longgang.passes.models import PassRule
from longgang.passes.queries import find_rule

pytestmark = pytest.mark.django_db

DESKS = {
    "medical": "industry",
    "living": "commerce",
    "reserve": "commerce",
    "mail": "transport",
    "agriculture": "commerce",
    "energy": "industry",
    "raw_material": "industry",
    "industrial": "industry",
    "trade": "commerce",
}


def test_load_gives_every_class_of_goods_its_desk(capsys):
    call_command("load_rules")
    assert capsys.readouterr().out == "新增规则：10 条\n"
    found = {
        goods: find_rule("freight", goods, at=now()).desk_kind
        for goods in GoodsClass.values
        if goods != "none"
    }
    assert found == DESKS
    assert find_rule("private", "none", at=now()).desk_kind == "street"


def test_load_sets_the_limit_of_ten_minutes_and_one_trip():
    load_rules(by=SYSTEM)
    assert set(PassRule.objects.values_list("decision_minutes", "one_trip")) == {(10, True)}


def test_load_again_changes_nothing():
    load_rules(by=SYSTEM)
    assert load_rules(by=SYSTEM) == 0


def test_freight_without_goods_has_no_rule():
    load_rules(by=SYSTEM)
    with pytest.raises(Refused) as refused:
        find_rule("freight", "none", at=now())
    assert refused.value.code == "passes.no_rule"


def test_goods_are_sealed_and_private_trips_are_not():
    load_rules(by=SYSTEM)
    assert sealed_kinds() == {("freight", True), ("private", False)}


def sealed_kinds() -> set[tuple[str, bool]]:
    return set(PassRule.objects.order_by().values_list("trip_kind", "needs_seal"))

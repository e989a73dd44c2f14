"""A new dated row: it holds for what is submitted after it, and nobody can date it back."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if, now
from longgang.core.errors import NotAllowed, Refused
from longgang.passes.actions.pass_rules import RuleFigures, set_rule
from longgang.passes.default_rules import default_rules, load_rules
from longgang.passes.models import PassRule
from longgang.passes.queries import find_rule
from tests.audit.helpers import assert_one_event

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
DOCUMENT = "龙政发〔2026〕8号"


def change(by, *, hours=None, document_number=DOCUMENT, **figures):
    return set_rule(
        "freight",
        "industrial",
        RuleFigures(**{"desk_kind": "industry", "decision_minutes": 30} | figures),
        valid_from=None if hours is None else now() + timedelta(hours=hours),
        document_number=document_number,
        by=by,
    )


def test_set_rule_at_once_follows_the_old_row_without_a_gap(rui):
    old = find_rule("freight", "industrial", at=now())
    row = change(rui)
    old.refresh_from_db()
    assert old.valid_to == row.valid_from
    assert find_rule("freight", "industrial", at=now()) == row
    assert (row.author_name, row.document_number) == ("瑞", DOCUMENT)


def test_set_rule_holds_only_for_what_is_submitted_after(rui, ada):
    before = build.a_submitted_pass(ada)
    change(rui)
    after = build.a_submitted_pass(ada, plate="辽P54321")
    before.refresh_from_db()
    assert before.rule.decision_minutes == 10
    assert after.rule.decision_minutes == 30
    assert (after.due_at - after.submitted_at) == timedelta(minutes=30)


def test_set_rule_for_later_leaves_today_as_it_is(rui, ada):
    row = change(rui, hours=5)
    assert build.a_submitted_pass(ada).rule != row
    with as_if(now() + timedelta(hours=6)):
        assert find_rule("freight", "industrial", at=now()) == row


def test_set_rule_sends_to_another_desk(rui, ada):
    change(rui, desk_kind="transport")
    assert build.a_submitted_pass(ada).desk_code == "211403-transport"


def test_set_rule_leaves_exactly_one_event(rui):
    with assert_one_event("rule.set") as events:
        change(rui)
    assert events[0].before["decision_minutes"] == 10
    assert events[0].after["decision_minutes"] == 30
    assert events[0].reason == DOCUMENT


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hours": -1}, "passes.rule_back_dated"),
        ({"document_number": " "}, "passes.document_number_missing"),
    ],
)
def test_set_rule_refuses(changes, code, rui):
    count = PassRule.objects.count()
    with pytest.raises(Refused) as refused:
        change(rui, **changes)
    assert refused.value.code == code
    assert PassRule.objects.count() == count


def test_set_rule_refuses_a_moment_before_a_row_that_is_planned(rui):
    change(rui, hours=5)
    with pytest.raises(Refused) as refused:
        change(rui, hours=4)
    assert refused.value.code == "passes.rule_before_the_last"


@pytest.mark.parametrize("name", ["lin", "mei", "kai", "hai", "sam", "ada"])
def test_set_rule_refuses_others(name, request):
    with pytest.raises(NotAllowed):
        change(request.getfixturevalue(name))


def test_the_first_rule_of_a_kind_has_nothing_before_it(rui):
    PassRule.objects.all().delete()
    with assert_one_event("rule.set") as events:
        change(rui)
    assert events[0].before is None


def test_defaults_are_loaded_once_and_never_over_a_changed_rule():
    PassRule.objects.all().delete()
    assert load_rules(by=SYSTEM) == len(default_rules())
    assert load_rules(by=SYSTEM) == 0


def test_without_a_rule_the_application_says_so(ada):
    PassRule.objects.all().delete()
    with pytest.raises(Refused) as refused:
        build.a_submitted_pass(ada)
    assert refused.value.code == "passes.no_rule"


def form(**changes):
    return {
        "desk_kind": "industry", "decision_minutes": "20", "early_hours": "6", "valid_hours": "24",
        "one_trip": "on", "advance_days": "7", "max_people": "4", "fever_from": "37.3",
        "same_trip_hours": "4", "arrive_minutes": "120", "leave_minutes": "480",
        "exit_minutes": "120", "documents": ["waybill"], "document_number": DOCUMENT,
        "valid_from": "",
    } | changes  # fmt: skip


URL = "/passes/rules/freight/industrial/"


def test_page_sets_a_row_at_once(rui, signed_in):
    assert signed_in(rui).post(URL, form()).status_code == 302
    row = find_rule("freight", "industrial", at=now())
    assert (row.decision_minutes, row.documents, row.test_max_hours) == (20, ["waybill"], None)


def test_page_says_what_is_wrong_at_its_field(rui, signed_in):
    browser = signed_in(rui)
    for changes, field in [
        ({"valid_from": "2020-01-01T00:00"}, "valid_from"),
        ({"decision_minutes": "0"}, "decision_minutes"),
        ({"fever_from": "400"}, "fever_from"),
        ({"document_number": ""}, "document_number"),
    ]:
        answer = browser.post(URL, form(**changes))
        assert answer.status_code == 422
        assert field in answer.context["form"].errors


def test_page_is_read_only_for_others(lin, signed_in):
    browser = signed_in(lin)
    assert browser.get(URL).context["form"] is None
    count = PassRule.objects.count()
    assert browser.post(URL, form()).status_code == 403
    assert PassRule.objects.count() == count


def test_page_of_an_unknown_kind_is_not_found(rui, signed_in):
    assert signed_in(rui).get("/passes/rules/freight/gold/").status_code == 404


def test_page_offers_the_defaults_where_there_is_no_rule(rui, signed_in):
    PassRule.objects.all().delete()
    assert signed_in(rui).get(URL).status_code == 200
    assert signed_in(rui).get("/passes/rules/").status_code == 200


def test_page_of_all_rules_shows_what_is_planned(rui, signed_in):
    browser = signed_in(rui)
    assert "起变更" not in browser.get("/passes/rules/").content.decode()
    later = now() + timedelta(days=3)
    browser.post(URL, form(valid_from=f"{localtime(later):%Y-%m-%dT00:00}"))
    page = browser.get("/passes/rules/").content.decode()
    assert page.count(f"{localtime(later):%Y-%m-%d} 起变更") == 1

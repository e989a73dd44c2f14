"""Rules of tracing: dated rows under a document, and the versions of 2022."""

from datetime import date

import pytest
from django.core.management import call_command

from longgang.audit.api import SYSTEM, Disclosure, Event
from longgang.core.errors import NotAllowed, Refused
from longgang.tracing.actions.cases import note_question
from longgang.tracing.actions.contacts import new_contact
from longgang.tracing.actions.tracing_rules import set_tracing_rule
from longgang.tracing.models import TracingRule
from tests.measures.build import DAY

pytestmark = pytest.mark.django_db
FIGURES = {
    "days_before": 3,
    "least_minutes": 10,
    "linger_minutes": 30,
    "first_circle": "close_contact",
    "document_number": "龙防指〔2024〕2号",
}


def test_a_rule_follows_the_one_before(morning, rui):
    before = TracingRule.objects.get(valid_to=None)
    rule = set_tracing_rule(**FIGURES, by=rui)
    before.refresh_from_db()
    assert (before.valid_to, rule.valid_from, rule.second_circle) == (DAY, DAY, "")
    event = Event.objects.filter(kind="tracing_rule.set").latest("pk")
    told = (event.by_name, event.before["days_before"], event.after["days_before"])
    assert told == ("瑞", before.days_before, 3)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"days_before": 31}, "tracing.rule_figures"),
        ({"document_number": " "}, "accounts.document_number_missing"),
    ],
)
def test_set_tracing_rule_refuses(changes, code, morning, rui):
    with pytest.raises(Refused) as refused:
        set_tracing_rule(**(FIGURES | changes), by=rui)
    assert refused.value.code == code


@pytest.mark.parametrize("who", ["yan", "kang", "ling"])
def test_only_rules_officers_set_one(who, morning, request):
    with pytest.raises(NotAllowed):
        set_tracing_rule(**FIGURES, by=request.getfixturevalue(who))


def test_the_command_enters_the_versions_of_2022_once(db):
    call_command("load_tracing_rules")
    call_command("load_tracing_rules")
    days = TracingRule.objects.order_by("valid_from").values_list("valid_from", "days_before")
    assert list(days) == [
        (date(2022, 1, 1), 4), (date(2022, 6, 28), 2), (date(2022, 11, 11), 2),
    ]  # fmt: skip
    assert TracingRule.objects.first().author_name == SYSTEM.name


def test_a_question_is_written_down_under_the_number_of_the_case(case, yan):
    note_question(case, "contacts", asked="正向 2 圈", by=yan)
    told = Disclosure.objects.latest("pk")
    assert (told.subject_number, told.field, told.reason, told.by_name) == (
        case.number, "contacts", "正向 2 圈", "严",
    )  # fmt: skip


def test_a_new_contact_is_undecided(case, people, yan):
    contact = new_contact(case, people.xi.pk, degree=1, exposed_on=DAY, by=yan)
    assert (contact.status, contact.by_name, contact.pk) == ("undecided", "严", None)

"""Changing the rules: a new dated row follows the old one, or none; no measure is touched."""

import dataclasses
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import (
    check_document_number,
    check_follows,
    check_may_date,
    follow_last,
)
from longgang.audit.api import ActsAsActor, record
from longgang.core.errors import Refusal, refuse_if

from ..days import Plan
from ..kinds import Base, DayOne
from ..models import MeasureRule
from ..rules import check_accept_minutes, check_plan


@dataclasses.dataclass(frozen=True)
class RuleFigures:
    """What a rule row says, besides for whom, when and on whose word."""

    plan: Plan
    base: str = Base.LAST_EXPOSURE
    day_one: str = DayOne.NEXT_DAY
    lifted_by: tuple[str, ...] = ("tests", "temperature")
    morning_by: time = time(10)
    evening_by: time = time(20)
    tests_by: time = time(20)
    visits_by: time = time(20)
    positive_restarts: bool = True
    missed_test_adds_days: int = 1
    counts_hospital: bool = True
    fever_from: Decimal = Decimal("37.3")
    releases_by_two: bool = False
    community_after_minutes: int = 120
    street_after_minutes: int = 240


def set_rule(
    who: str,
    figures: RuleFigures,
    *,
    valid_from: date | None = None,
    document_number: str,
    by: ActsAsActor,
) -> MeasureRule:
    """Let these figures hold for a kind of person from a day on; no measure is touched."""
    return follow_last(
        MeasureRule.objects.filter(who=who),
        {"who": who, **_columns(figures)},
        faults=[
            *check_plan(figures.plan),
            check_accept_minutes(figures.community_after_minutes, figures.street_after_minutes),
        ],
        valid_from=valid_from,
        document_number=document_number,
        by=by,
    )


@transaction.atomic
def end_rule(rule: MeasureRule, *, valid_to: date, document_number: str, by: ActsAsActor) -> None:
    """Let a kind of person be under no measure from a day on."""
    check_may_date(by, valid_to)
    refuse_if(check_document_number(document_number), check_follows(valid_to, rule))
    ended = MeasureRule.objects.filter(pk=rule.pk, valid_to=None).update(valid_to=valid_to)
    refuse_if(None if ended else _ENDED)
    record(
        "measure_rule.ended",
        rule,
        by=by,
        after={"valid_to": valid_to},
        reason=document_number,
    )


def _columns(figures: RuleFigures) -> dict[str, Any]:
    values = {
        field.name: getattr(figures, field.name)
        for field in dataclasses.fields(figures)
        if field.name != "plan"
    }
    phases = [phase.as_row() for phase in figures.plan]
    return values | {"phases": phases, "lifted_by": [str(each) for each in figures.lifted_by]}


_ENDED = Refusal(
    "measures.rule_ended",
    _("This rule has an end already."),
    _("Look at what holds now."),
)

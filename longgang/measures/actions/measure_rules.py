"""Changing the rules: a new dated row follows the old one, or none; no measure is touched."""

import dataclasses
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import ActsAsActor, record
from longgang.core.clock import now, today
from longgang.core.errors import Refusal, refuse_all, refuse_if
from longgang.core.tokens import new_number

from ..days import Plan
from ..kinds import Base, DayOne
from ..models import MeasureRule
from ..permissions import check_may_edit_rules
from ..rules import check_accept_minutes, check_document_number, check_plan


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


@transaction.atomic
def set_rule(
    who: str,
    figures: RuleFigures,
    *,
    valid_from: date | None = None,
    document_number: str,
    by: ActsAsActor,
) -> MeasureRule:
    """Let these figures hold for a kind of person from a day on. The row before ends there.

    Nobody but the system, which enters what held before an installation began, can let a rule begin
    in the past.
    """
    day = valid_from or today()
    _check_author(by, day)
    rows = MeasureRule.objects.filter(who=who)
    last = rows.select_for_update(of=("self",)).order_by("-valid_from").first()
    refuse_all(
        [
            check_document_number(document_number),
            *check_plan(figures.plan),
            check_accept_minutes(figures.community_after_minutes, figures.street_after_minutes),
            _check_day(day, last),
        ]
    )
    if last is not None and last.valid_to is None:
        MeasureRule.objects.filter(pk=last.pk).update(valid_to=day)
    row = MeasureRule.objects.create(
        number=new_number("CG"),
        who=who,
        valid_from=day,
        document_number=document_number.strip(),
        author_name=by.as_actor().name,
        created_at=now(),
        **_columns(figures),
    )
    record(
        "measure_rule.set",
        row,
        by=by,
        before=_told(last) if last else None,
        after=_told(row),
        reason=document_number,
    )
    return row


@transaction.atomic
def end_rule(rule: MeasureRule, *, valid_to: date, document_number: str, by: ActsAsActor) -> None:
    """Let a kind of person be under no measure from a day on."""
    _check_author(by, valid_to)
    refuse_if(check_document_number(document_number), _check_day(valid_to, rule))
    ended = MeasureRule.objects.filter(pk=rule.pk, valid_to=None).update(valid_to=valid_to)
    refuse_if(None if ended else _ENDED)
    record(
        "measure_rule.ended",
        rule,
        by=by,
        after={"valid_to": valid_to},
        reason=document_number,
    )


def _check_author(by: ActsAsActor, day: date) -> None:
    if isinstance(by, User):
        check_may_edit_rules(by)
        refuse_if(_BACK_DATED if day < today() else None)


def _check_day(day: date, last: MeasureRule | None) -> Refusal | None:
    """A row begins after the one before began, and not before that one ended."""
    if last is None:
        return None
    is_earlier = day <= last.valid_from or (last.valid_to is not None and day < last.valid_to)
    return _BEFORE_THE_LAST if is_earlier else None


def _columns(figures: RuleFigures) -> dict[str, Any]:
    values = {
        field.name: getattr(figures, field.name)
        for field in dataclasses.fields(figures)
        if field.name != "plan"
    }
    phases = [phase.as_row() for phase in figures.plan]
    return values | {"phases": phases, "lifted_by": [str(each) for each in figures.lifted_by]}


def _told(row: MeasureRule) -> dict[str, Any]:
    """What the book of events says of a row."""
    names = ("who", "base", "day_one", "phases", "lifted_by", "valid_from", "document_number")
    return {name: getattr(row, name) for name in names}


_BACK_DATED = Refusal(
    "measures.rule_back_dated",
    _("A rule cannot begin or end in the past: measures were opened under what held then."),
    _("Choose today or a later day."),
    field="valid_from",
)
_BEFORE_THE_LAST = Refusal(
    "measures.rule_before_the_last",
    _("Another rule already begins or ends on this day or later."),
    _("Choose a later day."),
    field="valid_from",
)
_ENDED = Refusal(
    "measures.rule_ended",
    _("This rule has an end already."),
    _("Look at what holds now."),
)

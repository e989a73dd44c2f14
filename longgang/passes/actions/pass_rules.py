"""Changing the rules: a new dated row follows the old one; nothing submitted before is touched."""

import dataclasses
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User, check_may_edit_rules
from longgang.audit.api import ActsAsActor, record
from longgang.core.clock import now
from longgang.core.errors import Refusal, refuse_if
from longgang.core.tokens import new_number

from ..models import PassRule
from ..rules import check_document_number


@dataclasses.dataclass(frozen=True)
class RuleFigures:
    """What a rule row says, besides when and on whose word."""

    desk_kind: str
    decision_minutes: int = 10
    one_trip: bool = True
    early_hours: int = 6
    valid_hours: int = 24
    advance_days: int = 7
    max_people: int = 4
    documents: tuple[str, ...] = ()
    test_max_hours: int | None = None
    fever_from: float = 37.3
    needs_seal: bool = True
    same_trip_hours: int = 4
    arrive_minutes: int = 120
    leave_minutes: int = 480
    exit_minutes: int = 120


@transaction.atomic
def set_rule(
    trip_kind: str,
    goods_class: str,
    figures: RuleFigures,
    *,
    valid_from: datetime | None = None,
    document_number: str,
    by: ActsAsActor,
) -> PassRule:
    """Let these figures hold from a moment on, or at once. The row before ends there, unedited.

    The system itself sets the first rules of an installation; every person needs the permission,
    and nobody but the system can let a rule begin in the past: what was decided stays decided.

    Raises Refused when the moment lies in the past or before the start of the newest row.
    """
    moment = now()
    valid_from = valid_from or moment
    if isinstance(by, User):
        check_may_edit_rules(by)
        refuse_if(_BACK_DATED if valid_from < moment else None)
    rows = PassRule.objects.filter(trip_kind=trip_kind, goods_class=goods_class)
    current = rows.filter(valid_to=None).select_for_update(of=("self",)).first()
    refuse_if(
        check_document_number(document_number),
        _check_start(valid_from, current),
    )
    if current is not None:
        PassRule.objects.filter(pk=current.pk).update(valid_to=valid_from)
    row = PassRule.objects.create(
        number=new_number("GZ"),
        trip_kind=trip_kind,
        goods_class=goods_class,
        valid_from=valid_from,
        document_number=document_number,
        author_name=by.as_actor().name,
        created_at=moment,
        **_columns(figures),
    )
    record(
        "rule.set",
        row,
        by=by,
        before=_columns_of(current) if current else None,
        after=_columns(figures) | {"valid_from": valid_from},
        reason=document_number,
    )
    return row


def _columns(figures: RuleFigures) -> dict[str, Any]:
    return dataclasses.asdict(figures) | {"documents": list(figures.documents)}


def _columns_of(row: PassRule) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in dataclasses.fields(RuleFigures)}


def _check_start(valid_from: datetime, current: PassRule | None) -> Refusal | None:
    if current is not None and valid_from <= current.valid_from:
        return Refusal(
            "passes.rule_before_the_last",
            _("A newer rule already starts at or after this moment."),
            _("Choose a later moment."),
            field="valid_from",
        )
    return None


_BACK_DATED = Refusal(
    "passes.rule_back_dated",
    _("A rule cannot begin in the past: what was submitted under the old one stays."),
    _("Choose a later moment, or leave it blank: then it holds at once."),
    field="valid_from",
)

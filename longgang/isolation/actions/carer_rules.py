"""Changing the carer rules: a new dated row follows the old one; nobody who has a room is moved."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import ActsAsActor, record
from longgang.core.clock import now, today
from longgang.core.errors import Refusal, refuse_if
from longgang.core.tokens import new_number

from ..models import CarerRule
from ..permissions import check_may_edit_rules
from ..rules import Ages, check_ages


@transaction.atomic
def set_carer_rule(
    *,
    child_below: int,
    adult_from: int,
    elderly_from: int,
    valid_from: date | None = None,
    document_number: str,
    by: ActsAsActor,
) -> CarerRule:
    """Let these ages hold from a day on. The row before ends there.

    Nobody but the system can let a rule begin in the past.
    """
    day = valid_from or today()
    if isinstance(by, User):
        check_may_edit_rules(by)
        refuse_if(_BACK_DATED if day < today() else None)
    last = CarerRule.objects.select_for_update(of=("self",)).first()
    refuse_if(
        _NO_DOCUMENT if not document_number.strip() else None,
        _BEFORE_THE_LAST if last is not None and day <= last.valid_from else None,
        check_ages(Ages(child_below, adult_from, elderly_from)),
    )
    if last is not None:
        CarerRule.objects.filter(pk=last.pk, valid_to=None).update(valid_to=day)
    row = CarerRule.objects.create(
        number=new_number("ZG"),
        child_below=child_below,
        adult_from=adult_from,
        elderly_from=elderly_from,
        valid_from=day,
        document_number=document_number.strip(),
        author_name=by.as_actor().name,
        created_at=now(),
    )
    record(
        "carer_rule.set",
        row,
        by=by,
        before=_told(last) if last else None,
        after=_told(row),
        reason=document_number,
    )
    return row


def _told(row: CarerRule) -> dict[str, Any]:
    names = ("child_below", "adult_from", "elderly_from", "valid_from", "document_number")
    return {name: getattr(row, name) for name in names}


_BACK_DATED = Refusal(
    "isolation.rule_back_dated",
    _("A rule cannot begin in the past: rooms were given under what held then."),
    _("Choose today or a later day."),
    field="valid_from",
)
_BEFORE_THE_LAST = Refusal(
    "isolation.rule_before_the_last",
    _("Another rule already begins on this day or later."),
    _("Choose a later day."),
    field="valid_from",
)
_NO_DOCUMENT = Refusal(
    "isolation.document_number_missing",
    _("The number of the document that orders it is missing."),
    field="document_number",
)

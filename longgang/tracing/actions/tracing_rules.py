"""Rules of tracing: dated rows that follow one another, under a document."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import ActsAsActor, record
from longgang.core.clock import now, today
from longgang.core.errors import Refusal, refuse_if
from longgang.core.tokens import new_number

from ..models import TracingRule
from ..permissions import check_may_edit_rules
from ..rules import check_rule_figures


@transaction.atomic
def set_tracing_rule(
    *,
    days_before: int,
    least_minutes: int = 0,
    linger_minutes: int = 0,
    first_circle: str,
    second_circle: str = "",
    valid_from: date | None = None,
    document_number: str,
    by: ActsAsActor,
) -> TracingRule:
    """Let these figures hold from a day on. The row before ends there; no open case is touched.

    Nobody but the system can let a rule begin in the past.
    """
    day = valid_from or today()
    if isinstance(by, User):
        check_may_edit_rules(by)
        refuse_if(_BACK_DATED if day < today() else None)
    last = TracingRule.objects.select_for_update(of=("self",)).first()
    refuse_if(
        *check_rule_figures(days_before, least_minutes, linger_minutes, document_number),
        _BEFORE_THE_LAST if last is not None and day <= last.valid_from else None,
    )
    if last is not None:
        TracingRule.objects.filter(pk=last.pk, valid_to=None).update(valid_to=day)
    row = TracingRule.objects.create(
        number=new_number("ZG"),
        days_before=days_before,
        least_minutes=least_minutes,
        linger_minutes=linger_minutes,
        first_circle=first_circle,
        second_circle=second_circle,
        valid_from=day,
        document_number=document_number.strip(),
        author_name=by.as_actor().name,
        created_at=now(),
    )
    record("tracing_rule.set", row, by=by, after=_told(row), reason=document_number)
    return row


def _told(row: TracingRule) -> dict[str, object]:
    names = (
        "days_before", "least_minutes", "linger_minutes", "first_circle", "second_circle",
        "valid_from", "document_number",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}


_BACK_DATED = Refusal(
    "tracing.rule_back_dated",
    _("A rule cannot begin in the past."),
    _("Choose today or a later day."),
    field="valid_from",
)
_BEFORE_THE_LAST = Refusal(
    "tracing.rule_before_the_last",
    _("Another rule already begins on this day or later."),
    _("Choose a later day."),
    field="valid_from",
)

"""Changing the carer rules: a new dated row follows the old one; nobody who has a room is moved."""

from datetime import date

from longgang.accounts.api import follow_last
from longgang.audit.api import ActsAsActor

from ..models import CarerRule
from ..rules import Ages, check_ages


def set_carer_rule(
    *,
    child_below: int,
    adult_from: int,
    elderly_from: int,
    valid_from: date | None = None,
    document_number: str,
    by: ActsAsActor,
) -> CarerRule:
    """Let these ages hold from a day on."""
    return follow_last(
        CarerRule.objects.all(),
        {"child_below": child_below, "adult_from": adult_from, "elderly_from": elderly_from},
        faults=[check_ages(Ages(child_below, adult_from, elderly_from))],
        valid_from=valid_from,
        document_number=document_number,
        by=by,
    )

"""Seeing a personal value in clear: for a purpose, with a reason, and written down first."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Model

from longgang.accounts.api import User, count_try
from longgang.audit.api import disclose
from longgang.core.errors import refuse_if
from longgang.core.privacy import Purpose

from .. import rules
from ..events import filed_under
from ..models import Company, Person
from ..permissions import check_may_reveal
from ..reading import tidy_text

REVEALABLE: dict[type[Model], tuple[str, ...]] = {
    Person: ("id_number", "phone", "address"),
    Company: ("contact_phone",),
}
REVEALS = "people.reveals"


def register_revealable(table: type[Model], *fields: str) -> None:
    """Let another module's sealed fields be seen on the same conditions."""
    REVEALABLE[table] = fields


def reveal(
    subject: Model,
    field: str,
    *,
    concerns_area: str = "",
    concerns_premises: str = "",
    by: User,
    purpose: str,
    reason: str,
) -> str:
    """The value of a sealed field. Leaves a Disclosure; so many an hour, not more.

    A matter that brings somebody here, as an application, names the area it `concerns_area`, or the
    premises: who may see personal data there may see it of people who live elsewhere. Raises
    KeyError for a field that is not sealed: it needs no revealing.
    """
    return reveal_all(
        subject,
        [field],
        concerns_area=concerns_area,
        concerns_premises=concerns_premises,
        by=by,
        purpose=purpose,
        reason=reason,
    )[field]


@transaction.atomic
def reveal_all(
    subject: Model,
    fields: Sequence[str],
    *,
    concerns_area: str = "",
    concerns_premises: str = "",
    by: User,
    purpose: str,
    reason: str,
) -> dict[str, str]:
    """Several fields of one subject that are needed together, as on a printed notice: it counts
    once among those of the hour, and leaves a Disclosure for each.
    """
    if unsealed := set(fields) - set(REVEALABLE[type(subject)]):
        raise KeyError(*unsealed)
    home = str(getattr(subject, "area_code", ""))
    check_may_reveal(by, concerns_area or home, concerns_premises)
    reason = tidy_text(reason)
    refuse_if(rules.check_reason(reason), rules.check_reveals(count_try(by, REVEALS)))
    for field in fields:
        disclose(
            subject,
            field,
            by=by,
            purpose=Purpose(purpose),
            reason=reason,
            area_code=filed_under(home),
        )
    return {field: str(getattr(subject, field)) for field in fields}

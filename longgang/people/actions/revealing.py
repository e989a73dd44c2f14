"""Seeing a personal value in clear: for a purpose, with a reason, and written down first."""

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


@transaction.atomic
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
    if field not in REVEALABLE[type(subject)]:
        raise KeyError(field)
    home = str(getattr(subject, "area_code", ""))
    check_may_reveal(by, concerns_area or home, concerns_premises)
    reason = tidy_text(reason)
    refuse_if(rules.check_reason(reason), rules.check_reveals(count_try(by, REVEALS)))
    disclose(
        subject,
        field,
        by=by,
        purpose=Purpose(purpose),
        reason=reason,
        area_code=filed_under(home),
    )
    return str(getattr(subject, field))

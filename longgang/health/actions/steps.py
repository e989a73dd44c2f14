"""What several deeds have in common: each is a part of the deed that calls it, never one alone."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, StaleRow
from longgang.core.prepared import insert
from longgang.core.tokens import new_number
from longgang.people.api import Person

from ..models import Observation

Row = TypeVar("Row", bound=Observation)


def write(model: type[Row], prefix: str, person: Person, *, by: User, **values: Any) -> Row:
    """One more row; the same thing twice is refused by the database."""
    try:
        with transaction.atomic():
            row = model(
                number=new_number(prefix), person=person, entered_at=now(), entered_by=by, **values
            )
            insert(row)
            return row
    except IntegrityError as error:
        raise Refused(_KNOWN) from error


def set_aside(row: Observation, *, by: User, reason: str) -> None:
    """Let a row count no longer. Of two corrections at once one wins."""
    set_aside_all([row], by=by, reason=reason)


def set_aside_all(rows: Sequence[Observation], *, by: User, reason: str) -> None:
    """The same for several of one kind; StaleRow when one of them counts no longer."""
    if not rows:
        return
    values = {"corrected_at": now(), "corrected_by": by, "corrected_why": reason.strip()}
    counted = type(rows[0]).objects.filter(pk__in=[row.pk for row in rows], corrected_at=None)
    if counted.update(**values) != len(rows):
        raise StaleRow
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)


_KNOWN = Refusal(
    "health.known",
    _("This has been recorded already, for the same moment."),
    _("Look at what is there; if it is wrong, correct it."),
)

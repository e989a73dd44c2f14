"""What several deeds have in common: each is a part of the deed that calls it, never one alone."""

from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import PlaceCodes, User
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, StaleRow
from longgang.core.tokens import new_number
from longgang.people.api import Person

from ..models import Observation

Row = TypeVar("Row", bound=Observation)


def place_of(person: Person, concerns_area: str, concerns_premises: str) -> PlaceCodes:
    """Where an observation belongs: whoever looks after the person, else where they live; and the
    site, for who is at one.
    """
    district = str(settings.DISTRICT_CODE)
    area = concerns_area or person.area_code
    return {
        "area_code": area if area.startswith(district) else district,
        "premises_number": concerns_premises,
    }


def write(model: type[Row], prefix: str, person: Person, *, by: User, **values: Any) -> Row:
    """One more row; the same thing twice is refused by the database."""
    try:
        with transaction.atomic():
            return model.objects.create(
                number=new_number(prefix), person=person, entered_at=now(), entered_by=by, **values
            )
    except IntegrityError as error:
        raise Refused(_KNOWN) from error


def set_aside(row: Observation, *, by: User, reason: str) -> None:
    """Let a row count no longer. Of two corrections at once one wins."""
    values = {"corrected_at": now(), "corrected_by": by, "corrected_why": reason.strip()}
    if not type(row).objects.filter(pk=row.pk, corrected_at=None).update(**values):
        raise StaleRow
    for name, value in values.items():
        setattr(row, name, value)


_KNOWN = Refusal(
    "health.known",
    _("This has been recorded already, for the same moment."),
    _("Look at what is there; if it is wrong, correct it."),
)

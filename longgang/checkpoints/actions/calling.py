"""Whom to call about a stop: who made it, and who leads its checkpoint."""

from dataclasses import dataclass

from django.db import transaction

from longgang.accounts.api import Permission, User, users_with
from longgang.audit.api import disclose
from longgang.core.privacy import Purpose
from longgang.passes.api import Check

from ..models import Conflict


@dataclass(frozen=True)
class Callees:
    """The phones behind one stop: of its officer, and of the leads of its checkpoint."""

    officer: str
    leads: tuple[tuple[str, str], ...]  # name and phone


@transaction.atomic
def find_callees(check: Check, conflict: Conflict, *, by: User) -> Callees:
    """Whom to call about a conflict's stop; each phone is first written down as seen."""
    leads = users_with(
        Permission.CHECK_TURN_BACK,
        premises_number=check.premises_number,
        area_code=check.area_code,
    )
    for person in {check.officer, *leads} - {by}:
        if person.phone:
            disclose(
                person,
                "phone",
                by=by,
                purpose=Purpose.CONTACT,
                reason=conflict.number,
                area_code=check.area_code,
            )
    return Callees(check.officer.phone, tuple((str(lead), lead.phone) for lead in leads))

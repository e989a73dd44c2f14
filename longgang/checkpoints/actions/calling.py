"""Whom to call about a conflict: who made its stops, and who leads their checkpoints."""

from collections.abc import Mapping, Sequence
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
def find_callees(
    conflict: Conflict, checks: Sequence[Check], *, by: User
) -> Mapping[Check, Callees]:
    """Whom to call about each stop of a conflict; whose phone is shown is first written down, once
    however many of the stops are theirs.
    """
    places = {(check.premises_number, check.area_code) for check in checks}
    leads = {
        place: users_with(Permission.CHECK_TURN_BACK, premises_number=place[0], area_code=place[1])
        for place in places
    }
    seen = {check.officer: check.area_code for check in checks}
    seen |= {lead: area for (_premises, area), people in leads.items() for lead in people}
    for person, area_code in seen.items():
        if person.phone and person != by:
            disclose(
                person,
                "phone",
                by=by,
                purpose=Purpose.CONTACT,
                reason=conflict.number,
                area_code=area_code,
            )
    return {
        check: Callees(
            check.officer.phone,
            tuple(
                (str(lead), lead.phone) for lead in leads[check.premises_number, check.area_code]
            ),
        )
        for check in checks
    }

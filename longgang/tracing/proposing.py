"""What the rules give each contact that was chosen: a measure, a place on another district's list,
or nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Refused, Words, filled
from longgang.measures.api import Measure, find_open_of, reckon

from .lifecycle import ContactStatus
from .models import Contact, TracingRule
from .queries import open_cases_of


@dataclass(frozen=True)
class Proposal:
    """What becomes of one contact: the status it gets, and why or from when until when."""

    contact: Contact
    status: ContactStatus
    who: str = ""
    first_day: date | None = None
    last_day: date | None = None
    measure: Measure | None = None  # that runs already
    why: Words = ""  # nothing is asked for


def propose(contacts: Sequence[Contact], rule: TracingRule) -> list[Proposal]:
    """For each contact, as of now; expects `person` loaded. Whoever has become a case is asked for
    nothing here. One query for the measures that run, one for the cases, and one for each kind of
    person; no more for a thousand contacts than for one.
    """
    people = [contact.person_id for contact in contacts]
    running, cases = find_open_of(people), open_cases_of(people)
    count = cache(_count)
    found = []
    for contact in contacts:
        measure = running.get(contact.person_id)
        case = cases.get(contact.person_id)
        if case is not None:
            why = filled(_("A case: %(number)s"), number=case.number)
            found.append(Proposal(contact, ContactStatus.NOTHING, why=why))
        elif measure is not None:
            found.append(Proposal(contact, ContactStatus.ALREADY, measure=measure))
        elif not contact.person.area_code.startswith(settings.DISTRICT_CODE):
            found.append(Proposal(contact, ContactStatus.ELSEWHERE))
        else:
            who = rule.who_in(contact.degree)
            found.append(Proposal(contact, *count(who, contact.exposed_on)))
    return found


def as_carried_out(contact: Contact) -> Proposal:
    """What a contact was given, as the proposal that it was."""
    return Proposal(contact, ContactStatus(contact.status), measure=contact.measure)


def _count(
    who: str, exposed_on: date
) -> tuple[ContactStatus, str, date | None, date | None, None, Words]:
    """Status, kind of person and dates of a measure that would be opened today, or why none is."""
    if not who:
        return ContactStatus.NOTHING, "", None, None, None, ""
    try:
        _rule, count = reckon(who, exposed_on)
    except Refused as refused:
        return ContactStatus.NOTHING, "", None, None, None, refused.refusals[0].reason
    return ContactStatus.ORDERED, who, count.day_one, count.last_day, None, ""

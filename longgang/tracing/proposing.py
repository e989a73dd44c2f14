"""What the rules give each contact that was chosen: a measure, a place on another district's list,
or nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings

from longgang.core.errors import Refused, Words
from longgang.measures.api import Measure, find_open_of, reckon

from .lifecycle import ContactStatus
from .models import Contact, TracingRule


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
    """For each contact, as of now; expects `person` loaded. One query for the measures that run,
    and one for each kind of person; no more for a thousand contacts than for one.
    """
    running = find_open_of([contact.person_id for contact in contacts])
    count = cache(_count)
    found = []
    for contact in contacts:
        measure = running.get(contact.person_id)
        if measure is not None:
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

"""A batch in words: what each of its people is given, or was."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from longgang.accounts.api import User
from longgang.areas.api import full_area_name
from longgang.core.errors import Words, allows
from longgang.core.sentences import beside
from longgang.core.tags import Tag, Tone
from longgang.measures.api import Who

from .lifecycle import LISTED, BatchStatus, ContactStatus
from .models import Batch
from .permissions import check_may_carry_out
from .proposing import Proposal, as_carried_out, propose
from .rules import needs_two_people
from .wording import (
    batch_tag,
    name_of,
    people_in_words,
    status_tag,
)


@dataclass(frozen=True)
class Given:
    """What one contact of a batch is given, or was."""

    name: str
    area: str
    degree: int
    exposed: str
    words: Words
    url: str


_WILL_BE = Tag(gettext_lazy("A measure will be opened"), Tone.GOOD)


def batch_context(batch: Batch, user: User) -> dict[str, Any]:
    """The people of a batch by what becomes of them: computed while it waits, else as it became."""
    rows = list(batch.contacts.select_related("person", "measure", "case"))
    is_waiting = batch.status == BatchStatus.PROPOSED
    proposals = propose(rows, batch.case.rule) if is_waiting else [as_carried_out(r) for r in rows]
    groups: defaultdict[ContactStatus, list[Given]] = defaultdict(list)
    for proposal in proposals:
        groups[proposal.status].append(_given(proposal, user))
    return {
        "batch": batch,
        "case": batch.case,
        "tag": batch_tag(batch),
        "people": people_in_words(batch.size),
        "groups": [
            (
                _WILL_BE if is_waiting and each == ContactStatus.ORDERED else status_tag(each),
                groups[each],
                "" if is_waiting or each not in LISTED else each,
            )
            for each in ContactStatus
            if groups[each]
        ],
        "is_waiting": is_waiting,
        "needs_two": needs_two_people(batch.size),
        "may_carry_out": is_waiting and allows(check_may_carry_out, user, batch),
    }


def _given(proposal: Proposal, user: User) -> Given:
    contact = proposal.contact
    words, measure = proposal.why, proposal.measure
    if measure is not None:
        words = beside(measure.get_who_display(), f"{measure.day_one_on} – {measure.ends_on}")
    elif proposal.who:
        days = f"{proposal.first_day} – {proposal.last_day}"
        words = beside(Who(proposal.who).label, days)
    return Given(
        name_of(contact.person, user),
        full_area_name(contact.person.area_code),
        contact.degree,
        contact.exposed_on.isoformat(),
        words,
        measure.get_absolute_url() if measure else "",
    )

"""A batch in words: what each of its people is given, or was."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from longgang.accounts.api import User
from longgang.areas.api import full_area_name
from longgang.core.days import short_moment
from longgang.core.errors import Words, allows
from longgang.core.sentences import beside
from longgang.core.tags import Tag, Tone
from longgang.measures.api import Found, Whereabouts, Who, found_tag, whereabouts_of

from .known import NOTHING, Known, known_of
from .lifecycle import LISTED, BatchStatus, ContactStatus
from .models import Batch
from .permissions import check_may_carry_out
from .proposing import Proposal, as_carried_out, propose
from .rules import needs_two_people
from .wording import (
    batch_tag,
    found_words,
    known_tags,
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
    known: Sequence[Tag]  # what else whoever carries it out must see
    words: Words
    url: str
    state: str  # of FOUND; empty where nobody is looked for here
    found: Tag | None
    found_words: str


PENDING = "pending"  # nobody has said anything yet
FOUND = (PENDING, *Found.values)
_WILL_BE = Tag(gettext_lazy("A measure will be opened"), Tone.GOOD)


def batch_context(batch: Batch, user: User, *, only: str = "") -> dict[str, Any]:
    """The people of a batch by what becomes of them: computed while it waits, else as it became,
    with how it stands with finding them; `only` those of one state of FOUND. As many queries for a
    thousand as for one.
    """
    rows = list(batch.contacts.select_related("person", "measure", "case"))
    is_waiting = batch.status == BatchStatus.PROPOSED
    proposals = propose(rows, batch.case.rule) if is_waiting else [as_carried_out(r) for r in rows]
    found = whereabouts_of([each.measure_id for each in rows if each.measure_id])
    people = [each.person_id for each in rows]
    known = known_of(people, besides=batch.case) if is_waiting else {}
    groups: defaultdict[ContactStatus, list[Given]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for proposal in proposals:
        given = _given(proposal, found, known.get(proposal.contact.person_id, NOTHING), user)
        counts[given.state] += 1
        if only in {"", given.state}:
            groups[proposal.status].append(given)
    return {
        "states": [
            (each, found_tag(Found(each) if each != PENDING else None), counts[each])
            for each in FOUND
            if counts[each]
        ],
        "only": only,
        "batch": batch,
        "case": batch.case,
        "tag": batch_tag(batch),
        "people": people_in_words(batch.size),
        "groups": [
            (
                _WILL_BE if is_waiting and each == ContactStatus.ORDERED else status_tag(each),
                groups[each],
                "" if is_waiting or only or each not in LISTED else each,
            )
            for each in ContactStatus
            if groups[each]
        ],
        "is_waiting": is_waiting,
        "needs_two": needs_two_people(batch.size),
        "may_carry_out": is_waiting and allows(check_may_carry_out, user, batch),
    }


def _given(proposal: Proposal, found: Mapping[int, Whereabouts], known: Known, user: User) -> Given:
    contact = proposal.contact
    ours = contact.measure
    held = found.get(ours.pk) if ours else None
    words, measure = proposal.why, proposal.measure
    if measure is not None:
        words = beside(measure.get_who_display(), f"{measure.day_one_on} – {measure.ends_on}")
    elif contact.status == ContactStatus.HANDED_OVER:
        words = beside(contact.by_name, short_moment(contact.at))
    elif proposal.who:
        days = f"{proposal.first_day} – {proposal.last_day}"
        words = beside(Who(proposal.who).label, days)
    return Given(
        name_of(contact.person, user),
        full_area_name(contact.person.area_code),
        contact.degree,
        contact.exposed_on.isoformat(),
        known_tags(known),
        words,
        measure.get_absolute_url() if measure else "",
        state=(str(held.found) if held else PENDING) if ours else "",
        found=found_tag(held.found if held else None) if ours else None,
        found_words=found_words(ours, held, user),
    )

"""Contacts decided together: chosen first, seen with what the rules give each, then carried out."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, StaleRow, refuse_if
from longgang.core.tokens import new_number
from longgang.measures.api import find_open, open_measure, tell_opened

from ..lifecycle import BATCH, CONTACT, BatchStatus, ContactStatus
from ..models import Batch, Case, Contact
from ..permissions import check_may_carry_out, check_may_investigate
from ..proposing import Proposal, propose
from ..queries import open_cases_of
from ..rules import check_batch_size, check_reason
from .contacts import new_contact
from .steps import LOOK_AGAIN, check_open, naming_who_did

_MOVES = {
    ContactStatus.ORDERED: "order",
    ContactStatus.ALREADY: "find_under_one",
    ContactStatus.ELSEWHERE: "list_elsewhere",
    ContactStatus.NOTHING: "spare",
}


@transaction.atomic
def choose_contacts(
    case: Case, met: Mapping[int, tuple[int, date]], *, by: User, reason: str
) -> Batch:
    """Choose these people, each with circle and day of last exposure, to be decided together.

    Whoever is set aside, chosen or decided already, or is a case, is left out. Nothing is opened
    yet.
    """
    check_may_investigate(by, case)
    check_open(case)
    known = {each.person_id: each for each in case.contacts.filter(person__in=met)}
    cases = open_cases_of(met)
    free = [
        person
        for person in met
        if person not in cases
        and (person not in known or known[person].status == ContactStatus.UNDECIDED)
    ]
    refuse_if(check_reason(reason), check_batch_size(len(free)))
    batch = Batch.objects.create(
        number=new_number("PC"),
        case=case,
        status=BatchStatus.PROPOSED,
        size=len(free),
        reason=reason.strip(),
        proposed_at=now(),
        proposed_by=by,
    )
    Contact.objects.bulk_create(
        [_new(case, person, *met[person], by=by) for person in free if person not in known]
    )
    chosen = Contact.objects.filter(
        case=case, person__in=free, status=ContactStatus.UNDECIDED
    ).update(status=ContactStatus.CHOSEN, batch=batch)
    if chosen != len(free):
        raise StaleRow(_CHOSEN_MEANWHILE)
    record(
        "batch.proposed",
        batch,
        by=by,
        area_code=case.area_code,
        after={"case": case.number, "size": batch.size},
        reason=reason,
    )
    return batch


def _new(case: Case, person: int, degree: int, exposed_on: date, *, by: User) -> Contact:
    return new_contact(case, person, degree=degree, exposed_on=exposed_on, by=by)


@transaction.atomic
def carry_out(batch: Batch, *, by: User) -> dict[ContactStatus, int]:
    """Give each what the rules give, all or none; how many of each kind.

    Done once: of two who press at once exactly one opens the measures. More than 200 people take a
    second person.
    """
    check_may_carry_out(by, batch)
    check_open(batch.case)
    with naming_who_did(batch, by=by):
        BATCH.move(batch, "carry_out", decided_at=now(), decided_by=by)
    rows = list(batch.contacts.filter(status=ContactStatus.CHOSEN).select_related("person"))
    done: dict[ContactStatus, int] = dict.fromkeys(_MOVES, 0)
    for proposal in propose(rows, batch.case.rule):
        done[_decide(batch, proposal, by=by)] += 1
    ordered = batch.contacts.filter(status=ContactStatus.ORDERED).select_related("measure")
    tell_opened([each.measure for each in ordered if each.measure], besides=by)
    record(
        BATCH.moves["carry_out"].event,
        batch,
        by=by,
        area_code=batch.case.area_code,
        after={"case": batch.case.number, **{str(each): done[each] for each in done}},
        reason=batch.reason,
    )
    return done


def _decide(batch: Batch, proposal: Proposal, *, by: User) -> ContactStatus:
    contact, status, measure = proposal.contact, proposal.status, proposal.measure
    if status == ContactStatus.ORDERED:
        try:
            measure = open_measure(
                contact.person,
                proposal.who,
                base_on=contact.exposed_on,
                by=by,
                reason=f"{batch.case.number} {batch.reason}"[:300],
            )
        except Refused:  # somebody has opened one this very moment: then it is that one
            measure = find_open(contact.person)
            if measure is None:
                raise
            status = ContactStatus.ALREADY
    name = by.as_actor().name
    CONTACT.move(contact, _MOVES[status], measure=measure, at=now(), by_name=name)
    return status


@transaction.atomic
def discard_batch(batch: Batch, *, by: User, reason: str) -> None:
    """Let go of whom it has chosen: nothing is decided about them."""
    check_may_investigate(by, batch.case)
    refuse_if(check_reason(reason))
    with naming_who_did(batch, by=by):
        BATCH.move(batch, "discard", decided_at=now(), decided_by=by)
    batch.contacts.filter(status=ContactStatus.CHOSEN).update(
        status=ContactStatus.UNDECIDED, batch=None
    )
    record(
        BATCH.moves["discard"].event,
        batch,
        by=by,
        area_code=batch.case.area_code,
        after={"case": batch.case.number},
        reason=reason,
    )


_CHOSEN_MEANWHILE = Refusal(
    "tracing.chosen_meanwhile",
    _("Some of them have been chosen or decided about this very moment."),
    LOOK_AGAIN,
)

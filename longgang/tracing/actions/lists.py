"""What leaves a batch with numbers in clear: lists for whoever has to find the people, orders."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import disclose, record
from longgang.core.clock import now
from longgang.core.errors import Refusal, check_two_people, refuse_if
from longgang.measures.api import Measure
from longgang.people.api import SEALED, Person, check_may_reveal

from ..lifecycle import CONTACT, LISTED, BatchStatus, ContactStatus
from ..models import Batch, Contact
from ..permissions import check_may_investigate
from ..rules import check_reason, needs_two_people


@transaction.atomic
def export_list(batch: Batch, status: str, *, by: User, reason: str) -> list[Contact]:
    """The contacts of a batch with this outcome, for a workbook with their numbers in clear.

    Leaves a Disclosure for each person and value, and one event. Of more than 200 people another
    one than who has chosen them takes the list. Whom another district has to find is handed over
    then; taken once more, the list has the same people.
    """
    contacts = _take(batch, status, "batch.exported", by=by, reason=reason)
    if status == ContactStatus.ELSEWHERE:
        for contact in contacts:
            if contact.status == ContactStatus.ELSEWHERE:
                CONTACT.move(contact, "hand_over", at=now(), by_name=by.as_actor().name)
    return contacts


@transaction.atomic
def print_orders(batch: Batch, *, by: User, reason: str) -> list[Contact]:
    """The contacts whose measures it has opened, for an order each on paper; written down like a
    list.
    """
    return _take(batch, ContactStatus.ORDERED, "batch.printed", by=by, reason=reason)


def row_with(contact: Contact, field: str) -> Person | Measure:
    """Which row has a value in clear: the measure knows where somebody is looked after."""
    if field == "address" and contact.measure is not None:
        return contact.measure.home
    return contact.person


def _take(batch: Batch, status: str, event: str, *, by: User, reason: str) -> list[Contact]:
    check_may_investigate(by, batch.case)
    check_may_reveal(by, batch.case.area_code)
    rows = batch.contacts.filter(status__in=_ALSO.get(status, {status}))
    rows = rows.select_related("person", "measure__person")
    contacts = list(rows) if status in LISTED else []
    refuse_if(
        check_reason(reason),
        _NOT_DONE if batch.status != BatchStatus.DONE else None,
        None if contacts else _NOBODY,
        check_two_people(batch.proposed_by_id, by.pk) if needs_two_people(len(contacts)) else None,
    )
    facts = {"purpose": batch.case.purpose, "area_code": batch.case.area_code}
    why = f"{batch.number} {reason.strip()}"
    for contact in contacts:
        for field in SEALED:
            disclose(row_with(contact, field), field, by=by, reason=why, **facts)
    record(
        event,
        batch,
        by=by,
        area_code=batch.case.area_code,
        after={"case": batch.case.number, status: len(contacts)},
        reason=reason,
    )
    return contacts


_ALSO: dict[str, set[str]] = {
    ContactStatus.ELSEWHERE: {ContactStatus.ELSEWHERE, ContactStatus.HANDED_OVER},
}
_NOT_DONE = Refusal(
    "tracing.batch_not_done",
    _("What was chosen has not been carried out."),
    _("Carry it out first."),
)
_NOBODY = Refusal("tracing.nobody_on_the_list", _("Nobody stands on this list."))

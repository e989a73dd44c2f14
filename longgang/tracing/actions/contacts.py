"""Setting a contact aside, taking that back, adding somebody whom no visit shows."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import local_day, now
from longgang.core.errors import Refusal, StaleRow, refuse_if
from longgang.core.tokens import new_number
from longgang.people.api import Person

from ..lifecycle import CONTACT, ContactStatus
from ..models import Case, Contact
from ..permissions import check_may_investigate
from ..rules import check_met, check_reason
from .steps import check_open, naming_who_did


def new_contact(case: Case, person: int, *, degree: int, exposed_on: date, by: User) -> Contact:
    """A row about somebody of whom nothing is decided yet; not saved."""
    return Contact(
        number=new_number("MJ"),
        case=case,
        person_id=person,
        status=ContactStatus.UNDECIDED,
        degree=degree,
        exposed_on=exposed_on,
        at=now(),
        by_name=by.as_actor().name,
    )


@transaction.atomic
def set_aside(
    case: Case, person: Person, *, degree: int, exposed_on: date, by: User, reason: str
) -> Contact:
    """Note that somebody who met them is no contact, and why: a mask, another floor, a mistake."""
    check_may_investigate(by, case)
    check_open(case)
    refuse_if(check_reason(reason))
    contact = Contact.objects.filter(case=case, person=person).first()
    if contact is None:
        contact = new_contact(case, person.pk, degree=degree, exposed_on=exposed_on, by=by)
        _save_first(contact)
    _move(contact, "set_aside", by=by, reason=reason)
    return contact


@transaction.atomic
def take_back(contact: Contact, *, by: User, reason: str) -> None:
    """Somebody who was set aside is a contact after all."""
    check_may_investigate(by, contact.case)
    check_open(contact.case)
    refuse_if(check_reason(reason))
    _move(contact, "take_back", by=by, reason=reason)


@transaction.atomic
def add_contact(
    case: Case,
    person: Person,
    *,
    where: str,
    since: datetime,
    until: datetime,
    by: User,
    reason: str,
) -> Contact:
    """Add somebody to the first circle whom no visit shows: as the person of the case told it."""
    check_may_investigate(by, case)
    check_open(case)
    refuse_if(
        check_reason(reason),
        *check_met(since, until, now=now()),
        _THEMSELVES if person.pk == case.person_id else None,
    )
    contact = new_contact(case, person.pk, degree=1, exposed_on=local_day(until), by=by)
    contact.is_added = True
    contact.words = reason.strip()
    contact.met_where, contact.met_since, contact.met_until = where.strip(), since, until
    _save_first(contact)
    _record("contact.added", contact, by=by, reason=reason)
    return contact


def _save_first(contact: Contact) -> None:
    try:
        with transaction.atomic():
            contact.save(force_insert=True)
    except IntegrityError as error:
        raise StaleRow(_KNOWN) from error


def _move(contact: Contact, move: str, *, by: User, reason: str) -> None:
    with naming_who_did(contact, by=by):
        CONTACT.move(contact, move, words=reason.strip(), at=now(), by_name=by.as_actor().name)
    _record(CONTACT.moves[move].event, contact, by=by, reason=reason)


def _record(kind: str, contact: Contact, *, by: User, reason: str) -> None:
    record(
        kind,
        contact,
        by=by,
        area_code=contact.case.area_code,
        after={"case": contact.case.number},
        reason=reason,
    )


_THEMSELVES = Refusal("tracing.contact_of_oneself", _("This is the person of the case."))
_KNOWN = Refusal(
    "tracing.contact_known",
    _("Something was decided about this person in this case already."),
    _("Look at what stands in the list now."),
)

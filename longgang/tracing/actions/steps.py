"""What several deeds have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.core.days import short_moment_lazy
from longgang.core.errors import IllegalMove, Refusal, StaleRow, filled
from longgang.core.lifecycle import States
from longgang.people.api import Person

from ..lifecycle import BatchStatus, CaseStatus, ContactStatus
from ..models import Batch, Case, Contact

_STATES: dict[type[Model], type[States]] = {
    Batch: BatchStatus,
    Case: CaseStatus,
    Contact: ContactStatus,
}


def check_open(case: Case) -> None:
    """What belongs to a case that is closed stays as it is; locks the case until the deed is done,
    so that nobody closes it meanwhile.
    """
    held = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if not held.is_open:
        raise IllegalMove(_CLOSED)


@contextmanager
def naming_who_did(row: Case | Batch | Contact, *, by: User) -> Iterator[None]:
    """Where something can no longer be done, say what was done instead, when and by whom: that may
    be oneself, in another window.
    """
    try:
        yield
    except (IllegalMove, StaleRow) as late:
        is_now = type(row).objects.get(pk=row.pk)
        who, at, is_own = _last_deed(is_now, by=by)
        if at is None:
            raise
        words = _DONE_BY_ONESELF if is_own else _DONE
        state = _STATES[type(row)](is_now.status).label
        facts = {"state": state, "when": short_moment_lazy(at), "who": who}
        refusal = Refusal("tracing.done_meanwhile", filled(words, **facts), LOOK_AGAIN)
        raise type(late)(refusal) from late


def _last_deed(row: Case | Batch | Contact, *, by: User) -> tuple[str, datetime | None, bool]:
    """Who has brought it into its state, and when; whether that is who asks, where it is known."""
    if isinstance(row, Contact):
        return row.by_name, row.at, False
    if isinstance(row, Case):
        user, at = row.closed_by, row.closed_at
    else:
        user, at = row.decided_by, row.decided_at
    return user.name if user else "", at, user == by


def hear_merged(kept: Person) -> None:
    """Of two entries of the register one was made: in each case one row about them is left, the one
    with a measure before the one without.
    """
    for contact in Contact.objects.filter(person__merged_into=kept):
        same = Contact.objects.filter(case=contact.case_id, person=kept)
        if contact.measure_id is not None:
            same.filter(measure=None).delete()
        if same.exists():
            contact.delete()
        else:
            Contact.objects.filter(pk=contact.pk).update(person=kept)


_CLOSED = Refusal(
    "tracing.case_closed",
    _("The case is closed."),
    _("Open another one if the person is positive again."),
)
_DONE = _("It has been “%(state)s” since %(when)s: %(who)s did that.")
_DONE_BY_ONESELF = _("It has been “%(state)s” since %(when)s: you did that yourself.")
LOOK_AGAIN = _("Look at what is there now, then decide again.")

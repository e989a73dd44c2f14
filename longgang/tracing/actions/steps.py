"""What several deeds have in common."""

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import IllegalMove, Refusal
from longgang.people.api import Person

from ..models import Case, Contact


def check_open(case: Case) -> None:
    """What belongs to a case that is closed stays as it is; locks the case until the deed is done,
    so that nobody closes it meanwhile.
    """
    held = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if not held.is_open:
        raise IllegalMove(_CLOSED)


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

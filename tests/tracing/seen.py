"""A case with a batch of contacts, for tests of the whole product."""

from collections.abc import Callable

from longgang.accounts.api import Role, User
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if, today
from longgang.people.api import Person
from longgang.tracing.actions.batches import choose_contacts
from longgang.tracing.api import load_rules
from longgang.tracing.models import Batch
from tests.measures.build import a_person, local

from .build import a_case


def a_batch(staff: Callable[..., User], contact: Person) -> Batch:
    """Chosen by an investigator, not carried out yet."""
    with as_if(local(2022, 1, 1)):
        load_rules(by=SYSTEM)
    by = staff("查", Role.INVESTIGATOR)
    case = a_case(a_person(by, 178), by, sampled_on=today())
    return choose_contacts(case, {contact.pk: (1, today())}, by=by, reason="密接管控")

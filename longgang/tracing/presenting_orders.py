"""The orders of a batch on paper: one sheet for each person whose measure it has opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from longgang.accounts.api import User
from longgang.areas.api import area_name, full_area_name
from longgang.core.clock import local_day
from longgang.core.errors import Words, allows
from longgang.core.forms import Form
from longgang.core.sentences import beside
from longgang.measures.api import phases_of, standings_of
from longgang.people.api import SEALED, check_may_reveal, hidden_value

from .actions.lists import row_with
from .lifecycle import ContactStatus
from .models import Batch, Contact
from .wording import name_of, people_in_words


@dataclass(frozen=True)
class Order:
    """One sheet."""

    facts: Sequence[tuple[Words, object]]
    phases: Sequence[tuple[Words, object]]  # what, from when until when and what it asks for


def orders_context(batch: Batch, user: User, *, form: Form, is_clear: bool) -> dict[str, Any]:
    """Every sheet; with ID numbers, phones and addresses once it is written down why. As many
    queries for a thousand as for one.
    """
    rows = batch.contacts.filter(status=ContactStatus.ORDERED)
    contacts = list(
        rows.select_related("person", "measure__rule", "measure__person", "measure__held_at")
    )
    standings = standings_of([each.measure for each in contacts if each.measure])
    may_reveal = allows(check_may_reveal, user, batch.case.area_code)
    return {
        "batch": batch,
        "district": area_name(str(settings.DISTRICT_CODE)),
        "people": people_in_words(len(contacts)),
        "orders": [
            Order(
                _facts(contact, user, is_clear=is_clear),
                [
                    (label, beside(days, words))
                    for label, days, words in phases_of(standings[contact.measure_id].count)
                ],
            )
            for contact in contacts
            if contact.measure_id
        ],
        "form": form if may_reveal and not is_clear else None,
    }


def _facts(contact: Contact, user: User, *, is_clear: bool) -> list[tuple[Words, object]]:
    person, measure = contact.person, contact.measure
    assert measure is not None
    sealed = []
    for field, label in SEALED.items():
        row = row_with(contact, field)
        sealed.append((label, getattr(row, field) if is_clear else hidden_value(row, field)))
    return [
        (_("Name"), person.name if is_clear else name_of(person, user)),
        *sealed,
        (_("Home area"), full_area_name(person.area_code)),
        (pgettext("tracing", "Measure as"), measure.get_who_display()),
        (_("Last exposure"), contact.exposed_on),
        (_("Ordered on"), local_day(measure.opened_at)),
        (_("Document"), measure.rule.document_number),
        (_("Number"), measure.number),
    ]

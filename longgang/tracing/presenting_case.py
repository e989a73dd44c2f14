"""What stands on every page of a case, and its timeline in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from longgang.accounts.api import User
from longgang.arrivals.api import Declaration, way_in_words
from longgang.core.clock import local_day
from longgang.core.days import short_moment
from longgang.core.errors import Words
from longgang.core.forms import Form
from longgang.core.sentences import beside, listed
from longgang.core.tags import Tag
from longgang.health.api import result_tag

from .actions.visits import SOURCE
from .asking import household_of
from .deeds import ON_CASE, VISIT, Deed
from .forms import VoidForm
from .lifecycle import BatchStatus
from .models import Case
from .timeline import Entry
from .wording import (
    batch_tag,
    between,
    case_tag,
    name_of,
    people_in_words,
    window_in_words,
)

LATEST = 10  # batches that are decided
Forms = dict[str, Form]


def case_context(case: Case, user: User, forms: Forms) -> dict[str, Any]:
    """What stands on both pages of a case: whose it is, its window, what can be done."""
    waiting = case.batches.filter(status=BatchStatus.PROPOSED).select_related("proposed_by")
    return {
        "case": case,
        "name": name_of(case.person, user),
        "tag": case_tag(case),
        "window": window_in_words(case),
        "facts": _facts(case),
        "batches": [
            (batch, batch_tag(batch), people_in_words(batch.size))
            for batch in [*waiting, *case.batches.exclude(status=BatchStatus.PROPOSED)[:LATEST]]
        ],
        "buttons": _buttons(case, ON_CASE, forms) if case.is_open else [],
    }


def _facts(case: Case) -> list[tuple[str, Any]]:
    days = {"days": case.rule.days_before}
    rule = _("%(days)s days before onset or first positive sample") % days
    opened = f"{localtime(case.opened_at):%Y-%m-%d %H:%M}"
    facts = [
        (_("First positive sample"), case.sampled_on.isoformat()),
        (_("Symptoms"), _("Yes") if case.has_symptoms else _("No")),
        (_("Day of onset"), case.onset_on.isoformat() if case.onset_on else ""),
        (_("Rule"), beside(rule, case.rule.document_number)),
        (_("Window moved by hand"), case.window_why),
        (pgettext("case", "Opened"), beside(opened, case.opened_by.name, case.why)),
        (pgettext("case", "Closed"), case.closed_why),
    ]
    return [(label, value) for label, value in facts if value]


def _buttons(case: Case, deeds: Sequence[Deed], forms: Forms) -> list[tuple[Deed, Form]]:
    """Each deed with its form, or with the one that came back with faults."""
    return [(deed, forms.get(deed.verb) or deed.form_for(case)) for deed in deeds]


def visit_buttons(case: Case, forms: Forms) -> list[tuple[Deed, Form]]:
    """What can be done on the timeline."""
    return _buttons(case, [VISIT], forms) if case.is_open else []


@dataclass(frozen=True)
class EntryLine:
    """One line of the timeline in words; with a form, a visit that may be voided."""

    kind: str  # visit, gap, test, measure or journey
    when: str
    words: Words
    tag: Tag | None = None
    form: Form | None = None
    facts: Sequence[str] = ()


def lines_of(case: Case, entries: Sequence[Entry], user: User, forms: Forms) -> list[EntryLine]:
    """The timeline as the page writes it."""
    return [_entry(case, entry, user, forms) for entry in entries]


def _entry(case: Case, entry: Entry, user: User, forms: Forms) -> EntryLine:
    if entry.declaration is not None:
        return _journey(entry, entry.declaration, user)
    if entry.test is not None:
        return EntryLine("test", short_moment(entry.since), _("Test"), result_tag(entry.test))
    if entry.measure is not None:
        words = entry.measure.get_who_display()
        what = Tag(words, sign="stethoscope")
        if entry.until is not None:
            when = f"{local_day(entry.since)} – {local_day(entry.until)}"
            return EntryLine("measure", when, _("Measure"), what)
        return EntryLine("measure", short_moment(entry.since), _("Measure opened"), what)
    when = between(entry.since, entry.until)
    if entry.visit is None:
        return EntryLine("gap", when, _("Nobody knows where."))
    name = entry.visit.number
    form = forms.get(name) or VoidForm(initial={"visit": name}, auto_id=f"{name}-%s")
    tag = Tag(_("Told in an interview"), sign="message") if entry.visit.source == SOURCE else None
    return EntryLine("visit", when, entry.place, tag, form if case.is_open else None)


def _journey(entry: Entry, declaration: Declaration, user: User) -> EntryLine:
    along = listed(name_of(person, user) for person in entry.companions)
    facts = way_in_words(declaration)
    if along:
        facts.append(_("Declared together with %(names)s") % {"names": along})
    kind = Tag(declaration.get_kind_display(), sign="route")
    return EntryLine("journey", short_moment(entry.since), _("Journey declared"), kind, facts=facts)


def household_in_words(case: Case, user: User) -> str:
    """Who lives with them; empty for who lives alone."""
    return listed(name_of(person, user) for person in household_of(case))

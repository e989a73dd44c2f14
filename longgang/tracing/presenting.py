"""What the page of a case shows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from longgang.accounts.api import Permission, User, holds
from longgang.areas.api import area_name, full_area_name
from longgang.core.clock import local_day
from longgang.core.days import short_moment
from longgang.core.errors import Words, allows
from longgang.core.forms import Form
from longgang.core.sentences import beside, listed
from longgang.core.tags import Tag, Tone
from longgang.health.api import result_tag
from longgang.measures.api import Who, whereabouts_tag
from longgang.people.api import Person
from longgang.trail.api import Meeting, names_of_places

from .actions.cases import note_question
from .actions.visits import SOURCE
from .asking import PAGE, Circles, Line, ask, household_of
from .deeds import ON_CASE, VISIT, Deed
from .forms import ThresholdsForm, VoidForm
from .grouping import Link, group_by_place
from .lifecycle import LISTED, BatchStatus, ContactStatus
from .models import Batch, Case
from .permissions import check_may_carry_out
from .proposing import Proposal, as_carried_out, propose
from .rules import needs_two_people
from .timeline import Entry
from .wording import (
    batch_tag,
    between,
    case_tag,
    closeness_of,
    contact_tag,
    name_of,
    people_in_words,
    question_in_words,
    risk_of,
    span_of,
    standing_of,
    status_tag,
    window_in_words,
)

MOST_MEETINGS = 100  # on the page
LATEST = 10  # batches that are decided
Forms = dict[str, Form]


@dataclass(frozen=True)
class Row:
    """One contact as the page writes it."""

    number: str
    name: str
    area: str
    degree: int
    through: str
    where: str
    closeness: Words
    exposed: str
    lasted: str
    encounters: int
    measure: Tag | None
    standing: str  # its last day, and where the person is
    found: Tag | None  # whether they are there
    found_words: str
    measure_url: str
    decision: Tag
    words: str  # why set aside or added
    is_added: bool
    may_choose: bool  # nothing is decided yet


@dataclass(frozen=True)
class Shown:
    """A page of contacts."""

    rows: Sequence[Row]
    counts: Sequence[Tag]  # of each circle
    total: int
    page: int
    has_next: bool
    has_visits: bool

    @property
    def first(self) -> int:
        """The place of the first row among all."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The place of the last."""
        return self.first + len(self.rows) - 1


def contacts_of(case: Case, form: ThresholdsForm, user: User, *, page: int) -> Shown:
    """Ask, write the question down before anybody is named, and draw a page of the answer. Raises
    NotReady.
    """
    thresholds, circle = form.thresholds(), form.cleaned_data["circle"]
    circles = ask(case, thresholds)
    note_question(case, "contacts", asked=question_in_words(thresholds, circle=circle), by=user)
    people = circles.people(circle)
    begin = (page - 1) * PAGE
    rows = rows_of(circles, people[begin : begin + PAGE], user)
    return Shown(
        rows,
        [_count_tag(circles, degree) for degree in range(1, thresholds.degrees + 1)],
        len(people),
        page,
        len(people) > begin + PAGE,
        circles.contacts.has_visits or bool(people),
    )


def _count_tag(circles: Circles, degree: int) -> Tag:
    told = {"degree": degree, "count": circles.count(degree)}
    return Tag(_("Circle %(degree)s: %(count)s") % told, sign="users")


def rows_of(circles: Circles, people: Sequence[int], user: User) -> list[Row]:
    """These contacts in words."""
    return [_row(line, user) for line in circles.lines(people)]


def _row(line: Line, user: User) -> Row:
    contact, measure = line.contact, line.measure
    return Row(
        number=line.person.number,
        name=name_of(line.person, user),
        area=area_name(line.person.area_code),
        degree=line.degree,
        through=name_of(line.through, user),
        where=line.where,
        closeness=closeness_of(line.place_type),
        exposed=between(line.first, line.last),
        lasted=span_of(line.lasted),
        encounters=line.encounters,
        measure=Tag(measure.get_who_display(), sign="stethoscope") if measure else None,
        standing=standing_of(measure) if measure else "",
        found=whereabouts_tag(line.whereabouts) if measure else None,
        found_words=_found_words(line, user),
        measure_url=measure.get_absolute_url() if measure else "",
        decision=contact_tag(contact),
        words=contact.words if contact else "",
        is_added=bool(contact and contact.is_added),
        may_choose=contact is None or contact.status == ContactStatus.UNDECIDED,
    )


def _found_words(line: Line, user: User) -> str:
    """What was said there, to whoever sees the measure."""
    if line.measure is None or line.whereabouts is None:
        return ""
    may_read = holds(user, Permission.MEASURE_VIEW, **line.measure.seen_from)
    return line.whereabouts.words if may_read else ""


def contact_context(circles: Circles, person: Person, user: User) -> dict[str, Any]:
    """Why somebody is a contact in plain words, and what can be done; LookupError for who is none:
    nobody else is named.
    """
    contact = circles.decided.get(person.pk)
    status = ContactStatus(contact.status) if contact else ContactStatus.UNDECIDED
    [line] = circles.lines([person.pk])
    meetings, chain = _meetings(circles, line, user)
    is_open = circles.case.is_open
    return {
        "row": _row(line, user),
        "risk": risk_of(line.place_type),
        "meetings": meetings[:MOST_MEETINGS],
        "more": max(0, len(meetings) - MOST_MEETINGS),
        "chain": chain,
        "may_set_aside": is_open and status == ContactStatus.UNDECIDED,
        "may_take_back": is_open and status == ContactStatus.SET_ASIDE,
        "may_see": Person.objects.visible_to(user).filter(pk=person.pk).exists(),
        "person": person,
    }


def _meetings(circles: Circles, line: Line, user: User) -> tuple[list[str], list[str]]:
    """Every encounter, and from the person of the case on the one that led to each circle."""
    if line.place_type is None:
        return [beside(line.where, between(line.first, line.last))], []
    told = circles.contacts.explain(line.person.pk)
    chain = told.chain if len(told.chain) > 1 else ()
    words = meetings_in_words([*told.meetings, *reversed(chain)], user)
    return words[: len(told.meetings)], words[len(told.meetings) :]


def meetings_in_words(meetings: Sequence[Meeting], user: User) -> list[str]:
    """Who met whom where, when and how long, each in a sentence."""
    places = names_of_places({each.place for each in meetings})
    keys = {key for each in meetings for key in (each.person, each.source)}
    people = Person.objects.in_bulk(keys)
    names = {key: name_of(each, user) for key, each in people.items()}
    return [_meeting(each, names, places) for each in meetings]


def _meeting(each: Meeting, names: dict[int, str], places: dict[str, str]) -> str:
    return _("%(one)s and %(other)s: %(place)s, %(when)s, %(lasted)s") % {
        "one": names[each.source],
        "other": names[each.person],
        "place": places[each.place],
        "when": between(each.since, each.until),
        "lasted": span_of(each.lasted),
    }


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

    kind: str  # visit, gap, test or measure
    when: str
    words: Words
    tag: Tag | None = None
    form: Form | None = None


def lines_of(case: Case, entries: Sequence[Entry], forms: Forms) -> list[EntryLine]:
    """The timeline as the page writes it."""
    return [_entry(case, entry, forms) for entry in entries]


def _entry(case: Case, entry: Entry, forms: Forms) -> EntryLine:
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


def household_in_words(case: Case, user: User) -> str:
    """Who lives with them; empty for who lives alone."""
    return listed(name_of(person, user) for person in household_of(case))


@dataclass(frozen=True)
class GroupShown:
    """One place as the page writes it."""

    words: str
    people: str
    closeness: Words
    lasted: str
    links: Sequence["LinkShown"]


@dataclass(frozen=True)
class LinkShown:
    """One contact at the place."""

    source: str
    name: str
    words: str
    tag: Tag


def places_of(circles: Circles, user: User) -> list[GroupShown]:
    """Where the contacts met, in words."""
    return [
        GroupShown(
            group.words,
            people_in_words(group.size),
            closeness_of(group.place_type),
            span_of(group.lasted),
            [_link(link, user) for link in group.links],
        )
        for group in group_by_place(circles)
    ]


def _link(link: Link, user: User) -> LinkShown:
    circle = _("Circle %(degree)s") % {"degree": link.degree}
    return LinkShown(
        name_of(link.source, user),
        name_of(link.person, user),
        beside(circle, span_of(link.lasted), short_moment(link.last)),
        contact_tag(link.contact),
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

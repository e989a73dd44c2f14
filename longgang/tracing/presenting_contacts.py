"""The contacts of a case in words: a page of them, and why one of them is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from longgang.accounts.api import User
from longgang.areas.api import area_name
from longgang.core.errors import Words
from longgang.core.sentences import beside
from longgang.core.tags import Tag
from longgang.measures.api import found_tag
from longgang.people.api import Person
from longgang.trail.api import Meeting, names_of_places

from .actions.cases import note_question
from .asking import PAGE, Circles, Line, ask, count_by_setting
from .forms import ThresholdsForm
from .kinds import TYPES
from .lifecycle import ContactStatus
from .models import Case
from .wording import (
    between,
    closeness_of,
    contact_tag,
    found_words,
    known_tags,
    name_of,
    question_in_the_book,
    reasons_of,
    risk_tag,
    span_of,
    standing_of,
)

MOST_MEETINGS = 100  # on the page


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
    risk: Tag | None
    found: Tag | None  # whether they are there
    found_words: str
    measure_url: str
    decision: Tag
    known: Sequence[Tag]  # a case of their own, a positive result, a decision in another case
    words: str  # why set aside or added
    is_added: bool
    may_choose: bool  # nothing is decided yet, and they are no case themselves


@dataclass(frozen=True)
class Shown:
    """A page of contacts."""

    rows: Sequence[Row]
    counts: Sequence[Tag]  # of each circle
    settings: Sequence[tuple[Words, int, str, bool]]  # words, people, address, whether it is shown
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
    note_question(case, "contacts", asked=question_in_the_book(thresholds, circle=circle), by=user)
    people = circles.people(circle)
    begin = (page - 1) * PAGE
    rows = rows_of(circles, people[begin : begin + PAGE], user)
    return Shown(
        rows,
        [_count_tag(circles, degree) for degree in range(1, thresholds.degrees + 1)],
        _settings(case, form),
        len(people),
        page,
        len(people) > begin + PAGE,
        circles.contacts.has_visits or bool(people),
    )


def _settings(case: Case, form: ThresholdsForm) -> list[tuple[Words, int, str, bool]]:
    """The first circle by where they met; each leads to the question for that setting alone."""
    asked = form.thresholds()
    shown: list[tuple[Words, int, str, bool]] = []
    for setting, count in count_by_setting(case, asked).items():
        types = TYPES[setting]
        shown.append((setting.label, count, form.address(types), asked.places <= types))
    return shown


def _count_tag(circles: Circles, degree: int) -> Tag:
    told = {"degree": degree, "count": circles.count(degree)}
    return Tag(_("Circle %(degree)s: %(count)s") % told, sign="users")


def rows_of(circles: Circles, people: Sequence[int], user: User) -> list[Row]:
    """These contacts in words."""
    return [_row(line, user) for line in circles.lines(people)]


def _row(line: Line, user: User) -> Row:
    contact, measure, found = line.contact, line.measure, line.whereabouts
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
        risk=risk_tag(line),
        found=found_tag(found.found if found else None) if measure else None,
        found_words=found_words(measure, found, user),
        measure_url=measure.get_absolute_url() if measure else "",
        decision=contact_tag(contact),
        known=known_tags(line.known),
        words=contact.words if contact else "",
        is_added=bool(contact and contact.is_added),
        may_choose=line.known.case is None
        and (contact is None or contact.status == ContactStatus.UNDECIDED),
    )


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
        "reasons": reasons_of(line),
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

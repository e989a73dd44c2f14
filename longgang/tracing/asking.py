"""What is asked of the trail about a case: thresholds, the circles, and the rows of one page."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeVar

from longgang.core.clock import local_day, now
from longgang.measures.api import Measure, Whereabouts, find_open_of, whereabouts_of
from longgang.people.api import Person
from longgang.trail.api import (
    TRAITS,
    Contacts,
    Meeting,
    Met,
    PlaceType,
    Seen,
    ask_contacts,
    gather_visits,
    names_of_places,
    type_of,
)

from .kinds import TYPES, Setting, nearest_of
from .known import NOTHING, Known, known_of
from .lifecycle import ContactStatus
from .models import Case, Contact
from .rules import MOST_DEGREES

Key = TypeVar("Key", int, str)
PAGE = 50
LAST_MINUTES = timedelta(minutes=10)  # of what modules keep, told before a question is asked
COUNTED = frozenset(kind for kind, traits in TRAITS.items() if traits.counts)


@dataclass(frozen=True)
class Thresholds:
    """How is asked: so many circles, from so much exposure on, at places of these types."""

    degrees: int = 2
    least: timedelta = timedelta()
    linger: timedelta = timedelta()
    latency: timedelta = timedelta()
    places: frozenset[str] = COUNTED
    backward: bool = False

    @classmethod
    def of(cls, case: Case) -> "Thresholds":
        """What the rule of the case says."""
        rule = case.rule
        return cls(
            least=timedelta(minutes=rule.least_minutes),
            linger=timedelta(minutes=rule.linger_minutes),
        )


@dataclass(frozen=True)
class Line:
    """One contact on the page, read from its encounters; who was added by hand has none."""

    person: Person
    degree: int
    first: datetime
    last: datetime
    lasted: timedelta
    encounters: int
    through: Person  # whom they met longest
    where: str = ""  # the place of most of the exposure
    place_type: PlaceType | None = None
    nearest: PlaceType | None = None  # of all places of the exposure
    measure: Measure | None = None  # that runs
    whereabouts: Whereabouts | None = None  # what was found there
    contact: Contact | None = None
    known: Known = NOTHING


@dataclass(frozen=True)
class Circles:
    """The answer to one question about a case, and what was decided about its contacts so far."""

    case: Case
    contacts: Contacts
    decided: dict[int, Contact] = field(default_factory=dict)  # by the key of the person

    @cached_property
    def told(self) -> list[int]:
        """Whom somebody has added, unless visits show them as near: then these say more."""
        added = [person for person, contact in self.decided.items() if contact.is_added]
        shown = {met.person: met.degree for met in self.contacts.find(added)}
        return [
            person
            for person in added
            if shown.get(person, MOST_DEGREES + 1) > self.decided[person].degree
        ]

    def people(self, degree: int | None = None) -> list[int]:
        """Who they are, in order: those added by hand before those whom visits show."""
        told = set(self.told)
        first = [person for person in self.told if degree in {None, self.decided[person].degree}]
        return [*first, *(each for each in self.contacts.people(degree) if each not in told)]

    def count(self, degree: int) -> int:
        """How many are of one circle, whatever was decided about them; none of them is listed."""
        named = sum(self.decided[person].degree == degree for person in self.told)
        moved = sum(met.degree == degree for met in self.contacts.find(self.told))
        return named + self.contacts.count(degree) - moved

    def lines(self, people: Sequence[int]) -> list[Line]:
        """These of them, in this order. So many queries, however many people there are."""
        told = set(self.told)
        shown = [person for person in people if person not in told]
        met = {each.person: each for each in self.contacts.find(shown)}
        meetings = {person: self.contacts.explain(person).meetings for person in met}
        sources = {longest_source(each) for each in meetings.values()}
        rows = Person.objects.in_bulk({self.case.person_id, *people, *sources})
        names = names_of_places({longest_place(each) for each in meetings.values()})
        measures = find_open_of(people)
        found_of = whereabouts_of([each.pk for each in measures.values()])
        known = known_of(people, besides=self.case)
        found = []
        for person in people:
            measure, contact = measures.get(person), self.decided.get(person)
            found_there = found_of.get(measure.pk) if measure else None
            if person in met:
                of_one = meetings[person]
                place, source = longest_place(of_one), longest_source(of_one)
                line = _line(met[person], of_one, rows[person], rows[source])
                line = replace(line, where=names[place], contact=contact)
            elif contact is not None and person in told:
                line = _told_line(contact, rows[person], rows[self.case.person_id])
            else:
                continue
            found.append(
                replace(line, measure=measure, whereabouts=found_there, known=known[person])
            )
        return found

    def last_days(self, people: Collection[int]) -> dict[int, tuple[int, date]]:
        """Circle and day of the last exposure of those of them who are contacts."""
        found = {
            person: (self.decided[person].degree, self.decided[person].exposed_on)
            for person in self.told
            if person in set(people)
        }
        shown = [person for person in people if person not in found]
        for each in self.contacts.find(shown):
            last = max(one.until for one in self.contacts.explain(each.person).meetings)
            found[each.person] = (each.degree, local_day(last))
        return found


def _line(met: Met, meetings: Sequence[Meeting], person: Person, source: Person) -> Line:
    """Somebody whom visits show."""
    return Line(
        person=person,
        degree=met.degree,
        first=min(each.since for each in meetings),
        last=max(each.until for each in meetings),
        lasted=met.lasted,
        encounters=met.encounters,
        place_type=type_of(longest_place(meetings)),
        nearest=nearest_of({type_of(each.place) for each in meetings}),
        through=source,
    )


def _told_line(contact: Contact, person: Person, of_case: Person) -> Line:
    """Somebody whom the person of the case has named."""
    assert contact.met_since is not None
    assert contact.met_until is not None
    return Line(
        person=person,
        degree=contact.degree,
        first=contact.met_since,
        last=contact.met_until,
        lasted=contact.met_until - contact.met_since,
        encounters=1,
        through=of_case,
        where=contact.met_where,
        contact=contact,
    )


def longest_place(meetings: Iterable[Meeting]) -> str:
    """The place with most of the time of these encounters."""
    return _longest((each.place, each.lasted) for each in meetings)


def longest_source(meetings: Iterable[Meeting]) -> int:
    """The source with most of it."""
    return _longest((each.source, each.lasted) for each in meetings)


def _longest(spans: Iterable[tuple[Key, timedelta]]) -> Key:
    lasted: defaultdict[Key, timedelta] = defaultdict(timedelta)
    for key, span in spans:
        lasted[key] += span
    return max(lasted, key=lambda each: (lasted[each], str(each)))


def ask(case: Case, thresholds: Thresholds, *, moment: datetime | None = None) -> Circles:
    """Ask whom the person of the case met in its window; what the modules know of the last minutes
    is told first. Raises NotReady while the files of the visits are being built.
    """
    gather_visits(within=LAST_MINUTES)
    decided = {contact.person_id: contact for contact in case.contacts.all()}
    contacts = ask_about(case, thresholds, moment=moment or now())
    return Circles(case, contacts, decided)


def ask_about(case: Case, thresholds: Thresholds, *, moment: datetime) -> Contacts:
    """The same of the trail alone."""
    return ask_contacts(
        [Seen(case.person_id, case.since, case.ends_by(moment))],
        degrees=thresholds.degrees,
        linger=thresholds.linger,
        latency=thresholds.latency,
        least=thresholds.least,
        places=thresholds.places,
        backward=thresholds.backward,
        moment=moment,
    )


def count_by_setting(case: Case, thresholds: Thresholds) -> dict[Setting, int]:
    """How many are of the first circle by where they met, of the settings that count; who was met
    in two stands in both. Nobody is read.
    """
    counted = thresholds.places | COUNTED
    moment = now()
    found = {}
    for setting, types in TYPES.items():
        asked = replace(thresholds, degrees=1, places=types & counted)
        count = ask_about(case, asked, moment=moment).count(1) if asked.places else 0
        if count:
            found[setting] = count
    return found


def household_of(case: Case) -> list[Person]:
    """Who lives with the person of the case, as the trail knows it."""
    at_home = Thresholds(degrees=1, places=frozenset({PlaceType.HOUSEHOLD}))
    people = ask_about(case, at_home, moment=now()).people()
    rows = Person.objects.in_bulk(people)
    return [rows[person] for person in people]


def undecided(circles: Circles, people: Collection[int]) -> list[int]:
    """Those of them about whom nothing is decided."""
    settled = {
        person
        for person, contact in circles.decided.items()
        if contact.status != ContactStatus.UNDECIDED
    }
    return [person for person in people if person not in settled]

"""Contacts by the places where they met: who met whom where, as groups that can be opened."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from longgang.people.api import Person
from longgang.trail.api import PlaceType, names_of_places, type_of

from .asking import Circles
from .models import Contact

MOST_PEOPLE = 500  # beyond, the table and its thresholds are the way


@dataclass(frozen=True)
class Link:
    """One contact at one place: through whom, for how long, last when."""

    person: Person
    source: Person
    degree: int
    lasted: timedelta
    last: datetime
    contact: Contact | None


@dataclass(frozen=True)
class Group:
    """One place with everybody who was exposed there, the longest first."""

    words: str
    place: str  # its name among all places; none where somebody has told it
    links: Sequence[Link]

    @property
    def place_type(self) -> PlaceType | None:
        """What the place is; nobody has said it of what was told."""
        return type_of(self.place) if self.place else None

    @property
    def lasted(self) -> timedelta:
        """The exposure of all of them together."""
        return sum((link.lasted for link in self.links), timedelta())

    @property
    def size(self) -> int:
        """How many people: of two sources one person is one."""
        return len({link.person.pk for link in self.links})


def group_by_place(circles: Circles) -> list[Group]:
    """The first 500 contacts that visits show, by place, and those added by hand where they were
    said to have met; where most people were comes first. Three queries, however many places.
    """
    people = [each for each in circles.people() if each not in set(circles.told)][:MOST_PEOPLE]
    degrees = {met.person: met.degree for met in circles.contacts.find(people)}
    lasted: defaultdict[tuple[str, int, int], timedelta] = defaultdict(timedelta)
    last: dict[tuple[str, int, int], datetime] = {}
    for person in people:
        for meeting in circles.contacts.explain(person).meetings:
            key = meeting.place, person, meeting.source
            lasted[key] += meeting.lasted
            last[key] = max(last.get(key, meeting.until), meeting.until)
    told, own = circles.told, circles.case.person_id
    rows = Person.objects.in_bulk(
        {own, *told, *(each for _place, *pair in lasted for each in pair)}
    )
    names = names_of_places({place for place, *_pair in lasted})
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for (place, person, source), span in sorted(lasted.items(), key=lambda item: -item[1]):
        links[place].append(
            Link(
                rows[person], rows[source], degrees[person], span, last[place, person, source],
                circles.decided.get(person),
            )
        )  # fmt: skip
    groups = [Group(names[place], place, found) for place, found in links.items()]
    said: defaultdict[str, list[Link]] = defaultdict(list)
    for person in told:
        contact = circles.decided[person]
        said[contact.met_where].append(_told_link(contact, rows[person], rows[own]))
    groups += [Group(where, "", found) for where, found in said.items()]
    return sorted(groups, key=lambda group: (-group.size, -group.lasted))


def _told_link(contact: Contact, person: Person, source: Person) -> Link:
    """Somebody whom the person of the case has named."""
    assert contact.met_since is not None
    assert contact.met_until is not None
    lasted = contact.met_until - contact.met_since
    return Link(person, source, contact.degree, lasted, contact.met_until, contact)

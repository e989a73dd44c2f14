"""The places of a case's timeline on a map of the district: where each stands, and how many people
were met there. What cannot be drawn is kept with its reason.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import cos, dist, log2, pi, sin

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.areas.api import Drawing, Premises, PremisesKind, area_name, draw_district
from longgang.core.lifecycle import States
from longgang.core.sentences import beside
from longgang.trail.api import (
    PlaceType,
    Visit,
    names_of_places,
    premises_of_places,
    type_of,
)

from .asking import Circles
from .kinds import TYPES, Setting
from .models import Contact
from .timeline import visits_of

SIZE = 700  # units, the width of the drawing
NODE = 16  # radius of a mark
MOST_MARKS = 40  # beyond, nobody finds a number
_WIDEST = 24  # of the ring that stands for contacts
_APART, _STEP = 4, 12  # between two marks; between two places that are tried for one


class Absence(States):
    """Why a place is not drawn."""

    HOME = "home", _("Homes: only the community is named")
    MOVING = "moving", _("On the move: vehicles, trains, flights, ships")
    NO_POSITION = "no_position", _("Known premises whose position nobody has entered")
    UNKNOWN = "unknown", _("Not in the register of premises")
    OUTSIDE = "outside", pgettext_lazy("map", "Outside the map")
    TOLD = "told", _("Told in an interview: contacts without a visit")
    CUT = "cut", _("More places than can be drawn")


@dataclass
class Spot:
    """One place with everything that happened there: the premises for all of its rooms."""

    words: str
    first: datetime
    last: datetime | None  # none: still there
    premises: Premises | None = None
    places: set[str] = field(default_factory=set)  # by their names among all places
    people: dict[str, set[int]] = field(default_factory=dict)  # met, by place
    absence: Absence | None = None

    @property
    def contacts(self) -> int:
        """How many people were met there."""
        return len(set().union(*self.people.values()))

    def may_count(self, kinds: Collection[str]) -> bool:
        """Whether somebody could be met there, at a question that counts these types of place."""
        return not self.places or any(type_of(place) in kinds for place in self.places)

    @property
    def busiest(self) -> str:
        """Where most of them were met; nothing where nobody was."""
        return max(self.people, key=lambda place: (len(self.people[place]), place), default="")

    @property
    def ring(self) -> int:
        """How wide the ring around its mark is: one step more for twice as many contacts."""
        return min(_WIDEST, round(4 * log2(1 + self.contacts)))

    @property
    def radius(self) -> int:
        """Of its mark, with the ring."""
        return NODE + self.ring


@dataclass(frozen=True)
class Mark:
    """A spot in the drawing: its number by first visit, where its mark stands, and where it is."""

    number: int
    spot: Spot
    x: int
    y: int
    at_x: int
    at_y: int

    @property
    def is_moved(self) -> bool:
        """Whether its mark stands beside it, because another is in the way."""
        return (self.x, self.y) != (self.at_x, self.at_y)


@dataclass(frozen=True)
class PlacesMap:
    """What is drawn and what is not, in the order of the first visit; without a drawing where
    nobody knows the outline of the district.
    """

    drawing: Drawing | None
    marks: Sequence[Mark]
    absent: Sequence[tuple[int, Spot]]


def map_of(circles: Circles) -> PlacesMap:
    """The whole window; so many queries, however many places there are."""
    visits = visits_of(circles.case)
    spots = _with_the_met(_spots_of(circles, visits), circles)
    drawing = draw_district(SIZE)
    drawn: list[tuple[int, Spot]] = []
    absent: list[tuple[int, Spot]] = []
    for number, spot in enumerate(sorted(spots, key=lambda each: each.first), 1):
        spot.absence = spot.absence or _absence_of(spot, drawing)
        if spot.absence is None and len(drawn) == MOST_MARKS:
            spot.absence = Absence.CUT
        (absent if spot.absence else drawn).append((number, spot))
    marks = _arranged(drawn, drawing) if drawing else []
    return PlacesMap(drawing, marks, absent)


def _spots_of(circles: Circles, visits: Sequence[Visit]) -> list[Spot]:
    """The visits by premises, or by place where they lie in none."""
    case, places = circles.case, {visit.place for visit in visits}
    names, premises = names_of_places(places), premises_of_places(places)
    found: dict[str, Spot] = {}
    for visit in visits:
        lies_in = premises.get(visit.place)
        since = max(visit.started_at, case.since)
        key = lies_in.number if lies_in else visit.place
        words = str(lies_in) if lies_in else names[visit.place]
        spot = found.setdefault(key, Spot(words, since, since, lies_in))
        spot.first = min(spot.first, since)
        if spot.last is not None:
            spot.last = max(spot.last, visit.ended_at) if visit.ended_at else None
        spot.places.add(visit.place)
        if _is_home(visit, lies_in):
            is_registered = visit.ended_at is None
            area = lies_in.area_code if lies_in else case.person.area_code if is_registered else ""
            spot.words = beside(PlaceType.HOUSEHOLD.label, area_name(area[:12]))
            spot.absence = Absence.HOME
    return list(found.values())


def _is_home(visit: Visit, lies_in: Premises | None) -> bool:
    return visit.place_type == PlaceType.HOUSEHOLD or (
        lies_in is not None and lies_in.kind == PremisesKind.HOME
    )


def _with_the_met(spots: list[Spot], circles: Circles) -> list[Spot]:
    """With whom the person of the case met there. What somebody has told joins the spot of that
    name, in whichever language it was told and is read, or becomes one.
    """
    at = {place: spot for spot in spots for place in spot.places}
    called = {place.partition(":")[2]: spot for place, spot in at.items()}
    for each in spots:
        if each.premises is not None:
            called |= dict.fromkeys(each.premises.names, each)
    for place, people in circles.contacts.met_at().items():
        if place in at:
            at[place].people[place] = people
    for person in circles.told:
        contact = circles.decided[person]
        spot = called.get(contact.met_where)
        if spot is None:
            spot = called[contact.met_where] = _told_spot(contact)
            spots.append(spot)
        spot.people.setdefault("", set()).add(person)
    return spots


def _told_spot(contact: Contact) -> Spot:
    assert contact.met_since is not None
    words, first, last = contact.met_where, contact.met_since, contact.met_until
    return Spot(words, first, last, absence=Absence.TOLD)


def _absence_of(spot: Spot, drawing: Drawing | None) -> Absence | None:
    if spot.premises is None:
        kinds = {type_of(place) for place in spot.places}
        return Absence.MOVING if kinds <= TYPES[Setting.VEHICLE] else Absence.UNKNOWN
    position = spot.premises.position
    if position is None:
        return Absence.NO_POSITION
    is_inside = drawing is not None and drawing.box.holds(position)
    return None if is_inside else Absence.OUTSIDE


def _arranged(numbered: Sequence[tuple[int, Spot]], drawing: Drawing) -> list[Mark]:
    """No mark covers another: each stands on its place, or as near to it as there is room."""
    marks: list[Mark] = []
    for number, spot in numbered:
        assert spot.premises is not None
        assert spot.premises.position is not None
        at = drawing.place(spot.premises.position)
        x, y = next(
            (tried for tried in _around(at, spot.radius, drawing) if _is_free(tried, spot, marks)),
            at,
        )
        marks.append(Mark(number, spot, x, y, *at))
    return marks


def _is_free(tried: tuple[int, int], spot: Spot, marks: Sequence[Mark]) -> bool:
    apart = spot.radius + _APART
    return all(dist(tried, (mark.x, mark.y)) >= apart + mark.spot.radius for mark in marks)


def _around(at: tuple[int, int], radius: int, drawing: Drawing) -> Iterator[tuple[int, int]]:
    """The place itself where a mark fits, then rings around it, from the top on, clockwise."""
    x, y = at
    for away in range(0, SIZE, _STEP):
        tries = 1 + away // 2
        for turn in range(tries):
            angle = 2 * pi * turn / tries
            tried = round(x + away * sin(angle)), round(y - away * cos(angle))
            if (
                radius <= tried[0] <= drawing.width - radius
                and radius <= tried[1] <= drawing.height - radius
            ):
                yield tried

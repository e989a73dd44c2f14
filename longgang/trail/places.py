"""Where somebody can be: the types of place, and the names under which places are known.

A name says its type first: `vehicle:辽PA1234`, `room:12`. It is the same for everybody who was
there, however they are known to have been.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.lifecycle import States


class PlaceType(States):
    """What a place is."""

    HOUSEHOLD = "household", pgettext_lazy("place", "Home")
    ROOM = "room", _("Room")
    FLOOR = "floor", _("Floor")
    BUILDING = "building", _("Building")
    SITE = "site", _("Quarantine site")
    VEHICLE = "vehicle", _("Vehicle")
    CARRIAGE = "carriage", _("Railway carriage")
    TRAIN = "train", _("Train")
    FLIGHT = "flight", _("Flight")
    COACH = "coach", _("Coach")
    SHIP = "ship", _("Ship")
    PREMISES = "premises", _("Premises")
    HALL = "hall", _("Large hall")
    CHECKPOINT = "checkpoint", _("Checkpoint")
    OPEN_AIR = "open_air", _("Open air")


class Closeness(States):
    """How near people come to each other at a place."""

    LIVING = "living", _("Live together")
    CLOSE = "close", _("In one room or cabin")
    NEAR = "near", _("Under one roof")
    FAR = "far", _("In the open or a large hall")


@dataclass(frozen=True)
class Traits:
    """What being at places of a type means: how long a scan lasts, how near people come, and
    whether who was there at the same time is a contact unless the question says otherwise.
    """

    dwell_s: int
    closeness: Closeness
    counts: bool


_MINUTE, _HOUR = 60, 3600
TRAITS: Mapping[PlaceType, Traits] = {
    PlaceType.HOUSEHOLD: Traits(12 * _HOUR, Closeness.LIVING, counts=True),
    PlaceType.ROOM: Traits(12 * _HOUR, Closeness.LIVING, counts=True),
    PlaceType.FLOOR: Traits(12 * _HOUR, Closeness.NEAR, counts=False),
    PlaceType.BUILDING: Traits(12 * _HOUR, Closeness.NEAR, counts=False),
    PlaceType.SITE: Traits(12 * _HOUR, Closeness.NEAR, counts=False),
    PlaceType.VEHICLE: Traits(2 * _HOUR, Closeness.CLOSE, counts=True),
    PlaceType.CARRIAGE: Traits(2 * _HOUR, Closeness.CLOSE, counts=True),
    PlaceType.TRAIN: Traits(2 * _HOUR, Closeness.NEAR, counts=False),
    PlaceType.FLIGHT: Traits(2 * _HOUR, Closeness.CLOSE, counts=True),
    PlaceType.COACH: Traits(2 * _HOUR, Closeness.CLOSE, counts=True),
    PlaceType.SHIP: Traits(2 * _HOUR, Closeness.NEAR, counts=False),
    PlaceType.PREMISES: Traits(30 * _MINUTE, Closeness.NEAR, counts=True),
    PlaceType.HALL: Traits(_HOUR, Closeness.FAR, counts=False),
    PlaceType.CHECKPOINT: Traits(5 * _MINUTE, Closeness.FAR, counts=False),
    PlaceType.OPEN_AIR: Traits(30 * _MINUTE, Closeness.FAR, counts=False),
}
UNCOUNTED = frozenset(str(kind) for kind, traits in TRAITS.items() if not traits.counts)
LONGEST_NAME = 100


@dataclass(frozen=True)
class Place:
    """A place by its type and by what it is called among those of its type."""

    type: PlaceType
    key: str

    @property
    def name(self) -> str:
        """What it is called among all places."""
        return f"{self.type}:{self.key}"

    @property
    def traits(self) -> Traits:
        """What being there means."""
        return TRAITS[self.type]


def type_of(place: str) -> PlaceType:
    """The type that the name of a place begins with."""
    return PlaceType(place.partition(":")[0])


def place_of_service(kind: PlaceType, service: str, day: date, *, part: str = "") -> Place:
    """A train, flight, coach or ship of one day; `part` is the carriage."""
    key = f"{service.strip().upper()}@{day.isoformat()}"
    return Place(kind, f"{key}/{part}" if part else key)

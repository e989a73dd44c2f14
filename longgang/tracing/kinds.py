"""The words of tracing: in which setting people met, and what that means for who was there."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.lifecycle import States
from longgang.trail.api import TRAITS, Closeness, PlaceType


class Setting(States):
    """Where contacts are made, as guides to finding close contacts tell them apart."""

    HOME = "home", pgettext_lazy("setting", "At home")
    ROOM = "room", pgettext_lazy("setting", "In the same room")
    VEHICLE = "vehicle", pgettext_lazy("setting", "In a vehicle")
    PREMISES = "premises", pgettext_lazy("setting", "At work, at table, in a shop")
    HOUSE = "house", pgettext_lazy("setting", "In one house")
    OPEN = "open", pgettext_lazy("setting", "In a hall or outdoors")


TYPES: Mapping[Setting, frozenset[PlaceType]] = {
    Setting.HOME: frozenset({PlaceType.HOUSEHOLD}),
    Setting.ROOM: frozenset({PlaceType.ROOM}),
    Setting.VEHICLE: frozenset(
        {
            PlaceType.VEHICLE, PlaceType.CARRIAGE, PlaceType.TRAIN, PlaceType.FLIGHT,
            PlaceType.COACH, PlaceType.SHIP,
        }
    ),
    Setting.PREMISES: frozenset({PlaceType.PREMISES}),
    Setting.HOUSE: frozenset({PlaceType.FLOOR, PlaceType.BUILDING, PlaceType.SITE}),
    Setting.OPEN: frozenset({PlaceType.HALL, PlaceType.CHECKPOINT, PlaceType.OPEN_AIR}),
}  # fmt: skip


class Risk(States):
    """How likely a contact was infected, compared with others: for the order in which they are
    looked for. No threshold stands behind it, and no measure follows from it.
    """

    HIGHER = "higher", _("Higher risk")
    MIDDLE = "middle", pgettext_lazy("contact", "Medium risk")
    LOWER = "lower", _("Lower risk")


_RISKS = {
    Closeness.LIVING: Risk.HIGHER,
    Closeness.CLOSE: Risk.HIGHER,
    Closeness.NEAR: Risk.MIDDLE,
    Closeness.FAR: Risk.LOWER,
}
_NEAREST_FIRST = list(_RISKS)


def nearest_of(kinds: Collection[PlaceType]) -> PlaceType:
    """Of the places where somebody was exposed the one where people come nearest."""
    return min(kinds, key=lambda kind: (_NEAREST_FIRST.index(TRAITS[kind].closeness), kind))


def risk_of(kind: PlaceType, degree: int) -> Risk:
    """By the nearest place; lower for whoever has met nobody but contacts."""
    return _RISKS[TRAITS[kind].closeness] if degree == 1 else Risk.LOWER

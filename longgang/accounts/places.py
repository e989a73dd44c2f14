"""The places a post can be tied to. Areas, desks and premises live above: here they are codes.

The module that knows them registers a provider, so that forms can offer names instead of codes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypedDict

from django.db.models import Q

from .permissions import Permission

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Places:
    """Code and name of everything a post can be held for, in the order to offer it."""

    areas: Choices = field(default_factory=list)
    desks: Choices = field(default_factory=list)
    premises: Choices = field(default_factory=list)
    duty_offices: Choices = field(default_factory=list)  # have a roster, decide no applications
    area_of_premises: dict[str, str] = field(default_factory=dict)


class PlaceCodes(TypedDict):
    """A place as `holds` and `users_with` ask for it; premises or none."""

    area_code: str
    premises_number: str


@dataclass(frozen=True)
class Scope:
    """Where somebody holds a permission: areas by prefix, single desks, single premises."""

    areas: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the permission is held nowhere."""
        return not (self.areas or self.desks or self.premises)

    def covers(
        self, *, area_code: str = "", desk_code: str = "", premises_number: str = ""
    ) -> bool:
        """Whether a thing at this place lies within; without any place, whether anything does."""
        if not (area_code or desk_code or premises_number):
            return not self.is_empty
        lies_in = area_code or area_of_desk(desk_code)
        return (
            any(lies_in.startswith(area) for area in self.areas)
            or (bool(desk_code) and desk_code in self.desks)
            or (bool(premises_number) and premises_number in self.premises)
        )

    def as_q(self, *, area: str = "", desk: str = "", premises: str = "") -> Q:
        """The same as a filter: name the columns that hold the place; others are not asked.

        An empty scope gives a filter that finds nothing.
        """
        found = Q(pk__in=[])
        if area:
            for code in self.areas:
                found |= Q(**{f"{area}__startswith": code})
        if desk and self.desks:
            found |= Q(**{f"{desk}__in": self.desks})
        if premises and self.premises:
            found |= Q(**{f"{premises}__in": self.premises})
        return found


def area_of_desk(desk_code: str) -> str:
    """The area a desk decides for: the part of its code before the dash."""
    return desk_code.partition("-")[0]


DUTY_OFFICE = "duty"


def duty_office_of(area_code: str) -> str:
    """The code of an area's duty office: whom the gates call, who looks into conflicts."""
    return f"{area_code}-{DUTY_OFFICE}"


def work_of(desk_code: str) -> Permission:
    """What somebody must be allowed to do there to be on duty at a desk or duty office."""
    is_duty_office = desk_code.partition("-")[2] == DUTY_OFFICE
    return Permission.CONFLICT_RESOLVE if is_duty_office else Permission.PASS_REVIEW


Provider = Callable[[], Places]
_providers: list[Provider] = []


def register_places(provider: Provider) -> None:
    """Let a module above say which areas, desks and premises there are. The last one counts."""
    _providers[:] = [provider]


def known_places() -> Places:
    """What the registered provider offers now; nothing while none is registered."""
    return _providers[0]() if _providers else Places()


class PlaceNames:
    """Names for many places at the cost of asking the provider once."""

    def __init__(self) -> None:
        places = known_places()
        self.areas, self.desks = dict(places.areas), dict(places.desks)
        self.premises = dict(places.premises)

    def name(self, *, area_code: str, desk_code: str = "", premises_number: str = "") -> str:
        """The name of the narrowest place given."""
        if premises_number:
            return self.premises.get(premises_number, premises_number)
        if desk_code:
            return self.desks.get(desk_code, desk_code)
        return self.areas.get(area_code, area_code)

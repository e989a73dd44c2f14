"""Two entries side by side before they are merged: what each has, and what the kept one takes."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from longgang.areas.api import full_area_name
from longgang.core.errors import Words
from longgang.core.privacy import mask_address

from .masking import hidden_but
from .models import Person, Vehicle

Row = TypeVar("Row", Person, Vehicle)
Look = tuple[str, Words, Callable[[Row], Any]]


@dataclass(frozen=True)
class Compared:
    """One fact of two entries."""

    label: Words
    kept: Any
    dropped: Any
    is_taken: bool = False

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same: what speaks against one entry."""
        return bool(self.kept and self.dropped and self.kept != self.dropped)


def compare(
    keep: Row, drop: Row, looks: list[Look[Row]], *, taken: Container[str]
) -> list[Compared]:
    """Fact by fact; `taken` names the fields that the kept entry takes from the dropped one."""
    return [
        Compared(label, look(keep), look(drop), is_taken=field in taken)
        for field, label, look in looks
    ]


def differences(keep: Row, drop: Row, looks: list[Look[Row]]) -> list[Compared]:
    """The facts in which two entries differ, besides their numbers."""
    found = compare(keep, drop, [look for look in looks if look[0] != "number"], taken=())
    return [fact for fact in found if fact.differs]


def _end(field: str) -> Callable[[Person], str]:
    """The end of a sealed value."""

    def look(person: Person) -> str:
        is_there = bool(getattr(person, f"{field}_index"))
        return hidden_but(getattr(person, f"{field}_last4"), is_there=is_there)

    return look


PEOPLE: list[Look[Person]] = [
    ("name", _("Name"), lambda person: person.name),
    ("id_kind", _("Kind of ID"), lambda person: person.get_id_kind_display()),
    ("id_number", _("ID number"), _end("id_number")),
    ("phone", _("Phone"), _end("phone")),
    ("address", _("Address"), lambda person: mask_address(person.address)),
    ("area_code", _("Home area"), lambda person: full_area_name(person.area_code)),
    ("user", _("Login"), lambda person: _("Yes") if person.user_id else ""),
    ("number", _("Number"), lambda person: person.number),
]
VEHICLES: list[Look[Vehicle]] = [
    ("plate", _("Plate"), lambda vehicle: vehicle.plate),
    ("colour", _("Plate colour"), lambda vehicle: vehicle.get_colour_display()),
    ("kind", _("Kind of vehicle"), lambda vehicle: vehicle.get_kind_display()),
    ("vin", _("VIN"), lambda vehicle: vehicle.vin),
    ("company", _("Company"), lambda vehicle: vehicle.company),
    ("owner", _("Owner"), lambda vehicle: vehicle.owner),
    ("licence_number", _("Road transport licence"), lambda vehicle: vehicle.licence_number),
    ("licence_expires_on", _("Licence expires on"), lambda vehicle: vehicle.licence_expires_on),
    (
        "carries_hazard",
        _("Carries hazardous goods"),
        lambda vehicle: _("Yes") if vehicle.carries_hazard else "",
    ),
    ("tank_number", _("Tank number"), lambda vehicle: vehicle.tank_number),
    (
        "tank_media",
        _("Goods the tank may hold (UN numbers)"),
        lambda vehicle: ", ".join(vehicle.tank_media),
    ),
    (
        "tank_inspected_until",
        _("Tank inspected until"),
        lambda vehicle: vehicle.tank_inspected_until,
    ),
    ("number", _("Number"), lambda vehicle: vehicle.number),
]

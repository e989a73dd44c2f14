"""An application in words, group by group, with personal values masked, for every page of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import full_area_name, place_name
from longgang.core.errors import Words
from longgang.core.identifiers import PlateColour
from longgang.core.privacy import mask_address, mask_id_number, mask_name, mask_phone
from longgang.core.sentences import beside

from .application import TripKind
from .models import Aboard, VehiclePass

Fact = tuple[Words, object]


@dataclass(frozen=True)
class _Look:
    """How personal values are written."""

    name: Callable[[str], str]
    id_number: Callable[[str], str]
    phone: Callable[[str], str]
    address: Callable[[str], str]


_MASKED = _Look(mask_name, mask_id_number, mask_phone, mask_address)
_CLEAR = _Look(str, str, str, str)


@dataclass(frozen=True)
class Group:
    """One part of the application; `key` is what a reviewer marks for correction."""

    key: str
    title: Words
    facts: tuple[Fact, ...]
    is_marked: bool = False


def describe(vehicle_pass: VehiclePass) -> list[Group]:
    """Every part that was declared. Expects vehicle and `aboard__person` loaded."""
    return [
        Group(key, title, tuple(facts), is_marked=key in vehicle_pass.marked_fields)
        for key, title, facts in _groups(vehicle_pass, _MASKED)
    ]


@dataclass(frozen=True)
class Told:
    """One declared value: where it stands, as it is shown, and as it is."""

    title: str
    label: str
    shown: str
    exact: str


def told_values(vehicle_pass: VehiclePass) -> Iterator[Told]:
    """Every declared value in the language of the moment, for comparing. Expects as `describe`."""
    both = zip(_groups(vehicle_pass, _MASKED), _groups(vehicle_pass, _CLEAR), strict=True)
    for (_key, title, shown), (_same, _title, exact) in both:
        for (label, seen), (_label, value) in zip(shown, exact, strict=True):
            yield Told(str(title), str(label), str(seen), str(value))


def _groups(vehicle_pass: VehiclePass, look: _Look) -> Iterator[tuple[str, Words, list[Fact]]]:
    yield "journey", _("Checkpoint and time"), _trip(vehicle_pass)
    yield "vehicle", _("Vehicle"), _vehicle(vehicle_pass)
    yield (
        "people",
        _("Who is aboard"),
        [fact for aboard in vehicle_pass.aboard.all() for fact in _rider(aboard, look)],
    )
    if vehicle_pass.consignor_name:
        yield "sender", _("Consignor"), _party(vehicle_pass, "consignor", look)
    is_freight = vehicle_pass.trip_kind == TripKind.FREIGHT
    visited = _("Consignee") if is_freight else _("Who is visited")
    yield "receiver", visited, _party(vehicle_pass, "consignee", look)
    if is_freight:
        yield "goods", _("Goods"), _goods(vehicle_pass)
    if vehicle_pass.is_hazardous:
        yield "hazard", _("Hazardous goods"), _hazard(vehicle_pass)


def _trip(vehicle_pass: VehiclePass) -> list[Fact]:
    moment = localtime(vehicle_pass.expected_entry_at)
    return [
        (_("Expected entry"), f"{moment:%Y-%m-%d %H:%M}"),
        (_("Entry checkpoint"), place_name(vehicle_pass.checkpoint_number)),
        (_("Route"), vehicle_pass.route),
    ]


def _vehicle(vehicle_pass: VehiclePass) -> list[Fact]:
    vehicle = vehicle_pass.vehicle
    facts: list[Fact] = [
        (_("Plate"), vehicle_pass.plate),
        (_("Plate colour"), PlateColour(vehicle_pass.plate_colour).label),
        (_("Kind of vehicle"), vehicle.get_kind_display()),
    ]
    if vehicle_pass.trailer_plate:
        facts.append((_("Trailer plate"), vehicle_pass.trailer_plate))
    return facts


def _rider(aboard: Aboard, look: _Look) -> Iterator[Fact]:
    person = aboard.person
    yield aboard.get_role_display(), look.name(person.name)
    yield _("ID number"), look.id_number(person.id_number)
    if person.phone:
        yield _("Mobile number"), look.phone(person.phone)
    if aboard.sampled_at is not None:
        yield _("Test sampled at"), f"{localtime(aboard.sampled_at):%Y-%m-%d %H:%M}"
    if aboard.certificate_expires_on is not None:
        yield _("Certificate valid until"), f"{aboard.certificate_expires_on:%Y-%m-%d}"


def _party(vehicle_pass: VehiclePass, prefix: str, look: _Look) -> list[Fact]:
    def column(name: str) -> str:
        return str(getattr(vehicle_pass, f"{prefix}_{name}"))

    name = column("name")
    return [
        (_("Firm or person"), look.name(name) if vehicle_pass.visits_person else name),
        (_("Area"), full_area_name(column("area"))),
        (_("Address"), look.address(column("address"))),
        (_("Contact"), f"{look.name(column('contact'))} {look.phone(column('phone'))}".strip()),
    ]


def _goods(vehicle_pass: VehiclePass) -> list[Fact]:
    tonnes = "" if vehicle_pass.weight_t is None else f"{vehicle_pass.weight_t.normalize():f}"
    weight = _("%(weight)s t") % {"weight": tonnes} if tonnes else ""
    return [
        (_("Class of goods"), vehicle_pass.get_goods_class_display()),
        (_("Goods"), vehicle_pass.goods_name),
        (
            _("Quantity"),
            beside(vehicle_pass.goods_quantity, weight),
        ),
    ]


def _hazard(vehicle_pass: VehiclePass) -> list[Fact]:
    vehicle = vehicle_pass.vehicle
    return [
        (_("UN number"), f"UN {vehicle_pass.un_number} {vehicle_pass.proper_name}"),
        (
            _("Class and packing group"),
            beside(vehicle_pass.hazard_class, vehicle_pass.packing_group),
        ),
        (_("Waybill number"), vehicle_pass.waybill_number),
        (
            _("Road transport licence"),
            beside(vehicle.licence_number, vehicle.licence_expires_on),
        ),
        (_("Tank"), vehicle.tank_number),
        (_("Emergency phone"), vehicle_pass.emergency_phone),
    ]

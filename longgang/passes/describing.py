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
from longgang.people.api import Person, RevealForm, Vehicle

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


# The columns of either end, in the order in which they are described.
PARTY_COLUMNS = ("name", "area", "address", "contact", "phone")

_MASKED = _Look(mask_name, mask_id_number, mask_phone, mask_address)
_CLEAR = _Look(str, str, str, str)


@dataclass(frozen=True)
class Masked:
    """A sealed value: masked, or in clear when it was just revealed; `url` reveals it."""

    label: Words
    value: str
    url: str = ""
    form: RevealForm | None = None


@dataclass(frozen=True)
class Group:
    """One part of the application; `key` is what a reviewer marks for correction."""

    key: str
    title: Words
    facts: tuple[Fact, ...]
    is_marked: bool = False
    masked: tuple[Masked, ...] = ()  # what a desk may have shown to it


def describe(vehicle_pass: VehiclePass) -> list[Group]:
    """Every part that was declared. Expects `aboard` loaded."""
    return [
        Group(key, title, tuple(facts), is_marked=key in vehicle_pass.marked_fields)
        for key, title, facts in _groups(vehicle_pass, _MASKED)
    ]


@dataclass(frozen=True)
class Difference:
    """One value as it was declared and as the register has it now, masked alike."""

    label: Words
    declared: object
    registered: object


def said_otherwise(vehicle_pass: VehiclePass) -> list[Difference]:
    """Where the register says something else by now of vehicle and people than was declared.

    What it does not know it does not say. Expects the vehicle with its company, the pass's own
    company and `aboard__person` loaded.
    """
    shown, clear = (list(_beside_register(vehicle_pass, look)) for look in (_MASKED, _CLEAR))
    return [
        Difference(*masked)
        for masked, (_label, declared, registered) in zip(shown, clear, strict=True)
        if registered and registered != declared
    ]


def _beside_register(
    vehicle_pass: VehiclePass, look: _Look
) -> Iterator[tuple[Words, object, object]]:
    """What the register has too: its label, as declared, as registered."""
    declared, registered = vehicle_pass.declared_vehicle, vehicle_pass.vehicle
    yield _("Company"), vehicle_pass.company, registered.company
    yield from _side_by_side(_vehicle(declared, look), _vehicle(registered, look))
    if vehicle_pass.is_hazardous:
        yield from _side_by_side(_papers(declared), _papers(registered))
    for aboard in vehicle_pass.aboard.all():
        facts = _identity(aboard, look), _identity(aboard.person, look)
        for label, was, now in _side_by_side(*facts):
            yield beside(aboard.get_role_display(), label), was, now


def _side_by_side(
    declared: list[Fact], registered: list[Fact]
) -> Iterator[tuple[Words, object, object]]:
    for (label, was), (_label, now) in zip(declared, registered, strict=True):
        yield label, was, now


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
    yield "vehicle", _("Vehicle"), _declared_vehicle(vehicle_pass, look)
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


def _vehicle(vehicle: Vehicle, look: _Look) -> list[Fact]:
    return [
        (_("Plate"), vehicle.plate),
        (_("Plate colour"), PlateColour(vehicle.colour).label),
        (_("Kind of vehicle"), vehicle.get_kind_display()),
        (_("Vehicle identification number"), look.id_number(vehicle.vin)),
    ]


def _declared_vehicle(vehicle_pass: VehiclePass, look: _Look) -> list[Fact]:
    facts = _said(_vehicle(vehicle_pass.declared_vehicle, look))
    if vehicle_pass.trailer_plate:
        facts.append((_("Trailer plate"), vehicle_pass.trailer_plate))
    return facts


def _rider(aboard: Aboard, look: _Look) -> Iterator[Fact]:
    (_label, name), *numbers = _identity(aboard, look)
    yield aboard.get_role_display(), name
    yield from _said(numbers)
    if aboard.sampled_at is not None:
        yield _("Test sampled at"), f"{localtime(aboard.sampled_at):%Y-%m-%d %H:%M}"
    if aboard.certificate_expires_on is not None:
        yield _("Certificate valid until"), f"{aboard.certificate_expires_on:%Y-%m-%d}"


def _identity(known: Aboard | Person, look: _Look) -> list[Fact]:
    return [
        (_("Name"), look.name(known.name)),
        (_("ID number"), look.id_number(known.id_number)),
        (_("Mobile number"), look.phone(known.phone)),
    ]


def _party(vehicle_pass: VehiclePass, prefix: str, look: _Look) -> list[Fact]:
    def column(name: str) -> str:
        return str(getattr(vehicle_pass, f"{prefix}_{name}"))

    name = column("name")
    return [
        (_("Firm or person"), look.name(name) if vehicle_pass.is_person(prefix) else name),
        (_("Area"), full_area_name(column("area"))),
        (_("Address"), look.address(column("address"))),
        (_("Contact"), look.name(column("contact"))),
        (_("Phone of the contact person"), look.phone(column("phone"))),
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
    licence, tank, *about_the_tank = _papers(vehicle_pass.declared_vehicle)
    return [
        (_("UN number"), f"UN {vehicle_pass.un_number} {vehicle_pass.proper_name}"),
        (
            _("Class and packing group"),
            beside(vehicle_pass.hazard_class, vehicle_pass.packing_group),
        ),
        (_("Waybill number"), vehicle_pass.waybill_number),
        licence,
        tank,
        *_said(about_the_tank),
        (_("Emergency phone"), vehicle_pass.emergency_phone),
    ]


def _papers(vehicle: Vehicle) -> list[Fact]:
    return [
        (
            _("Road transport licence"),
            beside(vehicle.licence_number, vehicle.licence_expires_on),
        ),
        (_("Tank"), vehicle.tank_number),
        (_("Goods the tank may hold (UN numbers)"), beside(*vehicle.tank_media)),
        (_("Tank inspected until"), str(vehicle.tank_inspected_until or "")),
    ]


def _said(facts: list[Fact]) -> list[Fact]:
    """Those that say something."""
    return [fact for fact in facts if fact[1]]

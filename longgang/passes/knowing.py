"""What is known about somebody already, so that nothing is typed twice."""

from copy import copy
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from longgang.accounts.api import User
from longgang.core.clock import today
from longgang.core.prepared import Prepared
from longgang.core.statements import Given
from longgang.people.api import (
    Company,
    Person,
    QualificationKind,
    Vehicle,
    companies_of,
    find_qualification,
    person_of,
    pick_people,
    pick_vehicles,
)

from .application import RiderRole
from .drafting import Texts, texts_of
from .models import Aboard, VehiclePass

OFFERED = 6
LOOKED_AT = 30
# What somebody in this role holds for hazardous goods.
QUALIFICATIONS = {
    RiderRole.DRIVER: QualificationKind.HAZARD_DRIVER,
    RiderRole.ESCORT: QualificationKind.HAZARD_ESCORT,
}


def own_passes(user: User) -> Q:
    """Applications that this person, or a company they act for, has made.

    The companies as keys: the database looks up each key in an index, but reads the whole table for
    a question within a question that stands beside an OR.
    """
    return Q(applicant=user) | Q(company__in=[company.pk for company in companies_of(user)])


def passes_of(user: User, *, among: QuerySet[Any] | None = None) -> Q:
    """What somebody finds among their own: also made for them by another, or with them aboard.

    Naming the few passes `among` which they are looked for costs a query, and saves the database
    from reading all.
    """
    own = own_passes(user)
    if (person := person_of(user)) is not None:
        aboard: Any = Aboard.objects.filter(person=person).values("vehicle_pass")
        if among is not None:
            few = aboard.filter(vehicle_pass__in=among)
            aboard = [row["vehicle_pass"] for row in few]
        own |= Q(on_behalf_of=person) | Q(pk__in=aboard)
    return own


def announced_by(
    user: User,
    company: Company | None,
    *,
    plate: str,
    colour: str,
    besides: VehiclePass | None = None,
) -> QuerySet[VehiclePass]:
    """What is still alive for a vehicle, announced for the same company or by this user.

    What others have announced counts for nothing here: who knows a plate cannot keep its keeper
    from applying.
    """
    own = {"company": company} if company else {"company": None, "applicant": user}
    alive = _alive(plate=plate, plate_colour=colour, **own)
    return alive.exclude(pk=besides.pk) if besides else alive


def announced_at(
    moment: datetime, user: User, company: Company | None, *, plate: str, colour: str
) -> list[VehiclePass]:
    """The same for one moment of entry: the same trip. Asked with every application."""
    asked = {"plate": plate, "colour": colour, "moment": moment}
    if company:
        return _OF_COMPANY.list(company=company.pk, **asked)
    return _OF_APPLICANT.list(applicant=user.pk, **asked)


def _alive(**same: Any) -> QuerySet[VehiclePass]:
    return VehiclePass.objects.live().filter(**same)


_TRIP = {
    "plate": Given("plate"), "plate_colour": Given("colour"), "expected_entry_at": Given("moment"),
}  # fmt: skip
_OF_COMPANY = Prepared(lambda: _alive(company=Given("company"), **_TRIP))
_OF_APPLICANT = Prepared(lambda: _alive(company=None, applicant=Given("applicant"), **_TRIP))


def known_people(user: User, *, company: Company | None) -> list[Person]:
    """Whom somebody may pick: themselves, their crew, and who was aboard before."""
    own = person_of(user)
    aboard = (
        Aboard.objects.filter(vehicle_pass__in=_latest(user))
        .select_related("person")
        .order_by("-id")
    )
    found = [*([own] if own and company is None else []), *(each.person for each in aboard)]
    found += pick_people(user, company=company)
    return list({person.pk: person for person in found}.values())[: OFFERED * 2]


def find_known_person(user: User, number: str) -> Person | None:
    """The entry with this number, if somebody may pick it."""
    visible = Person.objects.visible_to(user).current().filter(number=number).first()
    if visible is not None:
        return visible
    own = VehiclePass.objects.filter(own_passes(user))
    aboard = Aboard.objects.filter(vehicle_pass__in=own).values("person")
    helped = own.exclude(on_behalf_of=None).values("on_behalf_of")
    return (
        Person.objects.current().filter(Q(pk__in=aboard) | Q(pk__in=helped), number=number).first()
    )


def known_vehicles(user: User, *, company: Company | None) -> list[Vehicle]:
    """Vehicles to pick: those used last, then those of the company or one's own."""
    used = [each.vehicle for each in _latest(user).select_related("vehicle")]
    found = [*used, *pick_vehicles(user, company=company)]
    return list({vehicle.pk: vehicle for vehicle in found}.values())[:OFFERED]


def find_known_vehicle(user: User, number: str) -> Vehicle | None:
    """The vehicle with this number, if somebody may pick it."""
    visible = Vehicle.objects.visible_to(user).current().filter(number=number).first()
    if visible is not None:
        return visible
    own = VehiclePass.objects.filter(own_passes(user), vehicle__number=number)
    found = own.select_related("vehicle").first()
    return found.vehicle if found else None


def known_parties(user: User, end: str) -> list[VehiclePass]:
    """The latest applications with different consignors (or consignees), to fill in from."""
    latest = _latest(user).exclude(**{f"{end}_name": ""})
    return list({getattr(each, f"{end}_name"): each for each in reversed(latest)}.values())[
        :OFFERED
    ]


def vehicle_for_another_trip(vehicle_pass: VehiclePass, *, day: date) -> Vehicle:
    """The vehicle as the register has it now; it is read, never saved.

    Where the register has no licence, or no inspection of the tank, that is valid on that day,
    those stand that were declared: its keeper may be another than who applies.
    """
    known, declared = copy(vehicle_pass.vehicle), vehicle_pass.declared_vehicle
    if known.licence_expires_on is None or known.licence_expires_on < day:
        _take_over(known, declared, "licence_number", "licence_expires_on")
    inspected = known.tank_inspected_until
    if not declared.tank_number or inspected is None or inspected < day:
        _take_over(known, declared, "tank_number", "tank_media", "tank_inspected_until")
    return known


def _take_over(known: Vehicle, declared: Vehicle, *names: str) -> None:
    for name in names:
        setattr(known, name, getattr(declared, name))


def vehicle_texts(vehicle: Vehicle) -> Texts:
    """A vehicle as the answers of its step."""
    return texts_of(
        {
            "plate": vehicle.plate,
            "plate_colour": vehicle.colour,
            "vehicle_kind": vehicle.kind,
            "vin": vehicle.vin,
        }
    )


def paper_texts(vehicle: Vehicle) -> Texts:
    """Its licence and tank as answers."""
    return texts_of(
        {
            "licence_number": vehicle.licence_number,
            "licence_expires_on": vehicle.licence_expires_on,
            "tank_number": vehicle.tank_number,
            "tank_media": ", ".join(vehicle.tank_media),
            "tank_inspected_until": vehicle.tank_inspected_until,
        }
    )


def party_texts(vehicle_pass: VehiclePass, end: str) -> Texts:
    """One end of an earlier trip as answers."""
    parts = ("name", "area", "address", "contact", "phone")
    return {f"{end}_{part}": str(getattr(vehicle_pass, f"{end}_{part}")) for part in parts}


def person_texts(person: Person, *, role: str) -> Texts:
    """Somebody picked as answers: the number of the entry, and the certificate it holds."""
    texts = {"person_number": person.number, "role": role}
    kind = QUALIFICATIONS.get(RiderRole(role)) if role in RiderRole.values else None
    held = find_qualification(person, kind, on=today()) if kind else None
    if held is not None:
        texts |= {
            "certificate_number": held.number,
            "certificate_expires_on": held.expires_on.isoformat(),
        }
    return texts


def _latest(user: User) -> QuerySet[VehiclePass]:
    newest = VehiclePass.objects.filter(own_passes(user)).order_by("-submitted_at", "-id")
    keys = list(newest.values_list("pk", flat=True)[:LOOKED_AT])
    return VehiclePass.objects.filter(pk__in=keys)

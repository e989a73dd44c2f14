"""Registering, finding and correcting vehicles."""

from typing import Unpack

from django.db import IntegrityError, transaction

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.corrections import lock_unchanged
from longgang.core.errors import NotAllowed, Refusal, Refused, allows, refuse_if
from longgang.core.identifiers import Plate
from longgang.core.prepared import insert
from longgang.core.tokens import new_number

from .. import rules
from ..events import filed_under, plainly
from ..models import Company, Person, Representative, Vehicle
from ..permissions import (
    check_may_act_for,
    check_may_assign_vehicle,
    check_may_correct_vehicle,
    check_may_register,
    may_correct_identity,
)
from ..queries import find_vehicle
from ..reading import VehicleFacts, read_vehicle, tidy_text
from ..wording import PLATE_TAKEN, SOMEBODY_ELSES


@transaction.atomic
def register_vehicle(
    plate: str,
    colour: str,
    *,
    company: Company | None = None,
    owner: Person | None = None,
    by: User,
    **facts: Unpack[VehicleFacts],
) -> Vehicle:
    """Enter a vehicle that is not in the register yet, for a company, a person, or by itself.

    One that belonged to nobody joins them. One of somebody else's is refused without a word about
    whose it is.
    """
    _check_may_own(by, company=company, owner=owner)
    parsed, read = read_vehicle(facts, plate=plate, colour=colour)
    vehicle = find_vehicle(parsed.number, parsed.colour)
    if vehicle is None:
        return _enter(parsed, read, company=company, owner=owner, by=by)
    if not _is_free(vehicle) or not (company or owner):
        raise Refused(_taken(parsed.number, parsed.colour, by=by))
    _write(vehicle, _joining(company, owner) | _known(read), by=by)
    return vehicle


@transaction.atomic
def find_or_register_vehicle(
    plate: str,
    colour: str,
    *,
    company: Company | None = None,
    owner: Person | None = None,
    by: User,
    **facts: Unpack[VehicleFacts],
) -> Vehicle:
    """The vehicle with this plate, entered now if nobody knew it.

    A company's papers are brought up to date by what is said in its name, others by whoever may
    correct them; else they stay as they are. A vehicle that belonged to nobody joins the company or
    owner that uses it.
    """
    _check_may_own(by, company=company, owner=owner)
    parsed, read = read_vehicle(facts, plate=plate, colour=colour)
    vehicle = find_vehicle(parsed.number, parsed.colour)
    if vehicle is None:
        return _enter(parsed, read, company=company, owner=owner, by=by)
    is_free = _is_free(vehicle)
    changes = _joining(company, owner) if is_free and (company or owner) else {}
    is_own = company is not None and vehicle.company_id == company.pk  # who acts for it, as checked
    may_correct = vehicle.company_id is None and allows(check_may_correct_vehicle, by, vehicle)
    if is_free or is_own or may_correct:
        changes |= _known(read)
    _write(vehicle, changes, by=by)
    return vehicle


@transaction.atomic
def correct_vehicle(
    vehicle: Vehicle,
    *,
    plate: str = "",
    colour: str = "",
    by: User,
    reason: str = "",
    **facts: Unpack[VehicleFacts],
) -> None:
    """Correct a vehicle's papers or its plate."""
    check_may_correct_vehicle(by, vehicle)
    if plate or colour:
        plate, colour = plate or vehicle.plate, colour or vehicle.colour
    parsed, read = read_vehicle(facts, plate=plate, colour=colour)
    changes: dict[str, object] = {**read}
    if plate:
        changes |= {
            "plate": parsed.number, "colour": parsed.colour, "plate_kind": parsed.kind
        }  # fmt: skip
    _write(vehicle, changes, by=by, reason=reason)


@transaction.atomic
def assign_vehicle(
    vehicle: Vehicle, company: Company, *, keeps_owner: bool = False, by: User, reason: str
) -> None:
    """The office enters somebody's vehicle for a company that has bought it, or runs it for them.

    Nobody but the office can: who could take a vehicle by its plate would learn whose it is.
    """
    check_may_assign_vehicle(by, vehicle, company)
    reason = tidy_text(reason)
    refuse_if(
        rules.check_reason(reason),
        rules.check_company_acts(is_approved=company.status == Company.Status.APPROVED),
    )
    owner = vehicle.owner if keeps_owner else None
    _write(vehicle, _joining(company, owner), by=by, reason=reason, kind="vehicle.assigned")


def _is_free(vehicle: Vehicle) -> bool:
    return vehicle.company_id is None and vehicle.owner_id is None


def _joining(company: Company | None, owner: Person | None) -> dict[str, object]:
    return {"company": company, "owner": owner, "area_code": _area_of(company, owner)}


def _known(read: VehicleFacts) -> dict[str, object]:
    """What was said; what was left empty stays as it is."""
    return {key: value for key, value in read.items() if value not in ("", None, [])}


def _taken(plate: str, colour: str, *, by: User) -> Refusal:
    """Whoever may see the vehicle is led to it; to everybody else it is somebody's."""
    known = Vehicle.objects.visible_to(by).current().filter(plate=plate, colour=colour)
    return PLATE_TAKEN if known.exists() else SOMEBODY_ELSES


def _check_may_own(user: User, *, company: Company | None, owner: Person | None) -> None:
    """A company's vehicle is entered by those who act for it; a person's by them or for them."""
    check_may_register(user)
    if company is not None:
        check_may_act_for(user, company)
    elif owner is not None and owner.user_id != user.pk:
        acts_for = Representative.objects.filter(user=user, person=owner).exists()
        if not acts_for and not may_correct_identity(user, owner):
            raise NotAllowed


def _area_of(company: Company | None, owner: Person | None) -> str:
    if company is not None:
        return company.area_code
    return owner.area_code if owner is not None else ""


def _enter(
    plate: Plate,
    read: VehicleFacts,
    *,
    company: Company | None,
    owner: Person | None,
    by: User,
) -> Vehicle:
    vehicle = Vehicle(
        number=new_number("V"),
        plate=plate.number,
        colour=plate.colour,
        plate_kind=plate.kind,
        company=company,
        owner=owner,
        area_code=_area_of(company, owner),
        registered_at=now(),
        **read,
    )
    try:
        with transaction.atomic():
            insert(vehicle)
    except IntegrityError as error:
        raise Refused(_taken(plate.number, plate.colour, by=by)) from error
    record(
        "vehicle.registered",
        vehicle,
        by=by,
        area_code=filed_under(vehicle.area_code),
        after={"plate": plate.number, "colour": plate.colour, **plainly(dict(read))},
    )
    return vehicle


def _write(
    vehicle: Vehicle,
    values: dict[str, object],
    *,
    kind: str = "vehicle.corrected",
    by: User,
    reason: str = "",
) -> None:
    changed = {key: value for key, value in values.items() if getattr(vehicle, key) != value}
    if not changed:
        return
    lock_unchanged(vehicle, changed)
    before = {key: getattr(vehicle, key) for key in changed}
    for key, value in changed.items():
        setattr(vehicle, key, value)
    try:
        with transaction.atomic():
            vehicle.save(update_fields=list(changed))
    except IntegrityError as error:
        raise Refused(_taken(vehicle.plate, vehicle.colour, by=by)) from error
    record(
        kind,
        vehicle,
        by=by,
        area_code=filed_under(vehicle.area_code),
        before=plainly(before),
        after=plainly(changed),
        reason=reason,
    )

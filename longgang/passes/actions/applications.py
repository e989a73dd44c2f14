"""What an applicant does: submit, correct, withdraw."""

import dataclasses
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User, edit_own_account
from longgang.areas.api import find_premises
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, filled, refuse_all
from longgang.core.identifiers import parse_phone
from longgang.core.prepared import insert
from longgang.core.reasons import says_something
from longgang.core.tokens import new_number, new_token
from longgang.people.api import (
    Company,
    Person,
    Vehicle,
    VehicleFacts,
    add_qualification,
    find_company_named,
    find_or_register_person,
    find_or_register_vehicle,
    read_vehicle,
)

from ..application import Application, Party, Rider, RiderRole
from ..correcting import RESUBMIT, values_of, write_changes
from ..knowing import QUALIFICATIONS, announced_at
from ..lifecycle import PASS, PassStatus
from ..models import Aboard, FleetUpload, PassRule, VehiclePass
from ..permissions import check_may_apply_for, check_may_change
from ..queries import desk_for, find_rule
from ..repeating import application_of
from . import notices
from .steps import add_step


@transaction.atomic
def submit_application(
    application: Application,
    *,
    by: User,
    company: Company | None = None,
    on_behalf_of: Person | None = None,
    upload: FleetUpload | None = None,
) -> VehiclePass:
    """Hand in an application; the desk's clock starts.

    Raises Refused with every reason at once; nothing is written then. People, vehicle and
    certificates are found in the register, or entered there.
    """
    check_may_apply_for(by, company)
    moment = now()
    rule = find_rule(application.trip_kind, application.goods_class, at=moment)
    _check(application, rule=rule)
    refuse_all([_already_announced(application, by=by, company=company)])
    facts = _vehicle_facts(application)
    vehicle = _find_vehicle(application, facts, by=by, company=company)
    row = VehiclePass(
        number=new_number("SQ"),
        token=new_token(),
        status=PassStatus.SUBMITTED,
        applicant=by,
        on_behalf_of=on_behalf_of,
        company=company,
        upload=upload,
        submitted_at=moment,
        rule=rule,
        **_columns(application, facts, rule=rule, vehicle=vehicle),
        due_at=moment + timedelta(minutes=rule.decision_minutes),
    )
    try:
        with transaction.atomic():
            insert(row)
    except IntegrityError as error:  # two clicks at once: the first one counts
        announced = _already_announced(application, by=by, company=company)
        raise Refused(announced or _ANNOUNCED) from error
    _put_aboard(row, application, by=by)
    if not by.name:  # who signs for the first time is known by that name from now on
        edit_own_account(by, name=application.signature.strip(), language=by.language)
    add_step(row, "submit", by=by)
    record(
        "pass.submitted",
        row,
        by=by,
        area_code=row.area_code,
        after={
            "desk_code": row.desk_code,
            "for_person": on_behalf_of.number if on_behalf_of else "",
            **_papers_told(row),
        },
    )
    notices.tell_desk(row)
    return row


@transaction.atomic
def resubmit_application(
    vehicle_pass: VehiclePass,
    application: Application,
    *,
    has_new_documents: bool = False,
    by: User,
    reason: str = "",
) -> VehiclePass:
    """Hand in a corrected application; the clock starts anew, under the rule of today.

    The desk is shown what changed. Where nothing did, the reason says why it is right as it is.
    """
    check_may_change(by, vehicle_pass)
    PASS.check("resubmit", vehicle_pass.status)
    moment = now()
    rule = find_rule(application.trip_kind, application.goods_class, at=moment)
    _check(application, rule=rule)
    declared = _as_declared(vehicle_pass)
    is_same = not has_new_documents and _is_same(application_of(declared), application)
    refuse_all(
        [
            _already_announced(
                application,
                by=vehicle_pass.applicant,
                company=vehicle_pass.company,
                besides=vehicle_pass,
            ),
            NOTHING_CHANGED if is_same and not says_something(reason) else None,
        ]
    )
    before = values_of(declared)
    facts = _vehicle_facts(application)
    vehicle = _find_vehicle(application, facts, by=by, company=vehicle_pass.company)
    PASS.move(
        vehicle_pass,
        "resubmit",
        **_columns(application, facts, rule=rule, vehicle=vehicle),
        rule=rule,
        submitted_at=moment,
        due_at=moment + timedelta(minutes=rule.decision_minutes),
        reminded_at=None,
        escalated_at=None,
        decided_at=None,
        decided_by=None,
        reason_code="",
        reason_words="",
        marked_fields=[],
    )
    vehicle_pass.aboard.all().delete()
    _put_aboard(vehicle_pass, application, by=by)
    changes = write_changes(before, values_of(_as_declared(vehicle_pass)))
    add_step(vehicle_pass, RESUBMIT, by=by, words=reason, changes=changes)
    record(
        "pass.resubmitted",
        vehicle_pass,
        by=by,
        area_code=vehicle_pass.area_code,
        after=_papers_told(vehicle_pass),
        reason=reason,
    )
    notices.tell_desk(vehicle_pass)
    return vehicle_pass


@transaction.atomic
def withdraw_application(vehicle_pass: VehiclePass, *, by: User, reason: str = "") -> None:
    """Take an application back before it is decided."""
    check_may_change(by, vehicle_pass)
    PASS.move(vehicle_pass, "withdraw")
    add_step(vehicle_pass, "withdraw", by=by, words=reason)
    record("pass.withdrawn", vehicle_pass, by=by, area_code=vehicle_pass.area_code, reason=reason)


def _as_declared(vehicle_pass: VehiclePass) -> VehiclePass:
    """The application as it stands in the database now, with everything that was declared."""
    return VehiclePass.objects.prefetch_related("aboard").get(pk=vehicle_pass.pk)


def _is_same(before: Application, after: Application) -> bool:
    """But for the signature, and photos, which stand beside it."""
    return _but_for_signature(before) == _but_for_signature(after)


def _but_for_signature(application: Application) -> Application:
    return dataclasses.replace(application, signature="", documents=frozenset())


NOTHING_CHANGED = Refusal(
    "passes.nothing_changed",
    _("Nothing was changed since it was returned."),
    _("Correct what is marked, or write to the desk why it is right as it is."),
    field="words",
)
_ANNOUNCED = Refusal(
    "passes.already_announced",
    _("This vehicle is already announced for this moment."),
    _("Look into the list of your passes, or change the time."),
    field="expected_entry_at",
)


def _already_announced(
    application: Application,
    *,
    by: User,
    company: Company | None,
    besides: VehiclePass | None = None,
) -> Refusal | None:
    same_trip = announced_at(
        application.expected_entry_at,
        by,
        company,
        plate=application.plate,
        colour=application.plate_colour,
    )
    other = next((each for each in same_trip if each != besides), None)
    if other is None:
        return None
    reason = _("This vehicle is already announced for this moment, as %(number)s.")
    return dataclasses.replace(_ANNOUNCED, reason=filled(reason, number=other.number))


def _check(application: Application, *, rule: PassRule) -> None:
    """Raise Refused with everything that is wrong, the checkpoint included."""
    refusals = rule.refuses(application)
    if find_premises(application.checkpoint_number, kind="checkpoint") is None:
        refusals.append(
            Refusal(
                "passes.checkpoint_unknown",
                _("There is no such checkpoint in use."),
                _("Choose one from the list."),
                field="checkpoint_number",
            )
        )
    refuse_all(refusals)


def _vehicle_facts(application: Application) -> VehicleFacts:
    """What is declared about the vehicle, written as in the register; what is left open is not."""
    known: dict[str, Any] = {"vin": application.vin, "kind": application.vehicle_kind}
    hazard = application.hazard
    if hazard is not None:
        known |= {
            "carries_hazard": True,
            "licence_number": hazard.road_licence.number,
            "licence_expires_on": hazard.road_licence.expires_on,
            "tank_number": hazard.tank_number,
            "tank_media": list(hazard.tank_media),
            "tank_inspected_until": hazard.tank_inspected_until,
        }
    said = {key: value for key, value in known.items() if value}
    _plate, facts = read_vehicle(VehicleFacts(**said))  # type: ignore[typeddict-item]
    return facts


def _find_vehicle(
    application: Application, facts: VehicleFacts, *, by: User, company: Company | None
) -> Vehicle:
    """The vehicle in the register; what the application knows better goes there."""
    return find_or_register_vehicle(
        application.plate, application.plate_colour, by=by, company=company, **facts
    )


def _columns(
    application: Application, facts: VehicleFacts, *, rule: PassRule, vehicle: Vehicle
) -> dict[str, Any]:
    """The application as columns of its row; who names no kind of vehicle means the register's."""
    visited = application.visited_party(settings.DISTRICT_CODE)
    assert visited is not None, "check_application refuses a trip that visits nobody here"
    hazard = application.hazard
    return {
        "vehicle": vehicle,
        "vehicle_kind": facts.get("kind") or vehicle.kind,
        "vin": facts.get("vin", ""),
        "licence_number": facts.get("licence_number", ""),
        "licence_expires_on": facts.get("licence_expires_on"),
        "tank_number": facts.get("tank_number", ""),
        "tank_media": facts.get("tank_media", []),
        "tank_inspected_until": facts.get("tank_inspected_until"),
        "desk_code": desk_for(rule, application),
        "area_code": visited.area_code,
        "visited_company": find_company_named(visited.name),
        "one_trip": rule.one_trip,
        "certificates_until": _certificates_until(application),
        "is_hazardous": hazard is not None,
        "un_number": hazard.un_number if hazard else "",
        "proper_name": hazard.proper_name if hazard else "",
        "hazard_class": hazard.hazard_class if hazard else "",
        "packing_group": hazard.packing_group if hazard else "",
        "waybill_number": hazard.waybill_number if hazard else "",
        "emergency_phone": hazard.emergency_phone if hazard else "",
        **_party_columns("consignor", application.consignor),
        **_party_columns("consignee", application.consignee),
        **{
            name: getattr(application, name)
            for name in (
                "plate", "plate_colour", "trailer_plate", "trip_kind", "goods_class", "goods_name",
                "goods_quantity", "weight_t", "checkpoint_number", "expected_entry_at", "route",
                "signature",
            )
        },
    }  # fmt: skip


def _party_columns(prefix: str, party: Party | None) -> dict[str, Any]:
    return {
        f"{prefix}_name": party.name if party else "",
        f"{prefix}_is_person": party is not None and party.is_person,
        f"{prefix}_area": party.area_code if party else "",
        f"{prefix}_address": party.address if party else "",
        f"{prefix}_contact": party.contact if party else "",
        f"{prefix}_phone": party.phone if party else "",
    }


def _certificates_until(application: Application) -> date | None:
    """The day on which the first of the load's certificates expires; None without such goods."""
    hazard = application.hazard
    if hazard is None:
        return None
    days = [rider.certificate.expires_on for rider in application.riders if rider.certificate]
    days.append(hazard.road_licence.expires_on)
    if hazard.tank_inspected_until is not None:
        days.append(hazard.tank_inspected_until)
    return min(days)


def _papers_told(vehicle_pass: VehiclePass) -> dict[str, str]:
    """The declared papers of a dangerous load, for the books: there nobody can change them."""
    if not vehicle_pass.is_hazardous:
        return {}
    names = ("licence_number", "licence_expires_on", "tank_number", "tank_inspected_until")
    return {name: str(getattr(vehicle_pass, name) or "") for name in names}


def _put_aboard(vehicle_pass: VehiclePass, application: Application, *, by: User) -> None:
    """Find or register everyone aboard, and keep beside them what was declared."""
    for rider in application.riders:
        insert(_aboard(vehicle_pass, rider, _find_person(rider, by=by)))


def _aboard(vehicle_pass: VehiclePass, rider: Rider, person: Person) -> Aboard:
    """Name and ID number are those of the register, as it has found; the phone may be another."""
    return Aboard(
        vehicle_pass=vehicle_pass,
        person=person,
        name=person.name,
        id_kind=person.id_kind,
        id_number=person.id_number,
        phone=parse_phone(rider.phone) if rider.phone else person.phone,
        role=rider.role,
        sampled_at=rider.sampled_at,
        certificate_number=rider.certificate.number if rider.certificate else "",
        certificate_expires_on=rider.certificate.expires_on if rider.certificate else None,
    )


def _find_person(rider: Rider, *, by: User) -> Person:
    try:
        person = find_or_register_person(
            name=rider.name,
            id_kind=rider.id_kind,
            id_number=rider.id_number,
            phone=rider.phone,
            by=by,
        )
    except Refused as refused:
        raise Refused(
            *(dataclasses.replace(refusal, field="riders") for refusal in refused.refusals)
        ) from refused
    if rider.certificate is not None and rider.role in QUALIFICATIONS:
        add_qualification(
            person,
            kind=QUALIFICATIONS[RiderRole(rider.role)],
            number=rider.certificate.number,
            expires_on=rider.certificate.expires_on,
            by=by,
        )
    return person

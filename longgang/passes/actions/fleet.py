"""Many trips at once: a workbook is read and rehearsed, then submitted; a day is sent again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, refuse_if
from longgang.core.excel import Fault, Rehearsal, Row, entering, row_twice, taken_back
from longgang.core.signatures import check_signature
from longgang.core.tokens import new_number
from longgang.people.api import Company, check_file, confirm_upload, keep_upload, rows_of

from ..application import Application, TripKind
from ..fleet import MAX_ROWS, FleetReader, columns
from ..knowing import announced_at
from ..models import FleetUpload, PassRule, VehiclePass
from ..permissions import check_may_apply_for
from ..repeating import application_of
from ..wording import NO_RULE
from .applications import submit_application
from .documents import copy_documents

_CELL_OF_FIELD = {"licence_expires_on": "licence_until"}
_LOOKED_AT_FIRST = {"riders": "driver_name"}  # for a fault of the whole trip; else the plate
_OF_RIDERS = [
    f"{who}_{what}"
    for who in ("driver", "escort")
    for what in ("name", "id_number", "certificate", "certificate_until", "sampled_at")
]
ALREADY_ANNOUNCED = "passes.already_announced"


@transaction.atomic
def read_workbook(
    upload: UploadedFile[Any], *, company: Company, signature: str, by: User
) -> FleetUpload:
    """Read and rehearse a workbook: every row is tried as if submitted, and nothing is kept.

    Raises Refused when it cannot be read at all, or when this very file was submitted before.
    """
    check_may_apply_for(by, company)
    refuse_if(check_signature(signature))
    digest = check_file(FleetUpload, upload, company=company)
    rows = trips_in(upload)
    known = _rehearse(rows, company=company, signature=signature, by=by)
    fleet = keep_upload(
        FleetUpload,
        upload,
        Rehearsal(rows, known, signature),
        number=new_number("SC"),
        digest=digest,
        company=company,
        by=by,
    )
    record(
        "fleet.read",
        fleet,
        by=by,
        area_code=company.area_code,
        after={"new_count": fleet.new_count, "faulty_count": fleet.faulty_count},
    )
    return fleet


def trips_in(upload: UploadedFile[Any]) -> list[Row]:
    """The rows of a workbook as typed. Raises Refused when it cannot be read or holds none."""
    return rows_of(upload, columns(), max_rows=MAX_ROWS)


@transaction.atomic
def submit_workbook(fleet: FleetUpload, *, by: User) -> list[VehiclePass]:
    """Submit every good row of a workbook that was read, all of them or none.

    Trips that are already announced are passed over. Raises Refused, naming the row, when one that
    was good at the preview is not any more, and StaleRow when it was submitted meanwhile.
    """
    check_may_apply_for(by, fleet.company)
    confirm_upload(fleet)
    rehearsal = Rehearsal.read(fleet.rows)
    reader = FleetReader.of(fleet.company, signature=rehearsal.signature)
    submitted = []
    for row in rehearsal.new:
        with entering(row):
            application = reader.read(row)
            if application is None or row.faults:
                raise Refused(row.faults[0].refusal)
            submitted.append(
                submit_application(application, by=by, company=fleet.company, upload=fleet)
            )
    record(
        "fleet.submitted",
        fleet,
        by=by,
        area_code=fleet.company.area_code,
        after={"submitted": len(submitted)},
    )
    return submitted


@transaction.atomic
def repeat_passes(
    passes: Iterable[VehiclePass], *, days: int, signature: str, company: Company, by: User
) -> tuple[list[VehiclePass], list[tuple[VehiclePass, Refusal]]]:
    """Announce the same trips again some days later: what was submitted, and what was not and why.

    Trips already announced for that moment are passed over without a word. Tests are carried over:
    one that is too old by now is refused, with its reason. The signature is a new one.
    """
    check_may_apply_for(by, company)
    refuse_if(check_signature(signature))
    submitted: list[VehiclePass] = []
    refused_passes: list[tuple[VehiclePass, Refusal]] = []
    for vehicle_pass in passes:
        moment = vehicle_pass.expected_entry_at + timedelta(days=days)
        plate, colour = vehicle_pass.plate, vehicle_pass.plate_colour
        if announced_at(moment, by, company, plate=plate, colour=colour):
            continue
        before = application_of(vehicle_pass, expected_entry_at=moment)
        application = replace(before, signature=signature)
        try:
            with transaction.atomic():
                repeated = submit_application(application, by=by, company=company)
                copy_documents(vehicle_pass, vehicle_pass=repeated)
            submitted.append(repeated)
        except Refused as refused:
            refused_passes.append((vehicle_pass, refused.refusals[0]))
    return submitted, refused_passes


def _rehearse(rows: list[Row], *, company: Company, signature: str, by: User) -> frozenset[int]:
    """Try each row for real and take it back; faults stay in the rows. Numbers of known trips."""
    reader = FleetReader.of(company, signature=signature)
    known = []
    first_row: dict[tuple[str, str, Any], int] = {}
    in_force = PassRule.objects.in_force(now()).filter(trip_kind=TripKind.FREIGHT)
    rules = {rule.goods_class: rule for rule in in_force}
    with taken_back():
        for row in rows:
            application = reader.read(row)
            if application is None:
                continue
            if row.faults:
                _add_faults(
                    row, _find_further(row, application, rules.get(application.goods_class))
                )
                continue
            key = (application.plate, application.plate_colour, application.expected_entry_at)
            if key in first_row:
                row.add_faults(
                    "plate", row_twice(first_row[key], _("Delete one of them, or change the time."))
                )
                continue
            first_row[key] = row.number
            refused = _try(application, company=company, by=by)
            if refused is None:
                continue
            if refused.code == ALREADY_ANNOUNCED:
                known.append(row.number)
            else:
                _add_faults(row, refused.refusals)
    return frozenset(known)


def _find_further(row: Row, application: Application, rule: PassRule | None) -> list[Refusal]:
    """What the rules refuse besides in a row with faults, so that it is corrected once; only of
    cells that could be read.
    """
    if rule is None:
        return [NO_RULE]
    refusals = rule.refuses(application)
    return [each for each in refusals if not any(map(row.is_faulty, _cells_of(each)))]


def _cells_of(refusal: Refusal) -> list[str]:
    """The cells that a refusal is about."""
    return _OF_RIDERS if refusal.field == "riders" else [_cell_of(refusal)]


def _cell_of(refusal: Refusal) -> str:
    return _CELL_OF_FIELD.get(refusal.field, refusal.field)


def _add_faults(row: Row, refusals: Iterable[Refusal]) -> None:
    """At its cell what is wrong with one; what is wrong with the trip where people look first."""
    for refusal in refusals:
        key = _cell_of(refusal)
        if key in row.cells:
            row.add_faults(key, replace(refusal, field=key))
        else:
            row.faults.append(Fault(_LOOKED_AT_FIRST.get(refusal.field, "plate"), refusal))


def _try(application: Application, *, company: Company, by: User) -> Refused | None:
    try:
        with transaction.atomic():
            submit_application(application, by=by, company=company)
    except Refused as refused:
        return refused
    return None

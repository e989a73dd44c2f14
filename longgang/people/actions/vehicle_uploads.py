"""A company's vehicles from a workbook: read and rehearsed first, entered when they say so."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.errors import Refused, refuse_if
from longgang.core.excel import Rehearsal, Row, entering, row_twice, taken_back
from longgang.core.identifiers import parse_plate, parse_plate_number
from longgang.core.tokens import new_number

from ..events import filed_under
from ..models import Company, Vehicle, VehicleUpload
from ..permissions import check_may_act_for
from ..vehicle_workbook import MAX_ROWS, facts_of, vehicle_columns
from ..wording import SOMEBODY_ELSES
from .steps import check_file, confirm_upload, keep_upload, rows_of
from .vehicles import find_or_register_vehicle


@transaction.atomic
def read_vehicle_workbook(
    upload: UploadedFile[Any], *, company: Company, by: User
) -> VehicleUpload:
    """Read and rehearse a workbook: every row is tried as if entered, and nothing is kept.

    Raises Refused when it cannot be read at all, or when this very file was entered before.
    """
    check_may_act_for(by, company)
    digest = check_file(VehicleUpload, upload, company=company)
    rows = rows_of(upload, vehicle_columns(), max_rows=MAX_ROWS)
    known = _rehearse(rows, company=company, by=by)
    read = keep_upload(
        VehicleUpload,
        upload,
        Rehearsal(rows, known),
        number=new_number("CS"),
        digest=digest,
        company=company,
        by=by,
    )
    record(
        "vehicle_workbook.read",
        read,
        by=by,
        area_code=filed_under(company.area_code),
        after={"new_count": read.new_count, "faulty_count": read.faulty_count},
    )
    return read


@transaction.atomic
def enter_vehicle_workbook(upload: VehicleUpload, *, by: User) -> list[Vehicle]:
    """Enter every good row of a workbook that was read, all of them or none.

    Vehicles the company had already get what the workbook knows better. Raises Refused, naming the
    row, when one that was good at the preview is not any more; StaleRow when it was entered
    meanwhile, or the same file from another preview.
    """
    check_may_act_for(by, upload.company)
    confirm_upload(upload)
    entered = []
    for row in Rehearsal.read(upload.rows).good:
        with entering(row):
            entered.append(_enter_row(row, company=upload.company, by=by))
    record(
        "vehicle_workbook.entered",
        upload,
        by=by,
        area_code=filed_under(upload.company.area_code),
        after={"vehicles": len(entered)},
    )
    return entered


def _rehearse(rows: list[Row], *, company: Company, by: User) -> frozenset[int]:
    """Enter each row for real and take it back; faults stay in the rows. Rows already known."""
    known = []
    first_row: dict[tuple[str, str], int] = {}
    before = set(Vehicle.objects.filter(company=company).values_list("pk", flat=True))
    with taken_back():
        for row in rows:
            if row.faults:
                _check_plate(row)
                continue
            try:
                with transaction.atomic():
                    vehicle = _enter_row(row, company=company, by=by)
            except Refused as refused:
                row.add_faults("plate", *refused.refusals)
                continue
            key = (vehicle.plate, vehicle.colour)
            if key in first_row:
                row.add_faults("plate", row_twice(first_row[key]))
                continue
            first_row[key] = row.number
            if vehicle.pk in before:
                known.append(row.number)
    return frozenset(known)


def _check_plate(row: Row) -> None:
    """A row with another fault says of its plate too what is wrong: it is corrected once."""
    plate, colour = row.values.get("plate"), row.values.get("colour")
    if not plate or row.is_faulty("plate"):
        return
    try:
        parse_plate(plate, colour) if colour else parse_plate_number(plate)
    except Refused as refused:
        row.add_faults("plate", *refused.refusals)


def _enter_row(row: Row, *, company: Company, by: User) -> Vehicle:
    """The row's vehicle in the register; Refused when it belongs to somebody else."""
    plate, colour = row.values["plate"], row.values["colour"]
    vehicle = find_or_register_vehicle(plate, colour, company=company, by=by, **facts_of(row))
    refuse_if(None if vehicle.company_id == company.pk else SOMEBODY_ELSES)
    return vehicle

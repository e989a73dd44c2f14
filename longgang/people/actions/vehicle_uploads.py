"""A company's vehicles from a workbook: read and rehearsed first, entered when they say so."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.errors import Refusal, Refused, StaleRow, filled, refuse_if
from longgang.core.excel import Rehearsal, Row, digest_of, read_rows
from longgang.core.identifiers import parse_plate, parse_plate_number
from longgang.core.tokens import new_number

from ..events import filed_under
from ..models import Company, Vehicle, VehicleUpload
from ..permissions import check_may_act_for
from ..vehicle_workbook import MAX_ROWS, facts_of, vehicle_columns
from ..wording import SOMEBODY_ELSES
from .steps import confirm_upload, keep_upload
from .vehicles import find_or_register_vehicle


@transaction.atomic
def read_vehicle_workbook(
    upload: UploadedFile[Any], *, company: Company, by: User
) -> VehicleUpload:
    """Read and rehearse a workbook: every row is tried as if entered, and nothing is kept.

    Raises Refused when it cannot be read at all, or when this very file was entered before.
    """
    check_may_act_for(by, company)
    digest = digest_of(upload)
    same = VehicleUpload.objects.confirmed().filter(company=company, file_sha256=digest).first()
    refuse_if(_same_file(same) if same else None)
    rows = read_rows(upload, vehicle_columns(), max_rows=MAX_ROWS)
    refuse_if(None if rows else _NO_ROWS)
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
    if not confirm_upload(upload):
        raise StaleRow(_ENTERED_MEANWHILE)
    entered = []
    for row in Rehearsal.read(upload.rows).good:
        try:
            entered.append(_enter_row(row, company=upload.company, by=by))
        except Refused as refused:
            raise Refused(_no_longer_good(row.number, refused.refusals[0])) from refused
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
    rehearsal = transaction.savepoint()
    before = set(Vehicle.objects.filter(company=company).values_list("pk", flat=True))
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
            row.add_faults("plate", _twice(first_row[key]))
            continue
        first_row[key] = row.number
        if vehicle.pk in before:
            known.append(row.number)
    transaction.savepoint_rollback(rehearsal)
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


def _same_file(before: VehicleUpload) -> Refusal:
    return Refusal(
        "people.same_workbook",
        filled(_("This very file was already entered, as %(number)s."), number=before.number),
        _("Its vehicles stand in the list. Change the file to enter others."),
        field="workbook",
    )


def _twice(number: int) -> Refusal:
    return Refusal(
        "people.vehicle_twice_in_workbook",
        filled(_("This vehicle stands in row %(number)s already."), number=number),
        _("Delete one of them."),
    )


def _no_longer_good(number: int, refusal: Refusal) -> Refusal:
    return Refusal(
        refusal.code,
        filled(_("Row %(number)s: %(reason)s"), number=number, reason=refusal.reason),
        _("Nothing was entered. Upload the file again to see what has changed."),
    )


_ENTERED_MEANWHILE = Refusal(
    "people.workbook_entered_meanwhile",
    _("This workbook was entered a moment ago."),
    _("Nothing was entered twice. Its vehicles stand in the list."),
)
_NO_ROWS = Refusal(
    "people.workbook_without_vehicles",
    _("The workbook has no row with a vehicle."),
    _("Fill in the rows below the grey example."),
    field="workbook",
)

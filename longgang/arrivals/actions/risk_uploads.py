"""Risk areas from a workbook: read and rehearsed first, announced when they say so."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.errors import Refusal, Refused, StaleRow, filled, refuse_if
from longgang.core.excel import Rehearsal, Row, digest_of, read_rows
from longgang.core.tokens import new_number
from longgang.people.api import confirm_upload, keep_upload

from ..models import RiskArea, RiskUpload
from ..permissions import check_may_edit_rules
from ..risk_workbook import MAX_ROWS, facts_of, risk_columns
from .dated import announce_risk_area

Key = tuple[Any, ...]


@transaction.atomic
def read_risk_workbook(upload: UploadedFile[Any], *, by: User) -> RiskUpload:
    """Read a workbook and try every row; nothing is announced. What is listed already is no fault.

    Raises Refused when it cannot be read at all, or when this very file was entered before.
    """
    check_may_edit_rules(by)
    digest = digest_of(upload)
    same = RiskUpload.objects.filter(confirmed_at__isnull=False, file_sha256=digest).first()
    refuse_if(_same_file(same) if same else None)
    rows = read_rows(upload, risk_columns(), max_rows=MAX_ROWS)
    refuse_if(None if rows else _NO_ROWS)
    rehearsal = Rehearsal(rows, _rehearse(rows, by=by))
    read = keep_upload(RiskUpload, upload, rehearsal, number=new_number("CF"), digest=digest, by=by)
    record(
        "risk_workbook.read",
        read,
        by=by,
        after={"new_count": read.new_count, "faulty_count": read.faulty_count},
    )
    return read


@transaction.atomic
def enter_risk_workbook(upload: RiskUpload, *, by: User) -> int:
    """Announce every new good row, all of them or none; how many.

    Raises Refused, naming the row, when one that was good is not any more; StaleRow when it was
    entered meanwhile, or the same file from another preview.
    """
    check_may_edit_rules(by)
    if not confirm_upload(upload):
        raise StaleRow(_ENTERED_MEANWHILE)
    rows = Rehearsal.read(upload.rows).new
    for row in rows:
        try:
            announce_risk_area(**facts_of(row), by=by)
        except Refused as refused:
            raise Refused(_no_longer_good(row.number, refused.refusals[0])) from refused
    record("risk_workbook.entered", upload, by=by, after={"areas": len(rows)})
    return len(rows)


def _rehearse(rows: list[Row], *, by: User) -> frozenset[int]:
    """Announce each row for real and take it back; faults stand in the rows. Rows known already."""
    listed = set(RiskArea.objects.values_list("area_code", "place", "level", "since_on"))
    known, first_row = [], dict[Key, int]()
    rehearsal = transaction.savepoint()
    for row in rows:
        if row.faults:
            continue
        facts = facts_of(row)
        key = (facts["area_code"], facts["place"].strip(), facts["level"], facts["since_on"])
        if key in first_row:
            row.add_faults("place", _twice(first_row[key]))
            continue
        first_row[key] = row.number
        if key in listed:
            known.append(row.number)
            continue
        try:
            with transaction.atomic():
                announce_risk_area(**facts, by=by)
        except Refused as refused:
            row.add_faults("until_on", *refused.refusals)
    transaction.savepoint_rollback(rehearsal)
    return frozenset(known)


def _same_file(before: RiskUpload) -> Refusal:
    return Refusal(
        "arrivals.same_workbook",
        filled(_("This very file was already entered, as %(number)s."), number=before.number),
        _("Its risk areas stand in the list. Change the file to enter others."),
        field="workbook",
    )


def _twice(number: int) -> Refusal:
    return Refusal(
        "arrivals.risk_twice_in_workbook",
        filled(_("This risk area stands in row %(number)s already."), number=number),
        _("Delete one of them."),
    )


def _no_longer_good(number: int, refusal: Refusal) -> Refusal:
    return Refusal(
        refusal.code,
        filled(_("Row %(number)s: %(reason)s"), number=number, reason=refusal.reason),
        _("Nothing was entered. Upload the file again to see what has changed."),
    )


_ENTERED_MEANWHILE = Refusal(
    "arrivals.workbook_entered_meanwhile",
    _("This workbook was entered a moment ago."),
    _("Nothing was entered twice. Its risk areas stand in the list."),
)
_NO_ROWS = Refusal(
    "arrivals.workbook_without_areas",
    _("The workbook has no row with a risk area."),
    _("Fill in the rows below the grey example."),
    field="workbook",
)

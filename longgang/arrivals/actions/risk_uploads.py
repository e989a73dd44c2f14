"""Risk areas from a workbook: read and rehearsed first, announced when they say so."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from longgang.accounts.api import User, check_may_edit_rules
from longgang.audit.api import record
from longgang.core.errors import Refused
from longgang.core.excel import Rehearsal, Row, entering, row_twice, taken_back
from longgang.core.tokens import new_number
from longgang.people.api import check_file, confirm_upload, keep_upload, rows_of

from ..models import RiskArea, RiskUpload
from ..risk_workbook import MAX_ROWS, facts_of, risk_columns
from .dated import announce_risk_area

Key = tuple[Any, ...]


@transaction.atomic
def read_risk_workbook(upload: UploadedFile[Any], *, by: User) -> RiskUpload:
    """Read a workbook and try every row; nothing is announced. What is listed already is no fault.

    Raises Refused when it cannot be read at all, or when this very file was entered before.
    """
    check_may_edit_rules(by)
    digest = check_file(RiskUpload, upload)
    rows = rows_of(upload, risk_columns(), max_rows=MAX_ROWS)
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
    confirm_upload(upload)
    rows = Rehearsal.read(upload.rows).new
    for row in rows:
        with entering(row):
            announce_risk_area(**facts_of(row), by=by)
    record("risk_workbook.entered", upload, by=by, after={"areas": len(rows)})
    return len(rows)


def _rehearse(rows: list[Row], *, by: User) -> frozenset[int]:
    """Announce each row for real and take it back; faults stand in the rows. Rows known already."""
    listed = set(RiskArea.objects.values_list("area_code", "place", "level", "since_on"))
    known, first_row = [], dict[Key, int]()
    with taken_back():
        for row in rows:
            if row.faults:
                continue
            facts = facts_of(row)
            key = (facts["area_code"], facts["place"].strip(), facts["level"], facts["since_on"])
            if key in first_row:
                row.add_faults("place", row_twice(first_row[key]))
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
    return frozenset(known)

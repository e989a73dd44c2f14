"""Visits from a file: read and judged first, recorded when somebody says so."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused
from longgang.core.excel import Rehearsal, Row, entering, row_twice
from longgang.core.tokens import new_number
from longgang.people.api import (
    check_file,
    confirm_upload,
    keep_upload,
    match_people,
    may_be_sought,
    sought_in,
    tidy_person,
)

from ..locating import places_meant
from ..models import Visit, VisitUpload
from ..permissions import check_may_import
from ..recording import NewVisit, as_kept, first_kept, write_visits
from ..rules import check_span, refusal_of_old
from ..visit_file import read_visit_file, visit_of

SOURCE = "import"
PERSON = "person"  # the key in the register, among the values of a row that was judged


@transaction.atomic
def read_visits_of_file(file: UploadedFile[Any], *, by: User) -> VisitUpload:
    """Read a file and judge every row; nothing is recorded. What is known already is no fault.

    Raises Refused when it cannot be read at all, or when this very file was entered before.
    """
    check_may_import(by)
    digest = check_file(VisitUpload, file)
    rows = read_visit_file(file)
    visits = _judge(rows)
    rehearsal = Rehearsal(rows, _known(visits))
    read = keep_upload(VisitUpload, file, rehearsal, number=new_number("DF"), digest=digest, by=by)
    counted = {"new_count": read.new_count, "faulty_count": read.faulty_count}
    record("visit_file.read", read, by=by, after=counted)
    return read


@transaction.atomic
def enter_visits_of_file(upload: VisitUpload, *, by: User) -> int:
    """Record every new good row, all of them or none; how many.

    Raises Refused, naming the row, when one that was good is not any more; StaleRow when it was
    entered meanwhile, or the same file from another preview.
    """
    check_may_import(by)
    confirm_upload(upload)
    visits = []
    moment = now()
    for row in Rehearsal.read(upload.rows).new:
        visit = visit_of(row.values, person=int(row.values[PERSON]))
        with entering(row):
            _check(visit, now=moment)
        visits.append(visit)
    meant = places_meant({visit.place for visit in visits})
    at_known = [replace(visit, place=meant[visit.place]) for visit in visits]
    count = write_visits(at_known, source=SOURCE)
    record("visit_file.entered", upload, by=by, after={"count": count})
    return count


def _judge(rows: list[Row]) -> dict[int, NewVisit]:
    """The visits of good rows; what is wrong with the others stands in them."""
    for row in rows:
        tidy_person(row)
    asked = [row for row in rows if may_be_sought(row)]
    moment = now()
    visits: dict[int, NewVisit] = {}
    first_row: dict[str, int] = {}
    for row, person in zip(asked, match_people([sought_in(row) for row in asked]), strict=True):
        if isinstance(person, Refusal):
            row.add_faults("name", person)
        if row.faults or isinstance(person, Refusal):
            continue
        row.values[PERSON] = str(person.pk)
        visit = visit_of(row.values, person=person.pk)
        try:
            _check(visit, now=moment)
        except Refused as refused:
            row.add_faults("ended_at", *refused.refusals)
            continue
        if visit.reference in first_row:
            row.add_faults("", row_twice(first_row[visit.reference]))
            continue
        first_row[visit.reference] = row.number
        visits[row.number] = visit
    return visits


def _check(visit: NewVisit, *, now: datetime) -> None:
    fault = check_span(visit.started_at, visit.ended_at, now=now)
    if fault is None and as_kept(visit, first=first_kept(now)) is None:
        fault = refusal_of_old()
    if fault:
        raise Refused(fault)


def _known(visits: dict[int, NewVisit]) -> frozenset[int]:
    """The rows whose visits are recorded already."""
    references = [visit.reference for visit in visits.values()]
    rows = Visit.objects.counting().filter(source=SOURCE, reference__in=references)
    known = set(rows.order_by().values_list("reference", flat=True))
    return frozenset(number for number, visit in visits.items() if visit.reference in known)

"""A lab's workbook: sent, read and judged by the worker, entered by it once somebody says so."""

import base64
import json
from functools import partial
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, StaleRow, refuse_if
from longgang.core.excel import Rehearsal
from longgang.core.languages import in_every_language
from longgang.core.tokens import new_number
from longgang.people.api import check_file, confirm_upload, rows_of

from ..judging import Does, judge, read_entries, write_entries
from ..models import ResultUpload
from ..permissions import check_may_import_results
from ..progress import tell_progress
from ..result_workbook import MAX_ROWS, result_columns
from .many_results import enter_results

READ, ENTER = "health.read_results", "health.enter_results"


@transaction.atomic
def send_result_workbook(file: UploadedFile[Any], *, by: User) -> ResultUpload:
    """Take a lab's workbook and let the worker read it.

    Raises Refused when this very file was entered before.
    """
    check_may_import_results(by)
    digest = check_file(ResultUpload, file)
    upload = ResultUpload(
        number=new_number("HB"),
        file_name=(file.name or "")[:200],
        file_sha256=digest,
        content=base64.b64encode(file.read()).decode(),
        rows=Rehearsal([]).write(),
        new_count=0,
        known_count=0,
        faulty_count=0,
        uploaded_at=now(),
        uploaded_by=by,
    )
    upload.save(force_insert=True)
    record("result_workbook.sent", upload, by=by)
    _let_the_worker(READ, upload)
    return upload


def read_result_workbook(upload: ResultUpload) -> None:
    """Judge every row, and write down what it would do; no result is entered.

    What cannot be read at all says why. Reading it again does the same again.
    """
    by = upload.uploaded_by
    try:
        check_may_import_results(by)
        file = BytesIO(base64.b64decode(upload.content))
        rows = rows_of(file, result_columns(), max_rows=MAX_ROWS)
    except Refused as refused:
        _stop(upload, refused.refusals[0], "result_workbook.unreadable", by=by)
        return
    tell_progress(upload, 0, len(rows))
    entries = judge(
        rows, by=by, now=now(), tell=lambda count: tell_progress(upload, count, len(rows))
    )
    count = dict.fromkeys(Does, 0)
    for entry in entries:
        count[Does(entry.does)] += 1
    faulty = [row for row in rows if row.faults]
    upload.rows = Rehearsal(faulty).write()
    upload.results = write_entries(entries)
    upload.new_count, upload.change_count = count[Does.NEW], count[Does.CHANGE]
    upload.known_count = count[Does.KNOWN] + count[Does.TWICE]
    upload.faulty_count = len(faulty)
    upload.content, upload.trouble, upload.read_at = "", "", now()
    with transaction.atomic():
        upload.save()
        counted = {"new_count": upload.new_count, "faulty_count": upload.faulty_count}
        record("result_workbook.read", upload, by=by, after=counted)


@transaction.atomic
def ask_to_enter_results(upload: ResultUpload, *, with_changes: bool, by: User) -> None:
    """Say yes: the worker enters what is new and, only when asked, the corrections too."""
    check_may_import_results(by)
    refuse_if(None if upload.new_count or (with_changes and upload.change_count) else _NOTHING)
    rows = ResultUpload.objects.filter(
        pk=upload.pk, read_at__isnull=False, asked_at=None, confirmed_at=None
    )
    asked = {"asked_at": now(), "asked_by": by, "with_changes": with_changes, "trouble": ""}
    if not rows.update(**asked, done_count=0):
        raise StaleRow
    record("result_workbook.asked", upload, by=by, after={"with_changes": with_changes})
    _let_the_worker(ENTER, upload)


def enter_result_workbook(upload: ResultUpload) -> None:
    """Enter what was said yes to, all of it or nothing; what stops it is told on its page."""
    by = upload.asked_by
    assert by is not None, "nobody has said yes"
    try:
        with transaction.atomic():
            _enter(upload, by=by)
    except Refused as refused:
        _stop(upload, refused.refusals[0], "result_workbook.stopped", by=by)


def _enter(upload: ResultUpload, *, by: User) -> None:
    check_may_import_results(by)
    wanted = {Does.NEW, Does.CHANGE} if upload.with_changes else {Does.NEW}
    entries = [entry for entry in read_entries(upload.results) if entry.does in wanted]
    total = len(entries)
    count = enter_results(
        entries,
        tell=lambda done: tell_progress(upload, done, total),
        by=by,
        reason=_("The lab's workbook %(number)s says so.") % {"number": upload.number},
    )
    # Last, so that nobody who watches how far it is waits for this row.
    confirm_upload(upload)
    record("result_workbook.entered", upload, by=by, after={"entered": count})


@transaction.atomic
def _stop(upload: ResultUpload, refusal: Refusal, kind: str, *, by: User) -> None:
    """Write down why it goes no further; what was read can be said yes to again."""
    words = {
        "reason": in_every_language(refusal.reason),
        "remedy": in_every_language(refusal.remedy),
    }
    upload.trouble = json.dumps({"code": refusal.code, **words}, ensure_ascii=False)
    upload.asked_at = upload.asked_by = None
    if upload.read_at is None:
        upload.content = ""
    upload.save(update_fields=["trouble", "asked_at", "asked_by", "content"])
    record(kind, upload, by=by)


def _let_the_worker(task: str, upload: ResultUpload) -> None:
    """After the commit, so that it finds what it is to do."""
    defer = partial(app.configure_task(task, queue="health").defer, number=upload.number)
    transaction.on_commit(defer, robust=True)


_NOTHING = Refusal(
    "health.nothing_to_enter",
    gettext_lazy("Nothing of this workbook is new."),
    gettext_lazy("Say that the corrections are meant, or send another workbook."),
)

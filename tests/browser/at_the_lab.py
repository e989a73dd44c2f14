"""Workbooks of a lab in every stage: being read, unreadable, read with doubts, entered."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime

from longgang.accounts.api import User
from longgang.core.clock import now
from longgang.health.actions.result_uploads import (
    ask_to_enter_results,
    enter_result_workbook,
    read_result_workbook,
    send_result_workbook,
)
from longgang.health.models import ResultUpload
from tests.health import lab
from tests.passes import build


def workbooks_of(kang: User) -> dict[str, str]:
    """Their numbers, behind each other: everybody in them is under a measure."""
    waiting = send_result_workbook(lab.a_workbook(_row(81)), by=kang)
    unreadable = _read(lab.a_workbook(), kang)
    entered = _read(lab.a_workbook(_row(81), _row(82)), kang)
    ask_to_enter_results(entered, with_changes=False, by=kang)
    entered.refresh_from_db()
    enter_result_workbook(entered)
    rows = [_row(81, result="阳性"), _row(82), _row(83, name="旁人"), _row(84, result="不详")]
    doubtful = _read(lab.a_workbook(*rows), kang)
    return {"results": " ".join(each.number for each in (waiting, unreadable, entered, doubtful))}


def _read(file: SimpleUploadedFile, kang: User) -> ResultUpload:
    upload = send_result_workbook(file, by=kang)
    read_result_workbook(upload)
    return upload


def _row(serial: int, **changes: str) -> dict[str, object]:
    at = f"{localtime(now() - timedelta(hours=9)):%Y-%m-%d %H:%M}"
    return lab.a_row() | {
        "name": "赵钱孙李"[serial - 81] + "秋实", "id_number": build.id_number(serial),
        "sampled_at": at, "reported_at": "",
    } | changes  # fmt: skip

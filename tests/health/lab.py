"""A lab's workbook as labs send it: a title over all columns, their own headers and words."""

from collections.abc import Sequence
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from longgang.core.excel import Rehearsal
from longgang.health.actions.result_uploads import read_result_workbook, send_result_workbook
from longgang.health.models import ResultUpload
from tests.measures import build

HEADERS = {
    "lab": "检测机构", "result": "检测结果", "name": "受检者姓名", "phone": "联系方式",
    "id_number": "身份证号", "sampled_at": "采样时间", "received_at": "收样时间",
    "reported_at": "检测时间", "sampling": "采样类型",
}  # fmt: skip
LAB = "区疾控中心"


def a_row(serial: int = 1, **changes: object) -> dict[str, object]:
    """A negative result of 何静, whose ID number has this serial."""
    return {
        "name": "何静", "id_number": build.id_number(serial), "sampled_at": "2024-02-26 01:30",
        "reported_at": "2024-02-26 08:10", "lab": LAB, "result": "阴性", "sampling": "单采",
    } | changes  # fmt: skip


def a_workbook(*rows: dict[str, object], merge: Sequence[str] = ()) -> SimpleUploadedFile:
    """The rows under a merged title; `merge` are further blocks of cells that are one."""
    book, written = Workbook(), BytesIO()
    sheet = book.active
    sheet.append(["龙港区核酸检测结果报告单"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADERS) + 1)
    sheet.append(["报告单位：区疾控中心"])
    sheet.append(["序号", *HEADERS.values()])
    for number, row in enumerate(rows, start=1):
        sheet.append([number, *(row.get(key, "") for key in HEADERS)])
    for block in merge:
        sheet.merge_cells(block)
    book.save(written)
    return SimpleUploadedFile("结果.xlsx", written.getvalue())


def read(by, *rows: dict[str, object], **layout: Sequence[str]) -> ResultUpload:
    """Sent, and read by the worker."""
    upload = send_result_workbook(a_workbook(*rows, **layout), by=by)
    read_result_workbook(upload)
    upload.refresh_from_db()
    return upload


def codes_of(upload: ResultUpload) -> dict[int, list[tuple[str, str]]]:
    """What is wrong with which row, at which cell."""
    faulty = Rehearsal.read(upload.rows).faulty
    return {row.number: [(fault.key, fault.refusal.code) for fault in row.faults] for row in faulty}

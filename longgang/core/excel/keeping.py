"""Keeps a workbook that was read until somebody says yes: its rows as plain values, and back."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from ..errors import Refusal
from ..languages import in_every_language, in_readers_language
from .columns import Fault, Row


def digest_of(upload: UploadedFile[Any]) -> str:
    """What tells whether it is the very same file; the upload can be read afterwards."""
    digest = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)
    return digest


def rows_to_plain(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows with their faults as values that JSON can hold."""
    return [
        {
            "number": row.number,
            "values": row.values,
            "originals": row.originals,
            "faults": [_fault_to_plain(fault) for fault in row.faults],
        }
        for row in rows
    ]


def rows_from_plain(plain: Iterable[dict[str, Any]]) -> list[Row]:
    """The same rows again, the words of their faults in the language of whoever reads them."""
    return [
        Row(
            each["number"],
            each["values"],
            each["originals"],
            [_fault_from_plain(fault) for fault in each["faults"]],
        )
        for each in plain
    ]


def _fault_to_plain(fault: Fault) -> dict[str, Any]:
    refusal = fault.refusal
    return {
        "key": fault.key,
        "code": refusal.code,
        "reason": in_every_language(refusal.reason),
        "remedy": in_every_language(refusal.remedy),
    }


def _fault_from_plain(plain: dict[str, Any]) -> Fault:
    reason, remedy = (in_readers_language(plain[name]) for name in ("reason", "remedy"))
    return Fault(plain["key"], Refusal(plain["code"], reason, remedy))

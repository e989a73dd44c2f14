"""Keeps a workbook that was read until somebody says yes: its rows as plain values, and back."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from longgang.core.errors import Refusal

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
    """The same rows again; the words of their faults stay in the language of the upload."""
    return [
        Row(
            each["number"],
            each["values"],
            each["originals"],
            [_fault_from_plain(fault) for fault in each["faults"]],
        )
        for each in plain
    ]


def _fault_to_plain(fault: Fault) -> dict[str, str]:
    refusal = fault.refusal
    return {
        "key": fault.key,
        "code": refusal.code,
        "reason": str(refusal.reason),
        "remedy": str(refusal.remedy),
    }


def _fault_from_plain(plain: dict[str, str]) -> Fault:
    return Fault(plain["key"], Refusal(plain["code"], plain["reason"], plain["remedy"]))

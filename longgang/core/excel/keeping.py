"""Keeps a workbook that was read and tried until somebody says yes: as text, and back."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from ..errors import Refusal
from ..languages import in_every_language, in_readers_language
from .columns import Cell, Fault, Row


def digest_of(upload: UploadedFile[Any]) -> str:
    """What tells whether it is the very same file; the upload can be read afterwards."""
    digest = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)
    return digest


@dataclass(frozen=True)
class Rehearsal:
    """What came of trying every row of a workbook: faults stand in the rows.

    `known_numbers` are the rows that say nothing new; `signature` stands under the declaration,
    where one is asked for.
    """

    rows: Sequence[Row]
    known_numbers: frozenset[int] = frozenset()
    signature: str = ""

    @classmethod
    def read(cls, text: str, *, named: Callable[[Row], str] | None = None) -> "Rehearsal":
        """What `write` wrote, the words of faults in the language of whoever reads them; rows get
        their name for the page.
        """
        kept = json.loads(text)
        rows = [_row_from_plain(each) for each in kept["rows"]]
        if named is not None:
            for row in rows:
                row.name = named(row)
        return cls(rows, frozenset(kept["known"]), kept["signature"])

    def write(self) -> str:
        """The same as text."""
        kept = {
            "signature": self.signature,
            "known": sorted(self.known_numbers),
            "rows": [_row_to_plain(row) for row in self.rows],
        }
        return json.dumps(kept, ensure_ascii=False)

    @property
    def good(self) -> list[Row]:
        """Rows without faults."""
        return [row for row in self.rows if not row.faults]

    @property
    def new(self) -> list[Row]:
        """Good rows that say something new."""
        return [row for row in self.good if row.number not in self.known_numbers]

    @property
    def known(self) -> list[Row]:
        """Good rows that say nothing new."""
        return [row for row in self.good if row.number in self.known_numbers]

    @property
    def faulty(self) -> list[Row]:
        """Rows that come back with their reasons."""
        return [row for row in self.rows if row.faults]


def _row_to_plain(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "values": row.values,
        "originals": row.originals,
        "faults": [_fault_to_plain(fault) for fault in row.faults],
    }


def _row_from_plain(plain: dict[str, Any]) -> Row:
    faults = [_fault_from_plain(fault) for fault in plain["faults"]]
    return Row(plain["number"], plain["values"], plain["originals"], faults)


def _fault_to_plain(fault: Fault) -> dict[str, Any]:
    refusal = fault.refusal
    return {
        "key": fault.key,
        "code": refusal.code,
        "reason": in_every_language(refusal.reason),
        "remedy": in_every_language(refusal.remedy),
        "rule": in_every_language(refusal.rule),
        "cell": _cell_to_plain(fault.cell) if fault.cell else None,
    }


def _cell_to_plain(cell: Cell) -> dict[str, Any]:
    header = in_every_language(cell.header)
    return {"header": header, "address": cell.address, "shown": cell.shown}


def _fault_from_plain(plain: dict[str, Any]) -> Fault:
    reason, remedy = (in_readers_language(plain[name]) for name in ("reason", "remedy"))
    rule = in_readers_language(plain["rule"]) if any(plain.get("rule", {}).values()) else ""
    kept = plain.get("cell")  # not of what was read before
    cell = (
        Cell(in_readers_language(kept["header"]), kept["address"], kept["shown"]) if kept else None
    )
    return Fault(plain["key"], Refusal(plain["code"], reason, remedy, rule), cell)

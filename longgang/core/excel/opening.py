"""Opens what was uploaded as a workbook, and refuses what is none, is locked, or would burst."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any, Protocol
from xml.parsers import expat

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from ..errors import Refusal, Refused, Words, filled

MAX_UNPACKED_BYTES = 200 * 1024**2
MAX_CELLS = 3_000_000  # a reader keeps a place for every cell between the first and the last one
_CHUNK = 256 * 1024

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

# What the libraries say about packages and sheets that were changed at random, or on purpose.
_DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError, LookupError, ValueError),
    *(NotImplementedError, RuntimeError, EOFError, OSError),
)


class Upload(Protocol):
    """An uploaded file, or anything else that can be read once."""

    def read(self, size: int = ..., /) -> bytes:
        """At most so many bytes."""


def open_workbook(upload: Upload, *, max_rows: int) -> Any:
    """The workbook, or `Refused` with `core.workbook_…` before anything large is unpacked."""
    content = upload.read(settings.UPLOAD_MAX_BYTES + 1)
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise too_large()
    if content.startswith(_ZIP):
        _check_package(content, max_rows)
    elif not content.startswith(_OLE):
        raise refuse(
            "not_excel",
            _("This is not an Excel file."),
            _("Open it in Excel or WPS and save it as .xlsx."),
        )
    elif _ENCRYPTED_PACKAGE in content:
        raise _encrypted()
    try:
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError as error:
        raise _encrypted() from error
    except CalamineError as error:
        raise unreadable() from error


def _check_package(content: bytes, max_rows: int) -> None:
    """Count what the package unpacks to, and the rows of its sheets, without keeping any of it."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_parts(package)
            for name in package.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    with package.open(name) as sheet:
                        _SheetCounter(max_rows).read(sheet)
    except _DAMAGES as error:
        raise unreadable() from error


def _check_parts(package: zipfile.ZipFile) -> None:
    if "xl/workbook.xml" not in package.namelist():
        raise refuse(
            "not_excel",
            _("This is not an Excel file."),
            _("Open it in Excel or WPS and save it as .xlsx."),
        )
    unpacked = 0
    for part in package.infolist():
        # What the directory claims is not trusted: every part is unpacked and counted.
        with package.open(part) as stream:
            for piece in _pieces(stream):
                unpacked += len(piece)
                if unpacked > MAX_UNPACKED_BYTES:
                    raise too_large()


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(_CHUNK):
        yield piece


class _SheetCounter:
    """Follows the cells of one sheet that hold something, and stops at the first one too far off.

    Formatted but empty cells down to the last row are common, harmless and not counted.
    """

    def __init__(self, max_rows: int) -> None:
        self.max_rows = max_rows
        self.row = self.column = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start

    def read(self, sheet: IO[bytes]) -> None:
        """Read the sheet to its end, or refuse."""
        for piece in _pieces(sheet):
            self.parser.Parse(piece, False)  # noqa: FBT003  expat's own signature
        self.parser.Parse(b"", True)  # noqa: FBT003  expat's own signature

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "row":
            self.row = _whole(attributes.get("r", ""), self.row + 1)
            self.column = 0
        elif tag == "c":
            self._start_cell(attributes.get("r", ""))
        elif tag in {"v", "is"}:
            self._check_place()

    def _start_cell(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        self.column = _column_number(letters) if letters else self.column + 1
        self.row = _whole(reference[len(letters) :], self.row)

    def _check_place(self) -> None:
        # Title rows, the header and remarks come on top of the rows that count.
        if self.row > self.max_rows + 100:
            raise too_many_rows(self.max_rows)
        if self.row * self.column > MAX_CELLS:
            raise too_large()


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise


def _column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def refuse(code: str, reason: Words, remedy: Words = "") -> Refused:
    """A refusal of the whole workbook."""
    return Refused(Refusal(f"core.workbook_{code}", reason, remedy))


def too_large() -> Refused:
    """More than can be read at once."""
    return refuse(
        "too_large",
        _("The workbook is too large."),
        _("Copy the rows into the template and upload that, if need be in several files."),
    )


def too_many_rows(max_rows: int) -> Refused:
    """More rows than one upload may have."""
    return refuse(
        "too_many_rows",
        filled(_("The workbook has more than %(count)d rows."), count=max_rows),
        _("Split it into several files."),
    )


def unreadable() -> Refused:
    """Damaged, or of a kind nobody can read."""
    return refuse(
        "unreadable",
        _("The workbook is damaged and cannot be read."),
        _("Open it in Excel or WPS and save it again as .xlsx."),
    )


def _encrypted() -> Refused:
    return refuse(
        "encrypted",
        _("The workbook is protected by a password."),
        _("Save it without a password, then upload it again."),
    )

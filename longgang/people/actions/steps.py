"""What several deeds have in common: each is a part of the deed that calls it, never one alone."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from longgang.accounts.api import User
from longgang.core.clock import now
from longgang.core.errors import StaleRow, refuse_if
from longgang.core.excel import (
    WITHOUT_ROWS,
    Column,
    Rehearsal,
    Row,
    digest_of,
    file_entered_before,
    file_entered_meanwhile,
    read_rows,
)
from longgang.core.excel import Upload as Readable

from ..models import ReadWorkbook

Upload = TypeVar("Upload", bound=ReadWorkbook)


def rows_of(file: Readable, columns: Sequence[Column], *, max_rows: int) -> list[Row]:
    """The rows of a workbook as typed. Raises Refused when it cannot be read or holds none."""
    rows = read_rows(file, columns, max_rows=max_rows)
    refuse_if(None if rows else WITHOUT_ROWS)
    return rows


def check_file(table: type[Upload], file: UploadedFile[Any], **whose: Any) -> str:
    """What tells this very file, which must not count already; `whose`, where it is a company's."""
    digest = digest_of(file)
    before = _confirmed(table, file_sha256=digest, **whose).first()
    refuse_if(file_entered_before(before.number) if before else None)
    return digest


def keep_upload(
    table: type[Upload],
    file: UploadedFile[Any],
    rehearsal: Rehearsal,
    *,
    number: str,
    digest: str,
    by: User,
    **whose: Any,
) -> Upload:
    """Keep what was read until somebody confirms it; `whose`, where it is a company's."""
    upload = table(
        number=number,
        **whose,
        file_name=(file.name or "")[:200],
        file_sha256=digest,
        rows=rehearsal.write(),
        new_count=len(rehearsal.new),
        known_count=len(rehearsal.known),
        faulty_count=len(rehearsal.faulty),
        uploaded_at=now(),
        uploaded_by=by,
    )
    upload.save(force_insert=True)
    return upload


def confirm_upload(upload: ReadWorkbook) -> None:
    """Let it count, once: StaleRow when it does already, or the same file from another preview."""
    rows = type(upload)._default_manager.filter(  # noqa: SLF001  Django's own name
        pk=upload.pk, confirmed_at=None
    )
    try:
        with transaction.atomic():
            if rows.update(confirmed_at=now()):
                return
    except IntegrityError:
        pass
    faster = _confirmed(type(upload), file_sha256=upload.file_sha256, **upload.whose).get()
    raise StaleRow(file_entered_meanwhile(faster.number))


def _confirmed(table: type[Upload], **which: Any) -> QuerySet[Upload]:
    rows = table._default_manager.defer("rows")  # noqa: SLF001  Django's own name
    return rows.filter(confirmed_at__isnull=False, **which)

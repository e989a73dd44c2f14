"""What several deeds have in common: each is a part of the deed that calls it, never one alone."""

from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from longgang.accounts.api import User
from longgang.core.clock import now
from longgang.core.excel import Rehearsal

from ..models import ReadWorkbook

Upload = TypeVar("Upload", bound=ReadWorkbook)


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


def confirm_upload(upload: ReadWorkbook) -> bool:
    """Let it count, once: False when it does already, or the same file from another preview."""
    rows = type(upload)._default_manager.filter(  # noqa: SLF001  Django's own name
        pk=upload.pk, confirmed_at=None
    )
    try:
        with transaction.atomic():
            return bool(rows.update(confirmed_at=now()))
    except IntegrityError:
        return False

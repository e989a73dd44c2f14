"""Photos: put to an application, copied to the next one, looked at, removed with their files."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile

from longgang.accounts.api import User
from longgang.audit.api import disclose
from longgang.core.errors import allows
from longgang.core.privacy import Purpose
from longgang.core.tokens import new_number

from ..models import Attachment, Check, PassDraft, VehiclePass
from ..permissions import check_may_change


def attach(
    content: bytes,
    kind: str,
    *,
    draft: PassDraft | None = None,
    vehicle_pass: VehiclePass | None = None,
) -> None:
    """Keep a re-encoded photo with the draft or the pass that it belongs to."""
    attachment = Attachment(
        number=new_number("FJ"), draft=draft, vehicle_pass=vehicle_pass, kind=kind
    )
    attachment.photo.save(f"{attachment.number}.jpg", ContentFile(content), save=False)
    attachment.save(force_insert=True)


def copy_documents(
    source: VehiclePass,
    *,
    draft: PassDraft | None = None,
    vehicle_pass: VehiclePass | None = None,
) -> None:
    """Put the same documents to another application: files of its own, which go when it goes."""
    for attachment in source.attachments.all():
        with attachment.photo.open("rb") as photo:
            attach(photo.read(), attachment.kind, draft=draft, vehicle_pass=vehicle_pass)


def open_document(attachment: Attachment, *, by: User) -> FieldFile:
    """The photo, to be shown. Unless it is one's own, that is written down first.

    Whoever sees it decides about the application: that is the purpose.
    """
    vehicle_pass = attachment.vehicle_pass
    if vehicle_pass is not None and not allows(check_may_change, by, vehicle_pass):
        disclose(
            vehicle_pass,
            f"document_{attachment.kind}",
            by=by,
            purpose=Purpose.REVIEW,
            reason="",
            area_code=vehicle_pass.area_code,
        )
    return attachment.photo


def open_photo(check: Check, *, by: User) -> FieldFile:
    """The photo of a check, to be shown; anybody but who took it is written down first."""
    if by.pk != check.officer_id:
        disclose(check, "photo", by=by, purpose=Purpose.CHECK, reason="", area_code=check.area_code)
    return check.photo


def drop(attachments: QuerySet[Attachment]) -> None:
    """Remove rows now, and their files once that counts."""
    photos = [attachment.photo for attachment in attachments]
    attachments.delete()
    transaction.on_commit(lambda: _delete_files(photos))


def _delete_files(photos: list[FieldFile]) -> None:
    for photo in photos:
        photo.delete(save=False)

"""Photos of documents: put to an application, copied to the next one, removed with their files."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile

from longgang.core.tokens import new_number

from ..models import Attachment, PassDraft, VehiclePass


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


def drop(attachments: QuerySet[Attachment]) -> None:
    """Remove rows now, and their files once that counts."""
    photos = [attachment.photo for attachment in attachments]
    attachments.delete()
    transaction.on_commit(lambda: _delete_files(photos))


def _delete_files(photos: list[FieldFile]) -> None:
    for photo in photos:
        photo.delete(save=False)

"""A photo arrives in pieces, in any order with its check, and again from where it was cut off."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.core.clock import now
from longgang.core.errors import Refusal, Refused, refuse_if
from longgang.core.photos import reencode
from longgang.core.tokens import new_token
from longgang.passes.api import attach_photo, find_check

from ..models import Device, PhotoUpload
from ..reading import PHOTO_MAX_BYTES, Photo


@dataclass(frozen=True)
class Progress:
    """How far a photo has come, and what was wrong with it last."""

    received: int = 0
    complete: bool = False
    fault: Refusal | None = None


def folder_of(upload: PhotoUpload) -> Path:
    """Where the pieces lie until they are a photo: outside the web root, like every upload."""
    return Path(settings.MEDIA_ROOT) / "checkpoints" / upload.folder


def find_progress(device: Device, nonce: str) -> Progress:
    """What has arrived of a photo; another device's is none."""
    upload = PhotoUpload.objects.filter(nonce=nonce, device=device).first()
    if upload is None:
        return Progress()
    return Progress(upload.received, upload.complete_at is not None, _faults(upload.fault))


@transaction.atomic
def expect_photo(device: Device, nonce: str, photo: Photo) -> None:
    """The check says what its photo will be; if all of it is here already, it is put in place."""
    upload = _lock(device, nonce)
    if upload.complete_at is None and (upload.size, upload.sha256) != (photo.size, photo.sha256):
        upload.size, upload.sha256 = photo.size, photo.sha256
        upload.save(update_fields=["size", "sha256"])
    _finish(upload)


@transaction.atomic
def receive_piece(device: Device, nonce: str, *, offset: int, content: bytes) -> Progress:
    """Write one piece behind what is there. A piece that is there already changes nothing; one that
    would leave a hole is answered with where to go on.
    """
    upload = _lock(device, nonce)
    if upload.complete_at is None:
        refuse_if(_TOO_LARGE if offset + len(content) > PHOTO_MAX_BYTES else None)
        skipped = upload.received - offset
        if 0 <= skipped < len(content):
            _write(upload, content[skipped:])
        _finish(upload)
    return Progress(upload.received, upload.complete_at is not None, _faults(upload.fault))


def _lock(device: Device, nonce: str) -> PhotoUpload:
    """The upload, made by whichever of photo and check comes first."""
    fresh = PhotoUpload(nonce=nonce, device=device, folder=new_token(), begun_at=now())
    PhotoUpload.objects.bulk_create([fresh], ignore_conflicts=True)
    upload = PhotoUpload.objects.select_for_update().get(nonce=nonce)
    refuse_if(_OF_ANOTHER if upload.device_id != device.pk else None)
    return upload


def _write(upload: PhotoUpload, content: bytes) -> None:
    """At the place where the row says the photo ends: a piece that was written but not committed is
    written over.
    """
    path = folder_of(upload)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.seek(upload.received)
        file.write(content)
        file.truncate()
    upload.received += len(content)
    upload.fault = ""
    upload.save(update_fields=["received", "fault"])


def _finish(upload: PhotoUpload) -> None:
    """Once all is here: compare, write anew, put it to its check. A faulty one is dropped."""
    if upload.complete_at is not None or upload.size is None or upload.received < upload.size:
        return
    check = find_check(upload.nonce, device_number=upload.device.number)
    path = folder_of(upload)
    content = path.read_bytes() if path.exists() else b""
    if len(content) != upload.size or hashlib.sha256(content).hexdigest() != upload.sha256:
        _drop(upload, "checkpoints.photo_damaged")
        return
    if check is not None:
        try:
            picture = reencode(BytesIO(content))
        except Refused as refused:
            _drop(upload, refused.code)
            return
        attach_photo(upload.nonce, device_number=upload.device.number, content=picture)
    upload.complete_at, upload.fault = now(), ""
    upload.save(update_fields=["complete_at", "fault"])
    transaction.on_commit(lambda: path.unlink(missing_ok=True), robust=True)


def _drop(upload: PhotoUpload, fault: str) -> None:
    """Begin anew, and say why."""
    folder_of(upload).unlink(missing_ok=True)
    upload.received, upload.fault = 0, fault
    upload.save(update_fields=["received", "fault"])


def discard_old_uploads() -> int:
    """Throw away what never became a photo within its time of keeping, and the notes on what did.

    Returns how many there were.
    """
    limit = now() - PhotoUpload.keep_for()
    old = list(PhotoUpload.objects.filter(begun_at__lt=limit))
    for upload in old:
        folder_of(upload).unlink(missing_ok=True)
        upload.delete()
    return len(old)


def _faults(code: str) -> Refusal | None:
    return Refusal(code, FAULTS.get(code, FAULTS[""])) if code else None


FAULTS = {
    "": _("This file is no photo that can be kept."),
    "checkpoints.photo_damaged": _("The photo arrived damaged; it is sent again."),
}
_OF_ANOTHER = Refusal(
    "checkpoints.photo_of_another", _("This photo belongs to a check of another device.")
)
_TOO_LARGE = Refusal("checkpoints.photo_too_large", _("The photo is larger than 20 MB."))

"""Photos people upload: decoded, turned upright, made smaller and written anew.

What is stored is always a JPEG made here, so nothing hidden in the upload survives: no place, no
camera, no comment, no second file behind the picture.
"""

from io import BytesIO
from typing import Protocol

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from .errors import Refusal, Refused, filled

PIXELS_TOO_MANY = 60_000_000
QUALITY = 82
# A browser fits a picture that is opened by itself to the screen with a style of its own.
ALONE = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


class Readable(Protocol):
    """An upload, or anything else that can be read once."""

    def read(self, size: int = ..., /) -> bytes:
        """At most so many bytes."""


def reencode(upload: Readable, max_side: int = 1600) -> bytes:
    """A JPEG of the picture, its longer side at most max_side, or `Refused` with `core.photo_…`."""
    content = upload.read(settings.UPLOAD_MAX_BYTES + 1)
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise Refused(
            Refusal(
                "core.photo_too_large",
                filled(
                    _("The photo is larger than %(megabytes)d MB."),
                    megabytes=settings.UPLOAD_MAX_BYTES // 1024**2,
                ),
                _("Take it again with a lower resolution."),
            )
        )
    try:
        return _reencode(content, max_side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(
            Refusal(
                "core.photo_unreadable",
                _("This file is not a photo, or it is damaged."),
                _("Take a photo with the camera, or choose a JPEG or PNG picture."),
            )
        ) from error


def _reencode(content: bytes, max_side: int) -> bytes:
    with Image.open(BytesIO(content), formats=_FORMATS) as image:
        # The header tells the size; a bomb is never decoded.
        if image.width * image.height >= PIXELS_TOO_MANY:
            raise _too_many_pixels()
        image.draft("RGB", (max_side, max_side))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    # A new picture carries none of the old one's notes; transparent parts become white.
    clean = Image.new("RGB", upright.size, "white")
    clean.paste(upright, mask=upright)
    written = BytesIO()
    clean.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _too_many_pixels() -> Refused:
    return Refused(
        Refusal(
            "core.photo_too_many_pixels",
            _("The photo has 60 megapixels or more."),
            _("Take it again with a lower resolution."),
        )
    )


def show_stored(photo: FieldFile) -> FileResponse:
    """A photo written here, for whoever may see it: in a page or alone; never kept by a cache."""
    answer = FileResponse(photo.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = ALONE
    return answer

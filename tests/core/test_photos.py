"""Photos of every kind that reach an upload field, and what must not get past it."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from longgang.core import photos
from longgang.core.errors import Refused
from longgang.core.photos import reencode


def picture(size=(40, 20), mode="RGB", colour="red", form="JPEG", **options):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, form, **options)
    return file.getvalue()


def result(content, **options):
    written = reencode(io.BytesIO(content), **options)
    image = Image.open(io.BytesIO(written))
    image.load()
    assert image.format == "JPEG"
    return image


def refused_code(content):
    with pytest.raises(Refused) as refused:
        reencode(io.BytesIO(content))
    return refused.value.code


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_every_usual_kind_becomes_a_jpeg(form):
    assert result(picture(form=form)).size == (40, 20)


def test_large_photos_become_smaller_small_ones_stay():
    assert result(picture((3000, 1500))).size == (1600, 800)
    assert result(picture((300, 600)), max_side=200).size == (100, 200)
    assert result(picture((10, 10))).size == (10, 10)


def test_photos_are_turned_upright_and_lose_what_they_carried():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "camera of somebody"
    exif.get_ifd(0x8825)[2] = (40.0, 42.0, 0.0)
    image = result(picture((40, 20), exif=exif, comment=b"secret", dpi=(300, 300)))
    assert image.size == (20, 40)
    assert len(image.getexif()) == 0
    assert not {"exif", "comment", "icc_profile"} & image.info.keys()


def test_nothing_behind_the_picture_survives():
    assert b"PK\x03\x04" not in reencode(io.BytesIO(picture() + b"PK\x03\x04 a second file"))


def test_transparent_parts_become_white():
    image = result(picture(mode="RGBA", colour=(255, 0, 0, 0), form="PNG"))
    assert min(image.getpixel((0, 0))) > 250


def header_of_a_png(width, height):
    """A PNG that claims a size and holds next to nothing: what a bomb looks like."""

    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(10_000, 6_000), (10_000, 9_500), (60_000, 60_000)])
def test_sixty_megapixels_are_refused_before_they_are_decoded(size):
    assert refused_code(header_of_a_png(*size)) == "core.photo_too_many_pixels"


def test_just_below_sixty_megapixels_is_looked_at():
    assert refused_code(header_of_a_png(9_999, 6_000)) == "core.photo_unreadable"


def test_a_file_above_the_limit_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 100
    assert refused_code(b"\xff\xd8" + b"\0" * 99) == "core.photo_too_large"


def test_a_text_bomb_inside_a_picture_is_refused():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("note", "0" * 70_000_000, zip=True)
    assert refused_code(picture(form="PNG", pnginfo=notes)) == "core.photo_unreadable"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        b"<html><body>x</body></html>",
        b"PK\x03\x04" + b"\0" * 500,
        b"\xff\xd8\xff\xe0" + b"\0" * 500,
        b"GIF89a",
        b"%PDF-1.7",
        picture((400, 400), colour="blue", form="PNG")[:200],
        picture(form="TIFF"),
        picture(form="ICO"),
    ],
)
def test_what_is_no_photo_is_refused(content):
    assert refused_code(content) == "core.photo_unreadable"


def test_the_limit_is_what_the_refusal_says():
    assert photos.PIXELS_TOO_MANY == 60 * 1000**2


def test_a_phones_double_picture_is_one_photo():
    second = Image.new("RGB", (40, 20), "blue")
    content = picture(form="MPO", save_all=True, append_images=[second])
    image = result(content)
    assert (image.size, getattr(image, "n_frames", 1)) == ((40, 20), 1)

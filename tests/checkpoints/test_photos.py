"""A photo comes in pieces, is cut off, goes on, and stands at its check once."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from longgang.checkpoints.actions.photos import discard_old_uploads, folder_of
from longgang.checkpoints.models import PhotoUpload
from longgang.core.clock import as_if, now
from longgang.passes.models import Check

from .phone import photo_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def a_picture() -> bytes:
    written = BytesIO()
    Image.effect_noise((120, 90), 60).convert("RGB").save(written, "JPEG", quality=90)
    return written.getvalue()


def send(phone, nonce, content, *, piece=1000, begin=0) -> dict:
    for offset in range(begin, len(content), piece):
        answer = phone.put(nonce, content[offset : offset + piece], offset).json()
    return answer


def test_a_photo_in_pieces_stands_at_its_check(make_pass, phone):
    west, picture = phone(), a_picture()
    check = west.check(make_pass(), photo=photo_of(picture))
    west.sync(check)
    answer = send(west, check["nonce"], picture)
    assert answer == {"received": len(picture), "complete": True, "fault": None}
    with Check.objects.get().photo.open("rb") as file:
        assert Image.open(file).size == (120, 90)


def test_a_photo_that_comes_before_its_check_waits_for_it(make_pass, phone):
    west, picture = phone(), a_picture()
    check = west.check(make_pass(), photo=photo_of(picture))
    assert send(west, check["nonce"], picture)["complete"] is False
    west.sync(check)
    assert west.progress(check["nonce"])["complete"] is True
    assert Check.objects.get().photo


def test_a_photo_that_was_cut_off_goes_on_where_it_was(make_pass, phone):
    west, picture = phone(), a_picture()
    check = west.check(make_pass(), photo=photo_of(picture))
    west.sync(check)
    west.put(check["nonce"], picture[:700], 0)
    assert west.progress(check["nonce"]) == {"received": 700, "complete": False, "fault": None}
    # The answer to the next piece was lost: it is sent again, then the rest, overlapping.
    west.put(check["nonce"], picture[700:1500], 700)
    assert west.put(check["nonce"], picture[700:1500], 700).json()["received"] == 1500
    assert send(west, check["nonce"], picture, begin=1000)["complete"] is True


def test_a_piece_that_would_leave_a_hole_says_where_to_go_on(make_pass, phone):
    west = phone()
    assert west.put("some-check-1", b"later", 500).json()["received"] == 0


def test_a_piece_written_but_not_committed_is_written_over(make_pass, phone):
    west, picture = phone(), a_picture()
    check = west.check(make_pass(), photo=photo_of(picture))
    west.sync(check)
    west.put(check["nonce"], picture[:700], 0)
    path = folder_of(PhotoUpload.objects.get())
    path.write_bytes(picture[:700] + b"torn by a power cut" * 999)
    assert send(west, check["nonce"], picture, begin=700)["complete"] is True


def test_a_damaged_photo_is_said_and_can_be_sent_anew(make_pass, phone):
    west, picture = phone(), a_picture()
    check = west.check(make_pass(), photo=photo_of(picture))
    west.sync(check)
    damaged = bytes(len(picture))
    answer = send(west, check["nonce"], damaged)
    assert (answer["received"], answer["complete"]) == (0, False)
    assert answer["fault"]["code"] == "checkpoints.photo_damaged"
    assert send(west, check["nonce"], picture)["complete"] is True


@pytest.mark.parametrize("content", [b"<svg/>", b"", b"\xff\xd8\xff" + b"x" * 50])
def test_what_is_no_photo_is_said_and_never_kept(make_pass, phone, content):
    west = phone()
    check = west.check(make_pass(), photo=photo_of(content))
    west.sync(check)
    if content:
        send(west, check["nonce"], content)
    answer = west.progress(check["nonce"])
    assert (answer["complete"], answer["fault"]["code"]) == (False, "core.photo_unreadable")
    assert not Check.objects.get().photo


def test_the_photo_of_another_device_is_refused(make_pass, phone):
    west, other = phone(), phone()
    west.put("the-check-1", b"abc", 0)
    response = other.put("the-check-1", b"abc", 0)
    assert response.status_code == 422
    assert response.json()["refusals"][0]["code"] == "checkpoints.photo_of_another"
    assert other.progress("the-check-1")["received"] == 0


@pytest.mark.parametrize(
    ("nonce", "query", "size", "code"),
    [
        ("short", "0", 1, "nonce_faulty"),
        ("a-good-nonce", "-1", 1, "offset_faulty"),
        ("a-good-nonce", "", 1, "offset_faulty"),
        ("a-good-nonce", "9" * 30, 1, "offset_faulty"),
        ("a-good-nonce", "0", 256 * 1024 + 1, "message_too_large"),
        ("a-good-nonce", "20971520", 10, "photo_too_large"),
    ],
)
def test_a_piece_that_is_none_says_why(phone, nonce, query, size, code):
    response = phone().put(nonce, bytes(size), query)
    assert response.status_code == 422
    assert response.json()["refusals"][0]["code"] == f"checkpoints.{code}"


def test_what_never_becomes_whole_is_thrown_away(phone):
    phone().put("the-check-1", b"abc", 0)
    upload = PhotoUpload.objects.get()
    path, limit = folder_of(upload), upload.begun_at + PhotoUpload.keep_for()
    with as_if(limit):
        assert discard_old_uploads() == 0
    with as_if(limit + timedelta(seconds=1)):
        assert discard_old_uploads() == 1
    assert not path.exists()


def test_the_note_on_a_photo_that_arrived_is_thrown_away_as_late(phone):
    phone().put("the-check-1", b"abc", 0)
    PhotoUpload.objects.update(complete_at=now())
    with as_if(now() + PhotoUpload.keep_for() + timedelta(minutes=1)):
        assert discard_old_uploads() == 1
    assert not PhotoUpload.objects.exists()

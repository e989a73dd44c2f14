"""What no page can answer is refused at the door: too long, or unspeakable to the database."""

from io import BytesIO

import pytest
from django.test import Client

from tests.cast import sign_in

pytestmark = pytest.mark.django_db

UNSPEAKABLE = [
    "/passes/p/%00/",
    "/passes/confirm/%00/",
    "/passes/application/%00/",
    "/passes/queue/?desk=%00",
    "/passes/places/?q=%00",
    "/areas/search?text=%00",
    "/notices/%00/",
]


@pytest.mark.parametrize("address", UNSPEAKABLE)
def test_the_character_zero_in_an_address_is_a_bad_request(lin, address):
    browser = sign_in(lin)
    browser.raise_request_exception = False
    assert browser.get(address).status_code == 400


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_the_last_and_first_day_of_the_calendar_are_days(acid_works, wen, day):
    browser = sign_in(wen)
    assert browser.get(f"/passes/fleet/repeat/?from={day}").status_code == 200


def test_a_body_that_is_too_long_is_not_read(client, settings):
    settings.REQUEST_MAX_BYTES = 1000
    sent = BytesIO(b"x" * 1001)
    answer = client.generic("POST", "/login/", sent.getvalue(), content_type="text/plain")
    assert answer.status_code == 413
    assert "内容过大" in answer.content.decode()


def test_a_length_that_is_no_number_is_refused():
    answer = Client().generic("POST", "/login/", b"x", CONTENT_LENGTH="-1")
    assert answer.status_code == 413


def test_many_fields_are_refused(client):
    client.raise_request_exception = False
    assert client.post("/login/", {f"f{n}": "" for n in range(2000)}).status_code == 400

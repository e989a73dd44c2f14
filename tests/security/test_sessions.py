"""Whoever reads the table of sessions learns no cookie, no code and no phone."""

import base64
import zlib

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from tests.cast import sign_in

pytestmark = pytest.mark.django_db

PHONE = "15912345678"


def as_signed_payload(data: str) -> bytes:
    """What stands in front of Django's signature, unpacked if it was packed."""
    payload = data.split(":", 1)[0].lstrip(".")
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    return zlib.decompress(raw) if data.startswith(".") else raw


def test_rows_hold_neither_phone_nor_code_though_anybody_can_unpack_them(client):
    client.post("/login/", {"phone": PHONE})
    row = Session.objects.get()
    code = client.session["account_login"]["state"]["stages"]["login_by_code"]["data"]["code"]
    assert PHONE not in row.session_data
    with pytest.raises(ValueError, match=r".*"):
        as_signed_payload(row.session_data).decode("ascii")
    assert code not in row.session_data


def test_the_key_of_a_row_is_no_cookie(ada):
    sign_in(ada)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get().session_key
    assert thief.get("/accounts/me/").status_code == 302


def test_a_session_still_opens_ends_and_changes_its_key(ada):
    browser = sign_in(ada)
    assert browser.get("/accounts/me/").status_code == 200
    before = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/logout/")
    assert not Session.objects.exists()
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = before
    assert stolen.get("/accounts/me/").status_code == 302


def test_a_row_that_does_not_open_is_an_empty_session(ada):
    browser = sign_in(ada)
    Session.objects.update(session_data="00ff")
    assert browser.get("/accounts/me/").status_code == 302


def test_the_cache_does_not_know_the_phone_not_even_hashed(client):
    from hashlib import sha256

    client.post("/login/", {"phone": PHONE})
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        keys = " ".join(key for (key,) in cursor.fetchall())
    assert "request_login_code" in keys
    assert sha256(PHONE.encode()).hexdigest() not in keys


def test_cookies_are_out_of_reach_of_scripts(client):
    client.post("/login/", {"phone": PHONE})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"

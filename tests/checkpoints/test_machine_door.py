"""Devices come in by a door of their own: what they still get there, and what stays outside."""

import pytest

from longgang.audit.api import Event
from longgang.checkpoints.actions.devices import withdraw_device
from longgang.checkpoints.views import device as device_views
from tests.checkpoints.phone import HEADERS

pytestmark = pytest.mark.django_db
SYNC = "/checkpoints/device/sync"


def test_an_answer_has_a_number_that_finds_what_was_done(make_pass, phone):
    west = phone()
    answer = west.post("sync", west.message(west.check(make_pass(), mode="ask")))
    assert answer.status_code == 200
    assert Event.objects.get(kind="trip.entered").request_id == answer["X-Request-ID"]
    assert west.post("sync", west.message())["X-Request-ID"] != answer["X-Request-ID"]


def test_no_session_is_read_or_begun(phone, django_assert_num_queries):
    west = phone()
    west.client.cookies["sessionid"] = "x" * 32
    with django_assert_num_queries(0):
        answer = west.client.post(SYNC, b"{}", content_type="text/plain", headers=HEADERS)
    assert answer.status_code == 415
    assert "Set-Cookie" not in answer.headers


def test_the_answer_of_a_machine_is_no_page(phone):
    west = phone()
    for answer in (west.post("sync", b"nonsense"), west.client.get("/checkpoints/device/photos/x")):
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans,zh;q=0.9", "已不属于"), ("en", "no longer belongs")]
)
def test_refusals_are_said_in_the_language_of_the_device(make_pass, phone, kai, language, words):
    west = phone()
    check = west.check(make_pass(), mode="ask")
    withdraw_device(west.device, by=kai, reason="手机丢失")
    answer = west.post("sync", west.message(check), **{"Accept-Language": language})
    (done,) = answer.json()["done"]
    assert words in done["refusals"][0]["words"]


def test_what_breaks_behind_the_door_is_an_answer_too(phone, monkeypatch):
    def break_down(*_arguments, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr(device_views, "read_message", break_down)
    west = phone()
    west.client.raise_request_exception = False
    answer = west.post("sync", b"{}")
    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("path", ["/checkpoints/device/", "/checkpoints/device/nowhere"])
def test_what_is_not_declared_for_machines_takes_the_usual_way(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<html" in answer.content.decode()

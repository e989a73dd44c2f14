"""Every answer carries the policy: pages, errors, files."""

from http import HTTPStatus

import pytest
from django.test import Client

from tests.cast import sign_in

pytestmark = pytest.mark.django_db

ANSWERS = [
    ("/", HTTPStatus.OK),
    ("/nowhere/", HTTPStatus.NOT_FOUND),
    ("/passes/mine/", HTTPStatus.FOUND),
    ("/healthz", HTTPStatus.OK),
    ("/passes/p/%00/", HTTPStatus.BAD_REQUEST),
]


def check_headers(answer) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(("address", "status"), ANSWERS)
def test_every_answer_carries_the_policy(client, address, status):
    client.raise_request_exception = False
    answer = client.get(address)
    assert answer.status_code == status
    check_headers(answer)


def test_an_answer_to_a_foreign_host_too(client):
    client.raise_request_exception = False
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    check_headers(answer)


def test_a_refusal_without_token_too():
    answer = Client(enforce_csrf_checks=True).post("/login/", {"phone": "13800000000"})
    assert answer.status_code == 403
    check_headers(answer)


def test_static_files_too(tmp_path, settings):
    (tmp_path / "probe.svg").write_text("<svg/>")
    settings.STATIC_ROOT = str(tmp_path)
    answer = Client().get("/static/probe.svg")
    assert b"".join(answer.streaming_content) == b"<svg/>"
    answer.close()
    check_headers(answer)


def test_pages_of_a_person_are_not_framed(ada):
    assert sign_in(ada).get("/accounts/me/").headers["X-Frame-Options"] == "DENY"


def test_what_a_proxy_nobody_told_us_of_says_is_not_believed():
    """Requests are counted under the address of the connection, not under what a header claims."""
    statuses = [
        Client()
        .post(
            "/login/",
            {"phone": f"159{turn:08d}"},
            headers={"x-forwarded-for": f"10.0.0.{turn}", "x-real-ip": f"10.0.0.{turn}"},
        )
        .status_code
        for turn in range(31)
    ]
    assert statuses == [302] * 30 + [200]

"""Before anything else, staff choose a password of their own and connect an authenticator."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, TOTP
from django.test import Client

from longgang.accounts.actions import create_staff_with_one_time_password, grant_post
from longgang.accounts.api import Role
from longgang.accounts.second_factor import is_spent
from longgang.audit.api import SYSTEM
from longgang.audit.models import Event
from longgang.core.clock import now
from tests.accounts.authenticator import current_code
from tests.cast import DISTRICT, PASSWORD

PASSWORD_PAGE, FACTOR_PAGE = "/accounts/password/", "/accounts/second-factor/"
NEW = "quite-another-password"


@pytest.fixture
def opened(db):
    opened = create_staff_with_one_time_password("新", by=SYSTEM)
    grant_post(opened.user, role=Role.COMMAND, area_code=DISTRICT, by=SYSTEM)
    return opened


@pytest.fixture
def client(opened):
    """The newcomer's browser after the first sign-in."""
    client = Client(headers={"accept-language": "en"})
    client.post(
        "/login/staff/", {"login": opened.user.number, "password": opened.one_time_password}
    )
    return client


def change(client, old, new, again=None):
    return client.post(
        PASSWORD_PAGE, {"oldpassword": old, "password1": new, "password2": again or new}
    )


def test_the_whole_first_day(client, opened, django_capture_on_commit_callbacks):
    assert client.get("/accounts/me/").headers["Location"] == PASSWORD_PAGE
    assert "one-time password" in client.get(PASSWORD_PAGE).content.decode()
    changed = change(client, opened.one_time_password, NEW)
    assert changed.headers["Location"] == "/accounts/me/"
    assert client.get("/accounts/me/").headers["Location"] == FACTOR_PAGE
    assert client.get(FACTOR_PAGE).status_code == 200
    code = current_code(client.session[SECRET_SESSION_KEY])
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(FACTOR_PAGE, {"code": code})
    assert done.headers["Location"] == "/accounts/me/"
    assert client.get("/accounts/me/").status_code == 200
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"account.password_changed", "account.second_factor_added"} <= kinds
    assert client.get(FACTOR_PAGE).headers["Location"] == "/accounts/me/"
    assert is_spent(opened.user, code)  # it opens no sign-in


def test_leaving_and_language_are_possible_meanwhile(client):
    assert client.get("/logout/").status_code == 200
    assert client.post("/language/", {"language": "en"}).status_code == 302
    assert client.get("/").headers["Location"] == PASSWORD_PAGE


def test_the_one_time_password_cannot_stay(client, opened):
    page = change(client, opened.one_time_password, opened.one_time_password)
    assert page.context["form"].has_error("password1", "not_new")


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("wrong", NEW, NEW, "oldpassword"),
        (None, "short", "short", "password1"),
        (None, "password123", "password123", "password1"),
        (None, NEW, "something-else", "password2"),
    ],
)
def test_refuses_such_passwords(client, opened, old, new, again, field):
    page = change(client, old or opened.one_time_password, new, again)
    assert page.context["form"].has_error(field)
    opened.user.refresh_from_db()
    assert opened.user.must_change_password


def test_a_wrong_first_code_connects_nothing(client, opened):
    change(client, opened.one_time_password, NEW)
    client.get(FACTOR_PAGE)
    assert client.post(FACTOR_PAGE, {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_connecting_later_asks_for_the_password_again(lin):
    client = Client()
    client.force_login(lin)
    answer = client.get(FACTOR_PAGE)
    assert answer.headers["Location"].startswith("/accounts/confirm-password/")
    confirm = answer.headers["Location"]
    assert client.get(confirm).status_code == 200
    assert client.post(confirm, {"password": "wrong"}).status_code == 200
    assert client.post(confirm, {"password": PASSWORD}).headers["Location"] == FACTOR_PAGE
    assert client.get(FACTOR_PAGE).status_code == 200


def test_the_password_of_the_sign_in_counts_for_some_minutes(lin):
    client = Client()
    client.post("/login/staff/", {"login": lin.number, "password": PASSWORD})
    assert client.get(FACTOR_PAGE).status_code == 200
    with time_machine.travel(now() + timedelta(minutes=5, seconds=5)):
        asked = client.get(FACTOR_PAGE).headers["Location"]
    assert asked.startswith("/accounts/confirm-password/")


def test_my_account_leads_to_the_authenticator_until_it_is_connected(lin, ada, settings):
    settings.STAFF_TOTP = False
    client = Client(headers={"accept-language": "en"})
    client.force_login(lin)
    page = client.get("/accounts/me/")
    assert ("Authenticator", "Not connected") in page.context["facts"]
    assert "Connect your authenticator" in page.text
    TOTP.activate(lin, "JBSWY3DPEHPK3PXP")
    page = client.get("/accounts/me/")
    assert ("Authenticator", "Connected") in page.context["facts"]
    assert "Connect your authenticator" not in page.text
    client.force_login(ada)
    page = client.get("/accounts/me/")
    assert "Authenticator" not in dict(page.context["facts"])
    assert "Connect your authenticator" not in page.text


def test_the_demo_can_do_without_a_second_factor(lin, settings):
    settings.STAFF_TOTP = False
    client = Client()
    client.force_login(lin)
    assert client.get("/accounts/me/").status_code == 200


def test_a_second_factor_is_looked_up_once_a_session(lin, django_assert_num_queries):
    TOTP.activate(lin, "JBSWY3DPEHPK3PXP")
    client = Client()
    client.force_login(lin)
    assert client.get("/accounts/me/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/accounts/me/").status_code == 200


@pytest.mark.parametrize("url", [PASSWORD_PAGE, FACTOR_PAGE])
def test_residents_have_neither(ada, signed_in, url):
    assert signed_in(ada).get(url).status_code == 403


def test_residents_have_no_duties(ada):
    client = Client()
    client.force_login(ada)
    assert client.get("/accounts/me/").status_code == 200

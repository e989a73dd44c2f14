"""Staff sign in with account number or phone, password, and the code of their authenticator."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from longgang.accounts.api import close_account
from longgang.audit.api import SYSTEM
from longgang.audit.models import Event
from tests.accounts.authenticator import current_code, older_code
from tests.cast import PASSWORD

STAFF, SECOND = "/login/staff/", "/login/second-factor/"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def client(db):
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def totp(lin):
    return TOTP.activate(lin, SECRET)


def sign_in(client, login, password=PASSWORD):
    return client.post(STAFF, {"login": login, "password": password})


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_number_password_and_authenticator(client, lin, totp):
    assert sign_in(client, lin.number).headers["Location"] == SECOND
    assert not signed_in_as(client)
    assert client.get(SECOND).status_code == 200
    assert client.post(SECOND, {"code": current_code(SECRET)}).headers["Location"] == "/"
    assert signed_in_as(client) == str(lin.pk)
    assert client.get("/accounts/me/").status_code == 200
    assert Event.objects.filter(kind="account.signed_in", subject_number=lin.number).count() == 1


@pytest.mark.parametrize(
    "spell",
    [str.upper, lambda number: f" {number} ", lambda number: number.upper().replace("-", "")],
)
def test_the_number_in_any_spelling(client, lin, totp, spell):
    assert sign_in(client, spell(lin.number)).headers["Location"] == SECOND


def test_the_phone_instead_of_the_number(client, lin, totp):
    assert sign_in(client, f"+86 {lin.phone}").headers["Location"] == SECOND


def test_a_wrong_authenticator_code(client, lin, totp):
    sign_in(client, lin.number)
    page = client.post(SECOND, {"code": "000000"})
    assert "not correct" in page.content.decode()
    assert not signed_in_as(client)


def test_wrong_authenticator_codes_lock(client, lin, totp):
    sign_in(client, lin.number)
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    page = client.post(SECOND, {"code": current_code(SECRET)})
    assert "Too many" in page.content.decode()
    assert not signed_in_as(client)


def test_the_second_page_needs_the_first(client, db):
    assert client.get(SECOND).headers["Location"] == STAFF


def test_a_wrong_password_and_an_unknown_account_answer_alike(client, lin, ada):
    answers = {
        str(sign_in(client, login, "wrong").context["form"].errors)
        for login in (lin.number, lin.phone, "zzzz-zzzz-zz", "13700000001", ada.phone)
    }
    assert len(answers) == 1
    failed = Event.objects.filter(kind="account.sign_in_failed")
    assert set(failed.values_list("subject_number", flat=True)) == {lin.number, ada.number}
    assert not Event.objects.filter(reason__icontains="wrong").exists()


def test_five_failures_lock_the_account_for_a_quarter_of_an_hour(client, lin, totp):
    for spelling in (lin.phone, f"+86{lin.phone}", f"{lin.phone[:3]} {lin.phone[3:]}"):
        sign_in(client, spelling, "wrong")
    sign_in(client, lin.phone, "wrong")
    sign_in(client, lin.phone, "wrong")
    page = sign_in(client, lin.phone)
    assert "Wait 15 minutes" in page.content.decode()
    assert "Location" not in page.headers


def test_another_account_is_not_locked(client, lin, bo):
    for _ in range(5):
        sign_in(client, lin.phone, "wrong")
    assert sign_in(client, bo.phone).status_code == 302


def test_one_address_cannot_try_all_accounts(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    for serial in range(3):
        assert sign_in(client, f"zzzz-zzzz-z{serial}").status_code == 200
    page = sign_in(client, "zzzz-zzzz-z9")
    assert page.status_code == 429


def test_residents_have_no_password(client, ada):
    assert sign_in(client, ada.phone, "").status_code == 200
    assert sign_in(client, ada.phone, ada.password).status_code == 200
    assert not signed_in_as(client)


def test_a_closed_account(client, lin):
    close_account(lin, by=SYSTEM, reason="left")
    assert sign_in(client, lin.number).headers["Location"] == "/login/closed/"
    assert not signed_in_as(client)


def test_staff_without_a_phone(client, db, lin, totp):
    lin.phone = ""
    lin.save()
    assert sign_in(client, lin.number).headers["Location"] == SECOND


def test_never_answers_with_json(client, db):
    page = client.get(STAFF, headers={"x-requested-with": "XMLHttpRequest"})
    assert page.headers["Content-Type"].startswith("text/html")


def test_the_secret_is_sealed(totp):
    stored = Authenticator.objects.get().data["secret"]
    assert SECRET not in stored
    assert get_adapter().decrypt(stored) == SECRET


@pytest.mark.parametrize(
    ("language", "empty", "overlong"),
    [
        ("en", "This must be filled in.", "At most 40 characters; here: 500."),
        ("zh-hans", "此项必填。", "最多 40 个字，现为 500 个字。"),
    ],
)
def test_what_is_wrong_is_said_in_our_words(client, language, empty, overlong):
    client.post("/language/", {"language": language, "next": "/"})
    for address in (STAFF, "/login/"):
        errors = client.post(address, {}).context["form"].errors
        assert {said for each in errors.values() for said in each} == {empty}
    errors = client.post(STAFF, {"login": "x" * 500, "password": "y"}).context["form"].errors
    assert errors["login"] == [overlong]


def test_a_code_opens_once(client, lin, totp):
    sign_in(client, lin.number)
    code = current_code(SECRET)
    client.post(SECOND, {"code": code})
    cache.clear()  # what allauth remembers for a third of the time that the code is taken
    for typed in (code, f"{code[:3]} {code[3:]}", older_code(SECRET)):
        client.post("/logout/")
        sign_in(client, lin.number)
        page = client.post(SECOND, {"code": typed})
        assert page.context["form"].has_error("code", "code_spent")
        assert not signed_in_as(client)


def test_a_code_used_seconds_ago_is_named_so(client, lin, totp):
    code = current_code(SECRET)
    for _ in range(2):
        client.post("/logout/")
        sign_in(client, lin.number)
        page = client.post(SECOND, {"code": code})
    assert "used already" in page.content.decode()
    assert Authenticator.objects.get().wrap().validate_code(older_code(SECRET))


def test_a_locked_account_does_not_tell_which_codes_were_used(client, lin, totp):
    sign_in(client, lin.number)
    client.post(SECOND, {"code": current_code(SECRET)})
    client.post("/logout/")
    sign_in(client, lin.number)
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    page = client.post(SECOND, {"code": current_code(SECRET)})
    assert "Too many" in page.content.decode()


def test_the_browser_remembers_by_which_door_staff_come_in(client, lin, totp):
    sign_in(client, lin.number)
    assert client.cookies["entrance"].value == "staff"
    assert client.cookies["entrance"]["httponly"]
    assert client.get("/notices/").headers["Location"] == "/login/staff/?next=/notices/"

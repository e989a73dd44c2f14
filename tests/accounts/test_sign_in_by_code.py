"""Residents sign in with their phone and a code; the first code opens the account."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from longgang.accounts.api import User, close_account
from longgang.audit.api import SYSTEM
from longgang.audit.models import Event
from longgang.core.clock import now

ASK, ENTER, AGAIN = "/login/", "/login/code/", "/login/code/again/"
NEW_PHONE = "13700000001"


@pytest.fixture
def client(db):
    return Client(headers={"accept-language": "en"})


def ask(client, phone):
    return client.post(ASK, {"phone": phone})


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_the_first_code_opens_an_account(client, box):
    assert ask(client, "+86 137-0000-0001").status_code == 302
    assert not User.objects.exists()
    assert "5 minutes" in box.messages[-1].text
    assert client.post(ENTER, {"code": box.code}).headers["Location"] == "/"
    user = User.objects.get()
    assert (user.phone, user.is_staff_member, user.language) == (NEW_PHONE, False, "en")
    assert signed_in_as(client) == str(user.pk)
    assert list(Event.objects.order_by("id").values_list("kind", flat=True)) == [
        "account.opened",
        "account.signed_in",
    ]


def test_a_known_phone_signs_in(client, box, ada):
    client.cookies["entrance"] = "staff"  # who used this browser before
    ask(client, ada.phone)
    client.post(ENTER, {"code": box.code})
    assert signed_in_as(client) == str(ada.pk)
    assert client.cookies["entrance"].value == ""


def test_goes_where_it_was_going(client, box, ada):
    client.post(f"{ASK}?next=/accounts/me/", {"phone": ada.phone})
    page = client.post(f"{ENTER}?next=/accounts/me/", {"code": box.code})
    assert page.headers["Location"] == "/accounts/me/"


def test_never_leads_to_another_site(client, box, ada):
    ask(client, ada.phone)
    page = client.post(f"{ENTER}?next=https://evil.example/", {"code": box.code})
    assert page.headers["Location"] == "/"


def test_the_session_changes_its_key(client, box, ada):
    ask(client, ada.phone)
    before = client.session.session_key
    client.post(ENTER, {"code": box.code})
    assert client.session.session_key != before


@pytest.mark.parametrize("phone", ["", "12345", "0429-2112345", "1" * 5000])
def test_refuses_what_is_no_mobile_number(client, box, phone):
    page = ask(client, phone)
    assert page.context["form"].errors
    assert box.messages == []


def test_three_wrong_codes_end_it(client, box, ada):
    ask(client, ada.phone)
    wrong = "000000" if box.code != "000000" else "111111"
    assert client.post(ENTER, {"code": wrong}).status_code == 200
    assert client.post(ENTER, {"code": wrong}).status_code == 200
    page = client.post(ENTER, {"code": wrong}, follow=True)
    assert page.redirect_chain == [(ASK, 302)]
    assert "Three wrong codes" in page.content.decode()
    assert client.post(ENTER, {"code": box.code}).headers["Location"] == ASK
    assert not signed_in_as(client)


def test_a_code_expires_after_five_minutes(client, box, ada):
    ask(client, ada.phone)
    with time_machine.travel(now() + timedelta(minutes=4, seconds=55)):
        assert client.get(ENTER).status_code == 200
    with time_machine.travel(now() + timedelta(minutes=5, seconds=5)):
        page = client.post(ENTER, {"code": box.code}, follow=True)
    assert page.redirect_chain == [(ASK, 302)]
    assert "expired" in page.content.decode()
    assert not signed_in_as(client)


def test_the_code_page_needs_a_request_first(client, db):
    assert client.get(ENTER).headers["Location"] == ASK


def test_one_code_a_minute_for_a_phone(client, box, ada, settings):
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "30/m/ip,1/60s/key"}
    ask(client, ada.phone)
    other = Client(headers={"accept-language": "en"})
    page = ask(other, ada.phone)
    assert "Wait a minute" in page.content.decode()
    assert len(box.messages) == 1
    assert ask(other, NEW_PHONE).status_code == 302


def test_another_code_goes_to_the_same_phone(client, box, ada, settings):
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "2/m/key"}
    client.post(f"{ASK}?next=/accounts/me/", {"phone": ada.phone})
    first = box.code
    page = client.get(f"{ENTER}?next=/accounts/me/")
    again = re.search(r'action="([^"]*/again/[^"]*)"', page.text)
    page = client.post(again[1], follow=True)
    assert page.redirect_chain == [(f"{ENTER}?next=%2Faccounts%2Fme%2F", 302)]
    assert "Another code is on its way" in page.text
    assert [each.phone for each in box.messages] == [ada.phone, ada.phone]
    if first != box.code:
        client.post(ENTER, {"code": first})
        assert not signed_in_as(client)
    client.post(ENTER, {"code": box.code})
    assert signed_in_as(client) == str(ada.pk)


def test_another_code_no_sooner_than_the_limits_say(client, box, ada, settings):
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "30/m/ip,1/60s/key"}
    ask(client, ada.phone)
    page = client.post(AGAIN, follow=True)
    assert page.redirect_chain == [(ENTER, 302)]
    assert "Wait a minute" in page.text
    assert len(box.messages) == 1
    client.post(ENTER, {"code": box.code})
    assert signed_in_as(client) == str(ada.pk)


def test_a_mistyped_phone_is_typed_again(client, box, ada):
    ask(client, NEW_PHONE)
    page = client.post(AGAIN, {"other_phone": "yes"}, follow=True)
    assert page.redirect_chain == [(ASK, 302)]
    assert len(box.messages) == 1
    ask(client, ada.phone)
    client.post(ENTER, {"code": box.code})
    assert signed_in_as(client) == str(ada.pk)


def test_asking_again_needs_a_request_first(client, box, db):
    assert client.post(AGAIN).headers["Location"] == ASK
    assert box.messages == []


def test_no_page_tells_who_has_an_account(box, ada, lin, db):
    """Stranger, resident, staff, closed: the same answers up to the code."""
    closed = User.objects.create(phone="13700000009", is_active=False)
    seen = set()
    for phone in (NEW_PHONE, ada.phone, lin.phone, closed.phone):
        client = Client(headers={"accept-language": "en"})
        asked = ask(client, phone)
        entering = client.get(ENTER)
        wrong = client.post(ENTER, {"code": "12"})
        seen.add(
            (
                asked.status_code,
                asked.headers["Location"],
                entering.status_code,
                entering.content.decode().replace(phone, "…").count("\n"),
                wrong.status_code,
                str(wrong.context["form"].errors),
            )
        )
    assert len(seen) == 1
    assert len(box.messages) == 4


def test_staff_cannot_sign_in_by_code(client, box, lin):
    ask(client, lin.phone)
    assert "password" in box.messages[-1].text
    client.get(ENTER)
    client.post(ENTER, {"code": ""})
    client.post(ENTER, {"code": "000000"})
    assert not signed_in_as(client)


def test_a_closed_account_is_told_so_after_the_code(client, box, ada):
    close_account(ada, by=SYSTEM, reason="abuse")
    ask(client, ada.phone)
    page = client.post(ENTER, {"code": box.code}, follow=True)
    assert page.redirect_chain == [("/login/closed/", 302)]
    assert "This account is closed" in page.content.decode()
    assert not signed_in_as(client)


def test_the_demo_shows_the_code_and_says_so(client, box, ada, settings):
    settings.DEMO = True
    ask(client, ada.phone)
    page = client.get(ENTER).content.decode()
    assert box.code in page
    assert "Only in the demonstration" in page


def test_nothing_else_shows_the_code(client, box, ada):
    ask(client, ada.phone)
    assert box.code not in client.get(ENTER).content.decode()


def test_whoever_is_signed_in_is_sent_on(ada, signed_in):
    assert signed_in(ada).get(ASK).headers["Location"] == "/"

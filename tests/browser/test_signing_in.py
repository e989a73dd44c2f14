"""Signing in at a phone: a resident by code, staff by password, and who is closed out."""

import re

import pytest

from longgang.accounts.models import User
from tests.browser.conftest import PHONE
from tests.browser.screens import Screen
from tests.cast import PASSWORD


@pytest.fixture(autouse=True)
def _demo(settings, divisions):
    settings.DEMO = True  # the code stands on the page


def type_and_send(screen: Screen, **texts: str) -> None:
    """Fill in the page's form and press its button."""
    for name, text in texts.items():
        screen.page.locator(f"main [name={name}]").fill(text)
    with screen.page.expect_navigation():
        screen.page.locator("main form button[type=submit]").first.click()
    screen.visit.look_over()


@pytest.mark.parametrize(("language", "phone"), [("zh-hans", "13812345678"), ("en", "13812345679")])
def test_a_resident_signs_in_by_code(open_browser, language, phone):
    screen = Screen(open_browser(size=PHONE, language=language))
    screen.visit.go("/login/")
    type_and_send(screen, phone=phone)
    message = screen.page.locator("main .message").inner_text()
    code = re.search(r"[A-Z0-9-]{6,}", message)[0]
    type_and_send(screen, code=code)
    assert screen.page.url.rstrip("/") == screen.page.evaluate("location.origin")
    assert User.objects.get().phone == phone


def test_staff_set_up_their_authenticator_first(open_browser, lin):
    screen = Screen(open_browser(size=PHONE))
    screen.visit.go("/login/staff/")
    type_and_send(screen, login=lin.number, password=PASSWORD)
    assert screen.page.url.endswith("/accounts/second-factor/")  # the password is fresh enough


def test_the_password_once_more_before_something_important(open_browser, lin):
    screen = Screen(open_browser(lin, size=PHONE))
    screen.visit.go("/accounts/confirm-password/?next=/accounts/me/")
    type_and_send(screen, password=PASSWORD)
    assert screen.page.url.endswith("/accounts/me/")


def test_a_mistyped_phone_is_typed_again(open_browser):
    screen = Screen(open_browser(size=PHONE))
    screen.visit.go("/login/")
    type_and_send(screen, phone="13812345670")
    for button, address in (
        ("form button >> nth=1", "/login/code/"),
        ("[name=other_phone]", "/login/"),
    ):
        with screen.page.expect_navigation():
            screen.page.locator(f"main {button}").click()
        screen.visit.look_over()
        assert screen.page.url.endswith(address)


def test_who_is_closed_out_reads_what_to_do(open_browser):
    visit = open_browser(size=PHONE).go("/login/closed/")
    assert visit.page.locator("main a").count() > 0

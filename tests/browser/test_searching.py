"""A search box in a real browser, with and without scripts: no address holds what is typed."""

import re
from urllib.parse import unquote

import pytest

from longgang.accounts.actions import open_account
from longgang.accounts.api import Role
from tests.browser.conftest import DESK, PHONE
from tests.cast import DISTRICT, appoint

TYPED = "138 0000 0001"


@pytest.fixture
def zhu(divisions):
    open_account("13800000001", name="文海生", language="zh-hans")
    return appoint("祝管", Role.ADMINISTRATOR, DISTRICT)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_phone_is_searched_for_and_stands_in_no_address(open_browser, zhu, javascript, size):
    visit = open_browser(zhu, size, javascript=javascript)
    page, asked = visit.page, []
    page.on("request", lambda request: asked.append(unquote(request.url)))
    page.goto("/accounts/users/?kind=residents")
    assert page.locator(".list tbody tr").count() == 0
    page.locator("#filter_q").fill(TYPED)
    page.locator("#filter_q").press("Enter")
    page.wait_for_url(re.compile(r"\?kind=residents&search=\w+$"))
    assert page.locator(".list tbody tr").count() == 1
    assert page.locator("#filter_q").input_value() == TYPED
    page.goto("/accounts/users/")
    page.go_back()
    page.wait_for_url(re.compile("search="))
    assert page.locator(".list tbody tr").count() == 1
    digits = TYPED.replace(" ", "")
    assert not any(digits in re.sub(r"\D", "", url.partition("?")[2]) for url in asked)
    if javascript:
        assert visit.errors == []


def test_a_list_keeps_its_search_when_it_is_sorted(open_browser, zhu):
    visit = open_browser(zhu, DESK)
    page = visit.page
    page.goto("/accounts/users/")
    page.locator("#filter_q").fill("祝")
    page.locator("#filter_q").press("Enter")
    page.wait_for_url(re.compile(r"search=\w+$"))
    page.locator(".list thead a").first.click()
    page.wait_for_url(re.compile("sort="))
    assert page.locator(".list tbody tr").count() == 1
    assert page.locator("#filter_q").input_value() == "祝"
    page.locator(".filters a.btn").click()
    page.wait_for_url(re.compile(r"/accounts/users/$"))
    assert page.locator("#filter_q").input_value() == ""
    assert visit.errors == []

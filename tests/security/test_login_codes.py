"""A code has three tries, however many browsers and tabs try at once."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from longgang.accounts.api import User
from longgang.core.errors import Refused
from longgang.notices.models import Delivery
from longgang.people.api import reveal
from longgang.people.rules import REVEALS_PER_HOUR

PHONE = "15912345678"
WRONG = "这个验证码不正确"


def try_code(cookies, code: str) -> bool:
    """One try in a tab of its own; whether the code was compared at all."""
    try:
        tab = Client()
        tab.cookies = cookies
        answer = tab.post("/login/code/", {"code": code})
        return answer.status_code == 200
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_tabs_at_once_share_the_tries():
    browser = Client()
    browser.post("/login/", {"phone": PHONE})
    sent = re.search(r"\d{6}", Delivery.objects.get().text)[0]
    codes = [f"{number:06d}" for number in range(24) if f"{number:06d}" != sent]
    with ThreadPoolExecutor(8) as pool:
        compared = list(pool.map(lambda code: try_code(browser.cookies, code), codes))
    assert sum(compared) <= 6
    cache.clear()


@pytest.mark.django_db(transaction=True)
def test_looking_at_data_at_once_is_counted_one_by_one(world, lin):
    person = world.person

    def look(_turn: int) -> bool:
        try:
            by = User.objects.get(pk=lin.pk)
            reveal(person, "phone", by=by, purpose="review", reason="核对")
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:  # as many as a web process has threads
        shown = sum(pool.map(look, range(REVEALS_PER_HOUR + 12)))
    assert shown == REVEALS_PER_HOUR
    cache.clear()

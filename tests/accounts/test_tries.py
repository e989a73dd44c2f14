"""Counting what an account may do only so often: at once, for good, and each of several at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections, transaction

from longgang.accounts.models import Tally
from longgang.accounts.tries import count_try, tries_of
from longgang.core.clock import as_if, now

pytestmark = pytest.mark.django_db


def test_count_says_how_many_they_are_within_the_hour(ada, wen):
    assert tries_of(ada, "x.y") == 0
    assert [count_try(ada, "x.y") for _n in range(3)] == [1, 2, 3]
    assert tries_of(ada, "x.y") == 3
    assert (tries_of(ada, "x.z"), tries_of(wen, "x.y")) == (0, 0)


def test_count_begins_anew_with_the_hour_and_forgets_the_last_one(ada):
    with as_if(now() - timedelta(hours=1)):
        count_try(ada, "x.y")
    assert tries_of(ada, "x.y") == 0
    assert count_try(ada, "x.y") == 1
    assert Tally.objects.filter(account=ada.number).count() == 1


def test_count_stays_when_the_deed_is_taken_back(ada):
    with transaction.atomic():
        count_try(ada, "x.y")
        transaction.set_rollback(True)
    assert tries_of(ada, "x.y") == 1


@pytest.mark.django_db(transaction=True)
def test_count_misses_none_of_several_at_once(ada):
    def one(_n: int) -> int:
        try:
            return count_try(ada, "x.y")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(12))) == list(range(1, 13))

"""The helpers that other tests rely on can fail."""

import pytest

from longgang.accounts.api import User
from tests.audit.helpers import assert_one_event, assert_writes_are_told

pytestmark = pytest.mark.django_db


def test_one_event_hands_over_the_event(write):
    with assert_one_event("account.opened") as told:
        event = write()
    assert told == [event]


def test_one_event_fails_without_an_event():
    with pytest.raises(AssertionError), assert_one_event("account.opened"):
        pass


def test_one_event_fails_with_another_kind_and_with_two(write):
    with pytest.raises(AssertionError), assert_one_event("account.opened"):
        write("account.closed")
    with pytest.raises(AssertionError), assert_one_event("account.opened"):
        assert write() != write()


def test_writes_are_told_fails_on_a_silent_write():
    with pytest.raises(AssertionError, match="no event tells of"), assert_writes_are_told():
        User.objects.create(name="ada")


def test_writes_are_told_passes_with_an_event_and_when_nothing_happens(write):
    with assert_writes_are_told():
        User.objects.create(name="ada")
        write()
    with assert_writes_are_told():
        User.objects.count()

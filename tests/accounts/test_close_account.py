"""Closing an account ends its sessions; opening it again brings its posts back."""

import pytest

from longgang.accounts.actions import reopen_account
from longgang.accounts.api import Permission, close_account, holds
from longgang.core.errors import NotAllowed, Refused, StaleRow
from tests.audit.helpers import assert_one_event


def test_ends_open_sessions(lin, zhu, signed_in):
    client = signed_in(lin)
    assert client.get("/accounts/me/").status_code == 200
    with assert_one_event("account.closed"):
        close_account(lin, by=zhu, reason="left")
    assert client.get("/accounts/me/").status_code == 302


def test_reopens(lin, zhu):
    close_account(lin, by=zhu, reason="left")
    with assert_one_event("account.reopened"):
        reopen_account(lin, by=zhu, reason="came back")
    assert holds(lin, Permission.PASS_REVIEW)


@pytest.mark.parametrize("who", ["lin", "yan", "mei", "ada"])
def test_refuses_whoever_may_not(who, bo, request):
    by = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        close_account(bo, by=by, reason="no")
    with pytest.raises(NotAllowed):
        reopen_account(bo, by=by, reason="no")


def test_refuses_ones_own(zhu):
    with pytest.raises(Refused) as caught:
        close_account(zhu, by=zhu, reason="no")
    assert caught.value.code == "accounts.own_account"


def test_loses_a_race(lin, zhu):
    close_account(lin, by=zhu, reason="left")
    with pytest.raises(StaleRow):
        close_account(lin, by=zhu, reason="left")
    reopen_account(lin, by=zhu, reason="back")
    with pytest.raises(StaleRow):
        reopen_account(lin, by=zhu, reason="back")

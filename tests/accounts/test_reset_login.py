"""A reset replaces the password and the second factor, and ends every session."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from longgang.accounts.actions import reset_login
from longgang.core.errors import NotAllowed, Refused
from tests.audit.helpers import assert_one_event


def test_replaces_both_and_ends_sessions(lin, zhu, signed_in):
    TOTP.activate(lin, "JBSWY3DPEHPK3PXP")
    client = signed_in(lin)
    with assert_one_event("account.login_reset"):
        password = reset_login(lin, by=zhu, reason="lost phone")
    lin.refresh_from_db()
    assert lin.check_password(password)
    assert lin.must_change_password
    assert not Authenticator.objects.exists()
    assert client.get("/accounts/me/").status_code == 302


@pytest.mark.parametrize("who", ["lin", "yan", "mei"])
def test_refuses_whoever_may_not(who, bo, request):
    with pytest.raises(NotAllowed):
        reset_login(bo, by=request.getfixturevalue(who), reason="no")


def test_refuses_ones_own_and_residents(zhu, ada):
    with pytest.raises(Refused) as caught:
        reset_login(zhu, by=zhu, reason="no")
    assert caught.value.code == "accounts.own_account"
    with pytest.raises(Refused) as caught:
        reset_login(ada, by=zhu, reason="no")
    assert caught.value.code == "accounts.not_staff"

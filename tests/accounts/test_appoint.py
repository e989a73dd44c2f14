"""The operator's command for the first accounts of an installation."""

import pytest
from django.core.management import CommandError, call_command

from longgang.accounts.api import Permission, User, holds
from longgang.accounts.management.commands import appoint
from longgang.core.errors import Refusal, Refused


def test_appoints_an_administrator(db, capsys):
    call_command("appoint", "administrator", "朱")
    user = User.objects.get()
    assert holds(user, Permission.ACCOUNT_MANAGE, area_code="211403")
    assert user.number in capsys.readouterr().out


def test_only_offices_that_cannot_be_granted_in_the_browser(db):
    with pytest.raises(CommandError):
        call_command("appoint", "reviewer", "林")


def test_a_refusal_is_said_in_words(db, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise Refused(Refusal("accounts.test", "Not today"))

    monkeypatch.setattr(appoint, "grant_post", refuse)
    with pytest.raises(CommandError, match="Not today"):
        call_command("appoint", "auditor", "萨")
    assert not User.objects.exists()

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
    said = capsys.readouterr().out
    assert "系统管理员 (administrator): 朱" in said
    assert user.number in said


def test_only_offices_that_cannot_be_granted_in_the_browser(db):
    with pytest.raises(CommandError) as caught:
        call_command("appoint", "reviewer", "林")
    assert str(caught.value) == (
        "“reviewer”不在此处任命。请写其中之一：administrator (系统管理员), auditor (审计管理员), "
        "security_administrator (安全管理员)"
    )
    assert "Role." not in str(caught.value)


def test_an_area_that_does_not_exist_is_refused_before_anything_is_written(db):
    with pytest.raises(CommandError, match="没有代码为 99 的行政区划"):
        call_command("appoint", "auditor", "萨", "--area", "99")
    assert not User.objects.exists()


def test_its_help_names_the_offices(capsys):
    with pytest.raises(SystemExit):
        call_command("appoint", "--help")
    assert "auditor (审计管理员)" in " ".join(capsys.readouterr().out.split())


def test_a_refusal_is_said_in_words(db, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise Refused(Refusal("accounts.test", "Not today"))

    monkeypatch.setattr(appoint, "grant_post", refuse)
    with pytest.raises(CommandError, match="Not today"):
        call_command("appoint", "auditor", "萨")
    assert not User.objects.exists()

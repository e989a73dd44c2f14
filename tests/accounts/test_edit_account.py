"""Correcting a staff account, and one's own."""

import pytest

from longgang.accounts.actions import edit_own_account, edit_staff
from longgang.accounts.api import User
from longgang.accounts.phones import account_of_phone
from longgang.core.errors import NotAllowed, Refused
from tests.audit.helpers import assert_one_event


def test_corrects_name_and_phone(lin, zhu):
    with assert_one_event("account.edited"):
        edit_staff(lin, name="林一", phone="13700000009", by=zhu)
    assert account_of_phone("13700000009") == lin
    assert User.objects.get(pk=lin.pk).name == "林一"


def test_refuses_a_taken_phone(lin, bo, zhu):
    with pytest.raises(Refused) as caught:
        edit_staff(lin, name="林", phone=bo.phone, by=zhu)
    assert caught.value.code == "accounts.phone_taken"


def test_refuses_a_residents_account(ada, zhu):
    with pytest.raises(Refused) as caught:
        edit_staff(ada, name="艾", phone="", by=zhu)
    assert caught.value.code == "accounts.not_staff"


def test_refuses_whoever_may_not(lin, yan):
    with pytest.raises(NotAllowed):
        edit_staff(lin, name="林", phone="", by=yan)


def test_own_name_and_language(ada):
    with assert_one_event("account.edited"):
        edit_own_account(ada, name="Ada", language="en")
    saved = User.objects.get(pk=ada.pk)
    assert (saved.name, saved.language) == ("Ada", "en")

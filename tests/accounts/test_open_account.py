"""A phone that proved itself opens one account, however often."""

from django.db import connection

from longgang.accounts.api import User, open_account
from tests.audit.helpers import assert_one_event


def test_opens_once(db):
    with assert_one_event("account.opened"):
        user = open_account("13700000001", name="甲", language="en")
    assert open_account("13700000001").pk == user.pk
    assert not user.is_staff_member
    assert not user.has_usable_password()


def test_the_phone_is_sealed(ada):
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user WHERE id = %s", [ada.pk])
        stored = bytes(cursor.fetchone()[0])
    assert ada.phone.encode() not in stored
    assert User.objects.get(pk=ada.pk).phone == ada.phone

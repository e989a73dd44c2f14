"""A staff account is opened by the system administrator and has no post at first."""

import pytest

from longgang.accounts.actions import create_staff, create_staff_with_one_time_password
from longgang.accounts.api import User
from longgang.accounts.models import Post
from longgang.core.errors import NotAllowed, Refused
from tests.audit.helpers import assert_one_event


def test_opens_an_account(zhu):
    with assert_one_event("account.created"):
        opened = create_staff_with_one_time_password("新", phone="13700000001", by=zhu)
    user = User.objects.get(number=opened.user.number)
    assert user.is_staff_member
    assert user.must_change_password
    assert user.check_password(opened.one_time_password)
    assert user.phone == "13700000001"
    assert not Post.objects.filter(user=user).exists()


def test_numbers_cannot_be_guessed(zhu):
    numbers = {create_staff("新", password_hash="!", by=zhu).number for _ in range(20)}
    assert len(numbers) == 20
    assert all(len(number.replace("-", "")) == 10 for number in numbers)


@pytest.mark.parametrize("who", ["lin", "mei", "yan", "sam", "ada"])
def test_refuses_whoever_may_not(who, request):
    with pytest.raises(NotAllowed):
        create_staff("新", password_hash="!", by=request.getfixturevalue(who))


def test_refuses_a_phone_that_opens_another_account(ada, zhu):
    with pytest.raises(Refused) as caught:
        create_staff("新", phone=ada.phone, password_hash="!", by=zhu)
    assert caught.value.code == "accounts.phone_taken"


def test_many_accounts_without_a_phone(zhu):
    create_staff("一", password_hash="!", by=zhu)
    create_staff("二", password_hash="!", by=zhu)
    assert User.objects.filter(phone_index="").count() == 2

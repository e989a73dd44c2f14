"""A code that counts no more says why, since when and what to do, and never who used it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from longgang.checkpoints.actions.devices import (
    enrol_device,
    invite_again,
    invite_device,
    withdraw_device,
)
from longgang.checkpoints.models import Device
from longgang.checkpoints.views.device import COOKIE
from longgang.core.clock import as_if
from longgang.core.days import short_moment

pytestmark = pytest.mark.django_db


def opened(code: str, *, secret: str = "") -> str:
    """The page as a phone finds it."""
    phone = Client()
    if secret:
        phone.cookies[COOKIE] = secret
    answer = phone.get(reverse("checkpoints:enrol", args=[code]))
    assert answer.status_code == 410
    return answer.content.decode()


def test_a_used_code_says_when_and_not_by_whom(invited, hai):
    device, code = invited
    enrol_device(code)
    device.refresh_from_db()
    page = opened(code)
    assert f"该登记码已于 {short_moment(device.enrolled_at)} 使用。" in page
    assert "请立即告知管理人员" in page
    for secret in (hai.name, device.label, device.number, "龙湾高速口"):
        assert secret not in page


def test_an_expired_code_says_since_when(invited):
    device, code = invited
    with as_if(device.invited_until + timedelta(hours=3)):
        page = opened(code)
    assert f"该登记码已于 {short_moment(device.invited_until)} 过期。" in page
    assert "登记码十分钟内有效" in page


def test_a_withdrawn_code_says_so(invited, kai):
    device, code = invited
    withdraw_device(device, by=kai, reason="换人值守")
    device.refresh_from_db()
    page = opened(code)
    assert f"该登记码已于 {short_moment(device.withdrawn_at)} 撤销。" in page
    assert "换人值守" not in page


def test_a_device_withdrawn_later_leaves_its_code_used(invited, kai):
    _device, code = invited
    enrol_device(code)
    withdraw_device(Device.objects.get(), by=kai, reason="手机丢失")
    assert "使用。" in opened(code)


def test_a_replaced_code_and_an_invented_one_say_the_same(invited, kai):
    invite_again(invited[0], by=kai)
    for unknown in (invited[1], "no-such-code"):
        assert "已被更新的登记码取代" in opened(unknown)


def test_a_device_with_a_code_of_another_is_told_too(invited, kai, hai, west_exit):
    """It is not led to its scanner, as if the code had been for it."""
    _device, secret = enrol_device(invited[1])
    other, code = invite_device(west_exit, officer=hai, label="二号", by=kai)
    with as_if(other.invited_until):
        assert "过期。" in opened(code, secret=secret)

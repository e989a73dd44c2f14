"""What a web process remembers of a device is never older than what the database says."""

from datetime import timedelta

import pytest

from longgang.accounts.models import Post, User
from longgang.areas.models import Premises
from longgang.checkpoints import queries
from longgang.checkpoints.actions.devices import enrol_device, invite_device, withdraw_device
from longgang.checkpoints.models import Device
from longgang.checkpoints.permissions import may_hold_device
from longgang.checkpoints.queries import find_device, is_enrolled, recall_device
from longgang.core.clock import as_if, now

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(kai, hai, west_exit):
    _device, code = invite_device(west_exit, officer=hai, label="西口一号", by=kai)
    _device, secret = enrol_device(code)
    return secret


def test_it_is_the_same_device_and_nothing_is_read_twice(secret, django_assert_num_queries):
    with django_assert_num_queries(4):  # versions, device with officer, posts, checkpoint
        first = recall_device(secret)
        assert may_hold_device(first.officer, first.premises)
    assert first == find_device(secret)
    with django_assert_num_queries(1):
        again = recall_device(secret)
        assert may_hold_device(again.officer, again.premises)


# What happens, and what is to be seen of it at once.
CHANGES = {
    "withdrawn": (
        lambda device, kai: withdraw_device(device, by=kai, reason="丢失"),
        lambda device: not is_enrolled(device),
    ),
    "post ended": (
        lambda _device, kai: Post.objects.filter(role="checkpoint_officer").update(
            ended_at=now(), ended_by=kai
        ),
        lambda device: not may_hold_device(device.officer, device.premises),
    ),
    "post elsewhere": (
        lambda _device, _kai: Post.objects.update(premises_number="S-OTHER"),
        lambda device: not may_hold_device(device.officer, device.premises),
    ),
    "left the service": (
        lambda _device, _kai: User.objects.update(is_active=False),
        lambda device: not may_hold_device(device.officer, device.premises),
    ),
    "renamed": (
        lambda _device, _kai: User.objects.update(name="新名"),
        lambda device: device.officer.name == "新名",
    ),
    "checkpoint closed": (
        lambda _device, _kai: Premises.objects.update(is_active=False),
        lambda device: device.premises is None,
    ),
    "checkpoint renamed": (
        lambda _device, _kai: Premises.objects.update(name="新名"),
        lambda device: device.premises.name == "新名",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_with_the_next_question(secret, kai, change):
    happens, is_seen = CHANGES[change]
    device = recall_device(secret)
    assert may_hold_device(device.officer, device.premises)
    assert not is_seen(device)
    happens(Device.objects.get(), kai)
    assert is_seen(recall_device(secret))


def test_a_post_ends_by_itself_at_midnight(secret):
    Post.objects.filter(role="checkpoint_officer").update(ends_on=now().date())
    with as_if(now() + timedelta(days=3)):
        device = recall_device(secret)
        assert not may_hold_device(device.officer, device.premises)


def test_strangers_and_who_was_withdrawn_long_ago_are_nobody(secret, kai):
    assert [recall_device(each) for each in ("", "x", "x" * 65, "x" * 64)] == [None] * 4
    assert recall_device(secret) is not None
    withdraw_device(Device.objects.get(), by=kai, reason="丢失")
    assert recall_device(secret) is not None  # it may still empty its queue
    with as_if(now() + timedelta(days=8)):
        assert recall_device(secret) is None


def test_two_devices_are_two_and_no_more_are_kept_than_so_many(
    secret, kai, hai, west_exit, monkeypatch
):
    _device, code = invite_device(west_exit, officer=hai, label="西口二号", by=kai)
    _device, other = enrol_device(code)
    monkeypatch.setattr(queries, "MOST_KNOWN", 1)
    for _turn in range(2):
        assert recall_device(secret).label == "西口一号"
        assert recall_device(other).label == "西口二号"
        assert len(queries._known) == 1

"""A lone truck is let in by what is remembered of the device, which what is written proves."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from longgang.accounts.models import Post, User
from longgang.checkpoints.actions.devices import withdraw_device
from longgang.checkpoints.models import Device, PhotoUpload
from longgang.checkpoints.queries import recall_device
from longgang.checkpoints.views.device import COOKIE
from longgang.core.clock import now
from longgang.passes.models import Check, Trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def west(phone):
    """A device that this process remembers, just after a contact."""
    west = phone()
    west.sync()
    return west


def ask(west, vehicle_pass, **changes):
    return west.sync(west.check(vehicle_pass, mode="ask", **changes))


def statements(seen):
    """Without the savepoint of what runs in the transaction of a test."""
    return [each["sql"] for each in seen.captured_queries if "SAVEPOINT" not in each["sql"]]


def test_it_takes_two_statements(west, make_pass):
    vehicle_pass = make_pass()
    with CaptureQueriesContext(connection) as seen:
        answer = ask(west, vehicle_pass, photo=None, note="相机坏了")
    assert len(statements(seen)) == 2
    assert [done["state"] for done in answer["done"]] == ["recorded"]
    assert (answer["forget"], answer["feed"]) == (False, None)
    assert Check.objects.get().device_number == west.device.number
    assert Trip.objects.get().status == "entered"


def test_its_photo_is_expected(west, make_pass):
    (done,) = ask(west, make_pass())["done"]
    assert PhotoUpload.objects.get().nonce == done["nonce"]


def test_what_a_device_says_of_itself_makes_it_no_other(west, make_pass):
    vehicle_pass = make_pass()
    Device.objects.update(last_seen_at=now(), fed_at=now(), waiting_count=3, clock_ahead_ms=7)
    with CaptureQueriesContext(connection) as seen:
        ask(west, vehicle_pass, photo=None, note="相机坏了")
    assert len(statements(seen)) == 2


# What happens to a device that is remembered otherwise, and whether it has to forget.
CHANGES = {
    "withdrawn": lambda west, kai: withdraw_device(west.device, by=kai, reason="丢失"),
    "post ended": lambda _west, kai: Post.objects.filter(role="checkpoint_officer").update(
        ended_at=now(), ended_by=kai
    ),
    "post elsewhere": lambda _west, _kai: Post.objects.filter(role="checkpoint_officer").update(
        premises_number="S-OTHER"
    ),
    "left the service": lambda _west, _kai: User.objects.filter(
        posts__role="checkpoint_officer"
    ).update(is_active=False),
}


@pytest.mark.parametrize("change", CHANGES)
def test_who_may_no_longer_lets_nobody_in(change, west, make_pass, kai):
    vehicle_pass = make_pass()
    west.device.refresh_from_db()
    CHANGES[change](west, kai)
    answer = ask(west, vehicle_pass)
    assert answer["forget"]
    assert [done["state"] for done in answer["done"]] == ["refused"]
    assert not Check.objects.exists()
    assert Trip.objects.get().status == "expected"


def test_what_was_changed_otherwise_is_read_anew_and_the_truck_let_in(west, make_pass):
    User.objects.filter(posts__role="checkpoint_officer").update(name="新名")
    assert ask(west, make_pass())["done"][0]["state"] == "recorded"
    assert recall_device(west.secret).officer.name == "新名"
    assert Check.objects.get().officer.name == "新名"


def test_a_refusal_is_said_as_ever(west, make_pass, lin):
    (done,) = ask(west, make_pass(), temperatures=[38.5])["done"]
    assert done["state"] == "refused"
    assert done["refusals"][0]["words"]
    assert west.post("sync", b"nonsense").status_code == 422
    assert not Check.objects.exists()


def test_several_at_once_are_each_answered_the_faulty_one_too(west, make_pass):
    one, other = make_pass("辽P10001"), make_pass("辽P10002")
    answer = west.sync(
        west.check(one, mode="ask"),
        west.check(one, mode="ask"),
        west.check(other, mode="ask", people_count="many"),
        west.check(other, mode="ask"),
    )
    states = [done["state"] for done in answer["done"]]
    assert states == ["recorded", "refused", "faulty", "recorded"]
    assert Check.objects.count() == 2


def test_an_answer_that_got_lost_is_asked_for_again_and_known(west, make_pass):
    check = west.check(make_pass(), mode="ask")
    assert [west.sync(check)["done"][0]["state"] for _turn in range(3)] == [
        "recorded", "known", "known",
    ]  # fmt: skip
    assert Check.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_with_one_pass_at_the_same_moment_one_lets_it_in(west, phone, make_pass):
    east, vehicle_pass = phone(), make_pass()
    east.sync()
    start, states = threading.Barrier(2), []

    def send(device):
        client = Client()
        client.cookies[COOKIE] = device.secret
        mine = type(device)(device.device, device.secret, client=client)
        check = mine.check(vehicle_pass, mode="ask")
        start.wait()
        try:
            states.append(mine.sync(check)["done"][0]["state"])
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[each]) for each in (west, east)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states) == ["recorded", "refused"]
    assert Check.objects.count() == 1

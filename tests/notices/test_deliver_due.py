"""What the worker does: everything due is tried, nothing is lost, nothing is shown twice."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob
from time_machine import travel

from longgang.core.clock import as_if, now
from longgang.notices.api import deliver_held, holding_messages, notify
from longgang.notices.models import Delivery
from longgang.notices.rules import LAST_TRY, SMS_CHARACTERS
from longgang.notices.worker import deliver_due


def test_deliver_hands_over_what_is_due_and_notes_it(delivery, carrier):
    assert deliver_due(carrier) == 1
    assert carrier.handed == [("13800000002", "Good morning", delivery.key)]
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.last_error) == ("sent", 1, "")
    assert delivery.sent_at is not None
    assert str(delivery) == f"test.said {delivery.number}"


def test_deliver_leads_to_the_address_of_today(ada, carrier, settings):
    """Written under one address, or port, and handed over under another."""
    notify(ada.phone, kind="x.y", text="Look", url="/passes/p/token/")
    settings.PUBLIC_URL = "https://tong.example.gov.cn"
    deliver_due(carrier)
    assert carrier.handed[0][1] == "Look https://tong.example.gov.cn/passes/p/token/"


def test_deliver_shortens_the_words_and_never_the_link(ada, carrier):
    notify(ada.phone, kind="x.y", text="字" * 300, url="/passes/p/token/")
    deliver_due(carrier)
    text = carrier.handed[0][1]
    assert len(text) == SMS_CHARACTERS
    assert text.endswith("字… http://127.0.0.1:8000/passes/p/token/")


@pytest.mark.django_db(transaction=True)
def test_messages_are_held_for_whoever_asks_for_it(ada, settings):
    settings.DEMO, settings.SMS_GATEWAY = True, "longgang.notices.gateways.DemoGateway"
    moment = now() - timedelta(days=3)
    with holding_messages():
        with as_if(moment):
            notify(ada.phone, kind="x.y", text="Then")
        assert not ProcrastinateJob.objects.exists()
        deliver_held()
    notify(ada.phone, kind="x.y", text="Now")
    then, later = Delivery.objects.order_by("id")
    assert (then.status, then.sent_at) == ("sent", moment)
    assert later.status == "waiting"
    assert ProcrastinateJob.objects.count() == 1


def test_deliver_sends_nothing_twice(delivery, carrier):
    deliver_due(carrier)
    assert deliver_due(carrier) == 0
    assert len(carrier.handed) == 1


def test_deliver_sends_what_waits_longest_first(db, carrier):
    for text in ("first", "second", "third"):
        notify("13800000002", kind="x.y", text=text)
    Delivery.objects.filter(key=Delivery.objects.order_by("id").last().key).update(
        next_try_at=now() - timedelta(hours=1)
    )
    deliver_due(carrier)
    assert [text for _phone, text, _key in carrier.handed] == ["third", "first", "second"]


def test_deliver_tries_again_later_what_failed(delivery, carrier):
    carrier.error = ConnectionError("no route to 13800000002")
    assert deliver_due(carrier) == 0
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == ("failed", 1)
    assert delivery.last_error == "ConnectionError: no route to •••0002"

    carrier.error = None
    assert deliver_due(carrier) == 0
    with travel(now() + timedelta(minutes=1)):
        assert deliver_due(carrier) == 1
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.last_error) == ("sent", 2, "")


def test_deliver_gives_up_after_the_last_try_and_says_so(delivery, carrier, caplog):
    carrier.error = ConnectionError("down")
    moment = now()
    for _n in range(LAST_TRY + 3):
        moment += timedelta(hours=1, seconds=1)
        with travel(moment):
            deliver_due(carrier)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == ("given_up", LAST_TRY)
    assert delivery.number in caplog.text
    assert "13800000002" not in caplog.text


def test_one_bad_number_stops_nobody(delivery, carrier):
    notify("13900005678", kind="x.y", text="Good evening")

    class Picky:
        def send(self, phone: str, text: str, *, key: str) -> None:
            if phone == "13800000002":
                raise ValueError("unknown number")
            carrier.send(phone, text, key=key)

    assert deliver_due(Picky()) == 1
    assert [phone for phone, _text, _key in carrier.handed] == ["13900005678"]


def test_deliver_waits_without_counting_tries_until_a_carrier_is_chosen(delivery, carrier):
    moment = now()
    for _n in range(LAST_TRY + 3):
        moment += timedelta(minutes=6)
        with travel(moment):
            assert deliver_due() == 0
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == ("failed", 0)
    assert "SMS_GATEWAY is not set" in delivery.last_error

    with travel(moment + timedelta(minutes=6)):
        assert deliver_due(carrier) == 1


def test_worker_that_dies_after_handing_over_hands_over_under_the_same_key(delivery, carrier):
    class Dying:
        def send(self, phone: str, text: str, *, key: str) -> None:
            carrier.send(phone, text, key=key)
            raise SystemExit

    with pytest.raises(SystemExit):
        deliver_due(Dying())
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == ("waiting", 0)

    assert deliver_due(carrier) == 1
    assert len(carrier.handed) == 2
    assert carrier.shown == {delivery.key}


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_never_send_the_same(carrier):
    for n in range(10):
        notify("13800000002", kind="x.y", text=f"message {n}")

    def work():
        try:
            deliver_due(carrier)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _n in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(carrier.handed) == len(carrier.shown) == 10


@pytest.mark.django_db(transaction=True)
def test_a_message_in_another_workers_hands_is_passed_over(carrier):
    notify("13800000002", kind="x.y", text="slow")
    handing, done = threading.Event(), threading.Event()

    class Slow:
        def send(self, phone: str, text: str, *, key: str) -> None:
            handing.set()
            done.wait(10)

    def work():
        try:
            deliver_due(Slow())
        finally:
            connections.close_all()

    slow = threading.Thread(target=work)
    slow.start()
    handing.wait(10)
    notify("13900005678", kind="x.y", text="quick")
    assert deliver_due(carrier) == 1
    done.set()
    slow.join()
    assert [text for _phone, text, _key in carrier.handed] == ["quick"]

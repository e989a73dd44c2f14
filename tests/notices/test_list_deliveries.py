"""Messages, as whoever looks after them sees them: masked, with their state, to be sent again."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from longgang.core.clock import as_if, now
from longgang.notices.api import notify
from longgang.notices.models import Delivery

LIST = reverse("notices:deliveries")


@pytest.fixture
def given_up(delivery) -> Delivery:
    Delivery.objects.filter(pk=delivery.pk).update(
        status="given_up", attempts=12, last_error="ConnectionError: down"
    )
    delivery.refresh_from_db()
    return delivery


def address(name: str, delivery: Delivery) -> str:
    return reverse(f"notices:{name}", args=[delivery.number])


def test_list_shows_states_and_neither_phone_nor_words(given_up, zhu, signed_in):
    page = signed_in(zhu).get(LIST).content.decode()
    assert "138****0002" in page
    assert "已放弃" in page
    assert "ConnectionError: down" in page
    assert "13800000002" not in page
    assert "Good morning" not in page


def test_list_is_sorted_by_the_moment_not_by_what_was_written_first(zhu, signed_in):
    for hours in (2, 5, 1):
        with as_if(now() - timedelta(hours=hours)):
            notify(f"1380000010{hours}", kind="x.y", text="late")
    page = signed_in(zhu).get(LIST).content.decode()
    assert re.findall(r"138\*{4}010(\d)", page) == ["1", "2", "5"]


def test_list_is_narrowed_by_state(given_up, zhu, signed_in):
    browser = signed_in(zhu)
    assert "138****0002" in browser.get(LIST, {"status": "given_up"}).content.decode()
    assert "138****0002" not in browser.get(LIST, {"status": "sent"}).content.decode()


def test_page_offers_to_send_once_more(given_up, zhu, signed_in):
    page = signed_in(zhu).get(address("delivery", given_up)).content.decode()
    assert address("retry", given_up) in page
    assert "13800000002" not in page
    assert "Good morning" not in page


@pytest.mark.parametrize("status", ["waiting", "failed"])
def test_page_says_when_the_next_try_is(delivery, zhu, signed_in, status):
    Delivery.objects.filter(pk=delivery.pk).update(status=status)
    page = signed_in(zhu).get(address("delivery", delivery)).content.decode()
    assert (address("retry", delivery) in page) is (status == "failed")


def test_page_of_a_sent_message_offers_nothing(delivery, carrier, zhu, signed_in):
    from longgang.notices.worker import deliver_due

    deliver_due(carrier)
    page = signed_in(zhu).get(address("delivery", delivery)).content.decode()
    assert "已发送" in page
    assert address("retry", delivery) not in page


def test_retry_puts_it_back_into_the_queue(given_up, zhu, signed_in):
    answer = signed_in(zhu).post(address("retry", given_up))
    assert answer.url == address("delivery", given_up)
    given_up.refresh_from_db()
    assert given_up.status == "waiting"


def test_retry_twice_is_told_that_it_is_done(given_up, zhu, signed_in):
    browser = signed_in(zhu)
    browser.post(address("retry", given_up))
    assert browser.post(address("retry", given_up)).status_code == 409


@pytest.mark.parametrize("name", ["delivery", "retry"])
def test_messages_are_not_for_other_posts(given_up, sam, signed_in, name):
    browser = signed_in(sam)
    send = browser.post if name == "retry" else browser.get
    assert send(address(name, given_up)).status_code == 403
    assert browser.get(LIST).status_code == 403


def test_messages_that_do_not_exist_are_not_found(zhu, signed_in):
    assert signed_in(zhu).get("/notices/deliveries/nothing/").status_code == 404


def test_demo_phone_shows_whole_messages_in_the_demo(delivery, client, settings):
    settings.DEMO = True
    page = client.get("/notices/demo-sms/").content.decode()
    assert "13800000002" in page
    assert "Good morning" in page


def test_addresses_on_the_demo_phone_lead_there(delivery, client, settings):
    settings.DEMO, settings.PUBLIC_URL = True, "http://127.0.0.1:8147"
    Delivery.objects.filter(pk=delivery.pk).update(text="Seen & done: <b>", url="/t/abc/?a=1&b=2")
    page = client.get("/notices/demo-sms/").content.decode()
    address = "http://127.0.0.1:8147/t/abc/?a=1&amp;b=2"
    assert f'Seen &amp; done: &lt;b&gt; <a class="break-all" href="{address}">{address}</a>' in page


def test_demo_phone_is_empty_at_first(db, client, settings):
    settings.DEMO = True
    assert "暂无短信" in client.get("/notices/demo-sms/").content.decode()


def test_demo_phone_exists_only_in_the_demo(delivery, client):
    assert client.get("/notices/demo-sms/").status_code == 404

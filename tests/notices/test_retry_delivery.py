"""An administrator has a message sent once more."""

import pytest

from longgang.core.clock import now
from longgang.core.errors import IllegalMove, NotAllowed, StaleRow
from longgang.notices.actions import retry_delivery
from longgang.notices.models import Delivery
from tests.audit.helpers import assert_one_event


@pytest.fixture
def given_up(delivery) -> Delivery:
    delivery.status, delivery.attempts = "given_up", 12
    delivery.save()
    return delivery


def test_retry_puts_the_message_back_into_the_queue(given_up, zhu):
    with assert_one_event("delivery.retried") as told:
        retry_delivery(given_up, by=zhu)
    given_up.refresh_from_db()
    assert (given_up.status, given_up.attempts) == ("waiting", 0)
    assert given_up.next_try_at <= now()
    assert told[0].before == {"status": "given_up", "attempts": 12}
    assert "13800000002" not in str(told[0].__dict__)


@pytest.mark.parametrize(
    ("status", "may"), [("waiting", False), ("failed", True), ("sent", False), ("given_up", True)]
)
def test_retry_by_status(delivery, zhu, status, may):
    delivery.status, delivery.sent_at = status, now() if status == "sent" else None
    delivery.save()
    if may:
        retry_delivery(delivery, by=zhu)
        assert delivery.status == "waiting"
    else:
        with pytest.raises(IllegalMove):
            retry_delivery(delivery, by=zhu)


def test_retry_refuses_whoever_does_not_look_after_messages(given_up, ada):
    with pytest.raises(NotAllowed):
        retry_delivery(given_up, by=ada)
    given_up.refresh_from_db()
    assert given_up.status == "given_up"


def test_retry_loses_to_whoever_was_faster(given_up, zhu):
    faster = Delivery.objects.get()
    retry_delivery(faster, by=zhu)
    with pytest.raises(StaleRow):
        retry_delivery(given_up, by=zhu)

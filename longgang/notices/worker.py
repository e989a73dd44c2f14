"""One round of deliveries: what the worker does each minute and whenever it is woken."""

import logging
from typing import Any

from django.db import transaction

from longgang.audit.api import mask_text
from longgang.core.clock import now

from .gateways import NotConfiguredError, SmsGateway, sms_gateway
from .lifecycle import LIFECYCLE
from .models import Delivery
from .rules import LONGEST_PAUSE, next_try

log = logging.getLogger(__name__)


def deliver_due(gateway: SmsGateway | None = None) -> int:
    """Send everything that is due; says how many messages arrived at the carrier.

    Each message has its own transaction and is locked while it is handed over, so several workers
    never send the same one, and one bad number stops nobody. Nothing is lost when a worker dies:
    its message is unlocked, still due, and handed over again under the same key.
    """
    sent = 0
    while (arrived := deliver_next(gateway)) is not None:
        sent += arrived
    return sent


@transaction.atomic
def deliver_next(gateway: SmsGateway | None = None) -> bool | None:
    """Try the longest waiting message; None when nothing is due."""
    due = Delivery.objects.due().select_for_update(skip_locked=True, of=("self",))
    delivery = due.first()
    return None if delivery is None else hand_over(delivery, gateway)


def hand_over(delivery: Delivery, gateway: SmsGateway | None = None) -> bool:
    """Give one message to the carrier, and note how that went; whether it was taken."""
    try:
        carrier = gateway or sms_gateway()
        carrier.send(delivery.phone, delivery.full_text, key=delivery.key)
    except NotConfiguredError as error:
        _wait(delivery, error)
        return False
    except Exception as error:  # noqa: BLE001  a carrier fails in its own ways; all are tried again
        _note_failure(delivery, error)
        return False
    LIFECYCLE.move(delivery, "send", sent_at=now(), attempts=delivery.attempts + 1, last_error="")
    return True


def _wait(delivery: Delivery, error: Exception) -> None:
    """The carrier is to blame, not the message: its tries are not counted."""
    LIFECYCLE.move(
        delivery, "fail", next_try_at=now() + LONGEST_PAUSE / 12, last_error=_in_short(error)
    )


def _note_failure(delivery: Delivery, error: Exception) -> None:
    attempts = delivery.attempts + 1
    moment = next_try(attempts, now())
    noted: dict[str, Any] = {"attempts": attempts, "last_error": _in_short(error)}
    if moment is None:
        log.error("message %s given up after %d tries", delivery.number, attempts)
        LIFECYCLE.move(delivery, "give_up", **noted)
    else:
        LIFECYCLE.move(delivery, "fail", next_try_at=moment, **noted)


def _in_short(error: Exception) -> str:
    """What went wrong, without the numbers that carriers like to repeat in their errors."""
    return mask_text(f"{type(error).__name__}: {error}")[:500]

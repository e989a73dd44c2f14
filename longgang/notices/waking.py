"""Tells the worker, after the commit, that something waits; without it the next minute finds it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from longgang.core.clock import as_if
from longgang.core.prepared import run

from .models import Delivery
from .worker import hand_over

QUEUE = "notices"
TASK = "notices.deliver_now"
_held: ContextVar[list[str] | None] = ContextVar("held_messages", default=None)


def wake_worker(*keys: str) -> None:
    """Ask for a round of deliveries once the caller's transaction is committed; name the messages.

    Not inside it: asking twice at once fails in the database, which would undo the deed itself.
    """
    if keys:
        transaction.on_commit(partial(_ask, keys), robust=True)


@contextmanager
def holding_messages() -> Iterator[None]:
    """Nobody is woken inside: `deliver_held` hands over what was written, when its caller likes."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def deliver_held() -> None:
    """Hand over what was written since the last time, each message at the moment of its deed.

    For the demo, which relives days without a worker.
    """
    held = _held.get()
    if not held:
        return
    for delivery in Delivery.objects.filter(key__in=held).order_by("id"):
        with as_if(delivery.created_at):
            hand_over(delivery)
    held.clear()


_WAITS = "SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo' LIMIT 1"


def _ask(keys: Sequence[str]) -> None:
    if (held := _held.get()) is not None:
        held.extend(keys)
        return
    if run(_WAITS, [TASK]):
        return  # cheaper than being refused, and leaves no error in the database's log
    try:
        app.configure_task(TASK, queue=QUEUE, queueing_lock=TASK).defer()
    except AlreadyEnqueued:
        return  # somebody else asked, and the round has not begun

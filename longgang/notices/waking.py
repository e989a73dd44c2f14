"""Tells the worker, after the commit, that something waits; without it the next minute finds it.

A web process has a thread for that: it asks once for whatever was written while it was asking, and
no truck waits for it.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from threading import Event, Thread

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from longgang.core.clock import as_if
from longgang.core.statements import run

from .models import Delivery
from .worker import hand_over

QUEUE = "notices"
TASK = "notices.deliver_now"
PAUSE_S = 0.2  # a message can wait so long; asking more often slows the trucks' own requests
log = logging.getLogger(__name__)
_held: ContextVar[list[str] | None] = ContextVar("held_messages", default=None)
_written = Event()
_is_aside = Event()


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


def wake_from_aside() -> None:
    """From now on, in this process, a thread of its own does the asking."""
    _is_aside.set()
    Thread(target=_ask_from_aside, name="waking", daemon=True).start()


def _ask_from_aside() -> None:
    """Ask for what was written, then pause: what comes meanwhile is asked for together."""
    while _written.wait():
        _written.clear()
        try:
            _ask_in_database()
        except Exception:
            log.exception("The worker could not be woken; within a minute it looks by itself")
        finally:
            connection.close()
        time.sleep(PAUSE_S)


def _ask(keys: Sequence[str]) -> None:
    if (held := _held.get()) is not None:
        held.extend(keys)
    elif _is_aside.is_set():
        _written.set()
    else:
        _ask_in_database()


_WAITS = "SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo' LIMIT 1"


def _ask_in_database() -> None:
    if run(_WAITS, [TASK]):
        return  # cheaper than being refused, and leaves no error in the database's log
    try:
        app.configure_task(TASK, queue=QUEUE, queueing_lock=TASK).defer()
    except AlreadyEnqueued:
        return  # somebody else asked, and the round has not begun

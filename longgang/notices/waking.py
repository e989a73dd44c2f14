"""Tells the worker, after the commit, that something waits; without it the next minute finds it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from longgang.core.prepared import run

from .worker import deliver_next

QUEUE = "notices"
TASK = "notices.deliver_now"
_at_once: ContextVar[bool] = ContextVar("deliver_at_once", default=False)


def wake_worker() -> None:
    """Ask for a round of deliveries once the caller's transaction is committed.

    Not inside it: asking twice at once fails in the database, which would undo the deed itself.
    """
    transaction.on_commit(partial(_ask), robust=True)


@contextmanager
def delivering_at_once() -> Iterator[None]:
    """Deliver right after each commit instead of asking. For the demo, which relives days without
    a worker: its messages leave at the moment of the deed.
    """
    token = _at_once.set(True)
    try:
        yield
    finally:
        _at_once.reset(token)


_WAITS = "SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo' LIMIT 1"


def _ask() -> None:
    if _at_once.get():
        deliver_next()  # each message asks for itself
        return
    if run(_WAITS, [TASK]):
        return  # cheaper than being refused, and leaves no error in the database's log
    try:
        app.configure_task(TASK, queue=QUEUE, queueing_lock=TASK).defer()
    except AlreadyEnqueued:
        return  # somebody else asked, and the round has not begun

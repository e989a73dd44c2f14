"""Tells the worker, after the commit, that something waits; without it the next minute finds it."""

from functools import partial

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

QUEUE = "notices"
TASK = "notices.deliver_now"


def wake_worker() -> None:
    """Ask for a round of deliveries once the caller's transaction is committed.

    Not inside it: asking twice at once fails in the database, which would undo the deed itself.
    """
    transaction.on_commit(partial(_ask), robust=True)


def _ask() -> None:
    if ProcrastinateJob.objects.filter(queueing_lock=TASK, status="todo").exists():
        return  # cheaper than being refused, and leaves no error in the database's log
    try:
        app.configure_task(TASK, queue=QUEUE, queueing_lock=TASK).defer()
    except AlreadyEnqueued:
        return  # somebody else asked, and the round has not begun

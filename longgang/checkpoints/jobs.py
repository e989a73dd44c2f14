"""Scheduled work of the checkpoints. Nothing depends on it being in time."""

from datetime import timedelta

from procrastinate.contrib.django import app

from longgang.core.clock import now
from longgang.passes.api import forget_changes

from .actions.conflicts import escalate_conflicts, look_again, look_for_odd_exits
from .actions.photos import discard_old_uploads

CHANGES_KEPT = timedelta(hours=48)


@app.periodic(cron="* * * * *")
@app.task(
    name="checkpoints.watch_conflicts", queueing_lock="checkpoints.watch_conflicts",
    pass_context=False,
)  # fmt: skip
def watch_conflicts(timestamp: int) -> None:
    """Each minute: open what exits at the page leave behind, close what has been explained since,
    pass on what nobody has looked into.
    """
    look_for_odd_exits()
    look_again()
    escalate_conflicts()


@app.periodic(cron="40 3 * * *")
@app.task(
    name="checkpoints.tidy", queueing_lock="checkpoints.tidy", pass_context=False
)  # fmt: skip
def tidy(timestamp: int) -> None:
    """Each night: forget old changes and photos that never arrived whole."""
    forget_changes(now() - CHANGES_KEPT)
    discard_old_uploads()

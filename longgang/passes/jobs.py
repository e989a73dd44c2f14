"""Scheduled work of the passes: reminders and tidying. Nothing depends on it being in time."""

from procrastinate.contrib.django import app

from .actions.drafts import discard_old_drafts
from .actions.loop import expire_passes, notice_overdue_trips, remind_desks


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="passes_each_minute", pass_context=False)
def watch_the_clock(timestamp: int) -> None:
    """Each minute: remind desks, tell owners of overdue legs."""
    remind_desks()
    notice_overdue_trips()


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="passes_expire", pass_context=False)
def tidy_expired_passes(timestamp: int) -> None:
    """Every ten minutes: give passes past their date the status that their dates imply."""
    expire_passes()


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="passes_discard_old_drafts", pass_context=False)
def tidy_old_drafts(timestamp: int) -> None:
    """Each night: throw away the drafts whose time of keeping is over."""
    discard_old_drafts()

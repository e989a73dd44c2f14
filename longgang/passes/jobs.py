"""Scheduled work of the passes: reminders, expiry and keys. Nothing depends on it being in time."""

from procrastinate.contrib.django import app

from .actions.keys import destroy_relieved_keys
from .actions.loop import expire_passes, lapse_returned, notice_overdue_trips, remind_desks


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="passes_each_minute", pass_context=False)
def watch_the_clock(timestamp: int) -> None:
    """Each minute: remind desks, tell owners of overdue legs."""
    remind_desks()
    notice_overdue_trips()


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="passes_expire", pass_context=False)
def tidy_expired_passes(timestamp: int) -> None:
    """Every ten minutes: what is past its date gets that status; what nobody corrected ends."""
    expire_passes()
    lapse_returned()


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="passes_keys", pass_context=False)
def tidy_relieved_keys(timestamp: int) -> None:
    """Each hour: destroy the halves of keys that will never sign again."""
    destroy_relieved_keys()

"""Scheduled work of the measures. Nothing that is due, done or over depends on it."""

from datetime import timedelta

from procrastinate.contrib.django import app

from longgang.core.clock import today

from .actions.extending import extend_for_missed_tests


@app.periodic(cron="20 * * * *")
@app.task(
    name="measures.extend_for_missed_tests", queueing_lock="measures.extend_for_missed_tests",
    pass_context=False,
)  # fmt: skip
def extend_each_night(timestamp: int) -> None:
    """Each hour: a missed test of the last days extends once, also after a night without worker."""
    for days in (3, 2, 1):
        extend_for_missed_tests(today() - timedelta(days=days))

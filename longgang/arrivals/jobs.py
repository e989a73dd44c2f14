"""Scheduled work of the arrivals. Nothing that is late depends on it: it only tells."""

from procrastinate.contrib.django import app

from .actions.handling import raise_unclaimed


@app.periodic(cron="* * * * *")
@app.task(
    name="arrivals.raise_unclaimed", queueing_lock="arrivals.raise_unclaimed", pass_context=False
)
def raise_each_minute(timestamp: int) -> None:
    """Each minute: tell the street what its communities have not claimed in time."""
    raise_unclaimed()

"""Scheduled work of the sites. No figure and no list depends on it: it only looks and tells."""

from procrastinate.contrib.django import app

from .actions.reconciling import tell_differences


@app.periodic(cron="30 21 * * *")  # 05:30 where we are: before the day at the sites begins
@app.task(name="isolation.reconcile", queueing_lock="isolation.reconcile", pass_context=False)
def reconcile_each_night(timestamp: int) -> None:
    """Tell each site and each community where the lists differ."""
    tell_differences()

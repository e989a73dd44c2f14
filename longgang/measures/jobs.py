"""Scheduled work of the measures. Nothing that is due, done or over depends on it."""

import logging
from datetime import timedelta

from procrastinate.contrib.django import app

from longgang.core.clock import today

from .actions.agendas import count_done
from .actions.extending import extend_for_missed_tests
from .actions.handing import raise_unaccepted
from .models import Measure

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(
    name="measures.raise_unaccepted", queueing_lock="measures.raise_unaccepted", pass_context=False
)
def raise_each_minute(timestamp: int) -> None:
    """Each minute: tell the community, then the street, whom nobody has accepted in time."""
    raise_unaccepted()


@app.periodic(cron="20 * * * *")
@app.task(
    name="measures.extend_for_missed_tests", queueing_lock="measures.extend_for_missed_tests",
    pass_context=False,
)  # fmt: skip
def extend_each_night(timestamp: int) -> None:
    """Each hour: a missed test of the last days extends once, also after a night without worker."""
    for days in (3, 2, 1):
        extend_for_missed_tests(today() - timedelta(days=days))


@app.periodic(cron="50 * * * *")
@app.task(name="measures.count_done", queueing_lock="measures.count_done", pass_context=False)
def count_each_hour(timestamp: int) -> None:
    """Each hour: hold what the deeds have noted as done today against what was observed."""
    if differing := count_done(Measure.objects.open()):
        log.warning("what was done today was noted otherwise for %d measures", differing)

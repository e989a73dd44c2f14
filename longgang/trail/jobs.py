"""Partitions of the coming days are made, those whose time is over dropped; files are tended."""

from datetime import timedelta

from django.utils.timezone import localtime
from procrastinate.contrib.django import app

from longgang.core.clock import now

from .gathering import gather_visits
from .homes import gather_homes
from .partitions import carry_over, drop_partitions, first_kept_day, make_partitions
from .readiness import build_files, tend_files

# How far back is looked: each minute at what has just happened; each hour also at what
# a transaction committed late; each night at what devices without network told, and at what was
# corrected.
MINUTES, HOURS, DAYS = timedelta(minutes=10), timedelta(hours=3), timedelta(days=4)
NIGHT = 2  # o'clock
GATHER = "trail.gather"  # one after the other: two at once would tell the same


@app.periodic(cron="* * * * *")
@app.task(
    name="trail.gather_visits", queue="trail", queueing_lock="trail.gather_visits",
    lock=GATHER, pass_context=False,
)  # fmt: skip
def gather_each_minute(timestamp: int) -> None:
    """Each minute: visits that follow from what the modules have kept since."""
    gather_visits(within=MINUTES)


@app.periodic(cron="35 * * * *")
@app.task(
    name="trail.gather_late_visits", queue="trail", queueing_lock="trail.gather_late_visits",
    lock=GATHER, pass_context=False,
)  # fmt: skip
def gather_each_hour(timestamp: int) -> None:
    """Each hour: the same of the last hours; at night, of the last days."""
    gather_visits(within=DAYS if localtime(now()).hour == NIGHT else HOURS)


@app.periodic(cron="50 1 * * *")
@app.task(
    name="trail.gather_homes", queue="trail", queueing_lock="trail.gather_homes",
    lock=GATHER, pass_context=False,
)  # fmt: skip
def gather_each_night(timestamp: int) -> None:
    """Each night: who lives together, as the register knows it."""
    gather_homes()


@app.periodic(cron="5 * * * *")
@app.task(
    name="trail.tend_partitions", queue="trail", queueing_lock="trail.tend_partitions",
    pass_context=False,
)  # fmt: skip
def tend_partitions(timestamp: int) -> None:
    """Each hour: days ahead, and what lies in the rest. Until then visits stand there."""
    make_partitions()


@app.periodic(cron="10 3 * * *")
@app.task(
    name="trail.drop_partitions", queue="trail", queueing_lock="trail.drop_partitions",
    pass_context=False,
)  # fmt: skip
def drop_each_night(timestamp: int) -> None:
    """Each night: what lasts is told anew from the first day kept, older days go."""
    carry_over()
    if build_files():  # first, so that what was carried over does not stand twice in the files
        drop_partitions(before=first_kept_day())


@app.periodic(cron="* * * * *")
@app.task(
    name="trail.tend_files", queue="trail", queueing_lock="trail.tend_files", pass_context=False
)
def tend_each_minute(timestamp: int) -> None:
    """Each minute: the engine's files, where they are missing, damaged or much has changed."""
    tend_files()

"""Partitions of the coming days are made, those whose time is over dropped; files are tended."""

from procrastinate.contrib.django import app

from .files import build_files, tend_files
from .partitions import carry_over, drop_partitions, first_kept_day, make_partitions


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

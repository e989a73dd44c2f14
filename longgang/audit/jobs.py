"""Binds new rows of the books into the chain; deletes what was kept long enough."""

from django.core.management import call_command
from procrastinate.contrib.django import app

from .chain import seal_chain as seal
from .retention import delete_outdated


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal_chain", queue="audit", queueing_lock="audit.seal_chain")
def seal_chain(timestamp: int) -> None:
    """Each minute. A minute that is missed is made up for by the next."""
    seal()


@app.periodic(cron="20 3 * * *")
@app.task(
    name="audit.delete_outdated", queueing_lock="audit.delete_outdated", pass_context=False
)  # fmt: skip
def delete_each_night(timestamp: int) -> None:
    """Each night: rows whose time of keeping is over, and sessions that have ended."""
    delete_outdated()
    call_command("clearsessions")

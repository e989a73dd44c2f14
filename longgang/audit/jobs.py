"""Binds new rows of the books into the chain."""

from procrastinate.contrib.django import app

from .chain import seal_chain as seal


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal_chain", queue="audit", queueing_lock="audit.seal_chain")
def seal_chain(timestamp: int) -> None:
    """Each minute. A minute that is missed is made up for by the next."""
    seal()

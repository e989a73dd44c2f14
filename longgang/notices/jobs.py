"""Deliveries: each minute, and whenever something was written that should not wait a minute."""

from procrastinate.contrib.django import app

from .waking import QUEUE, TASK
from .worker import deliver_due


@app.task(name=TASK, queue=QUEUE, queueing_lock=TASK)
def deliver_now() -> None:
    """Something was just written."""
    deliver_due()


@app.periodic(cron="* * * * *")
@app.task(
    name="notices.deliver_pending",
    queue=QUEUE,
    queueing_lock="notices.deliver_pending",
    pass_context=False,
)
def deliver_pending(timestamp: int) -> None:
    """What failed and is due again, and what nobody was woken for."""
    deliver_due()

"""Reads and enters the workbooks of labs: thousands of rows take seconds, and a page shows them."""

from datetime import timedelta

from procrastinate.contrib.django import app

from longgang.core.clock import now

from .actions.result_uploads import (
    ENTER,
    READ,
    enter_result_workbook,
    read_result_workbook,
)
from .models import ResultUpload

PATIENCE, GIVEN_UP = timedelta(minutes=2), timedelta(hours=1)


@app.task(name=READ, queue="health")
def read_results(number: str) -> None:
    """Somebody has sent a workbook. What was read already stays read."""
    upload = ResultUpload.objects.to_read().filter(number=number).first()
    if upload is not None:
        read_result_workbook(upload)


@app.task(name=ENTER, queue="health")
def enter_results(number: str) -> None:
    """Somebody has said yes. What was entered already stays entered."""
    upload = ResultUpload.objects.to_enter().filter(number=number).first()
    if upload is not None:
        enter_result_workbook(upload)


@app.periodic(cron="* * * * *")
@app.task(
    name="health.look_for_waiting",
    queue="health",
    queueing_lock="health.look_for_waiting",
    pass_context=False,
)
def look_for_waiting(timestamp: int) -> None:
    """Each minute: what the worker was not woken for, or was stopped in the middle of."""
    since = now() - GIVEN_UP, now() - PATIENCE
    for upload in ResultUpload.objects.to_read().filter(uploaded_at__range=since):
        read_result_workbook(upload)
    for upload in ResultUpload.objects.to_enter().filter(asked_at__range=since):
        enter_result_workbook(upload)

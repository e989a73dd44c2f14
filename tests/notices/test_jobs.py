"""The worker is woken after the commit, and is not needed for anything to be kept."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from longgang.notices import worker
from longgang.notices.api import notify
from longgang.notices.jobs import deliver_now, deliver_pending
from longgang.notices.models import Delivery
from longgang.notices.waking import TASK


@pytest.fixture
def _idle(transactional_db):
    """No job left over from elsewhere: Django does not empty the tables of the job queue."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo'")
        return [name for (name,) in cursor.fetchall()]


def test_jobs_of_every_module_are_found():
    assert {TASK, "notices.deliver_pending", "audit.seal_chain"} <= set(app.tasks)


def test_jobs_run_each_minute_without_being_woken():
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["notices.deliver_pending"] == "* * * * *"
    assert periodic["audit.seal_chain"] == "* * * * *"


@pytest.mark.usefixtures("_idle")
def test_worker_is_woken_once_after_the_commit():
    with transaction.atomic():
        for n in range(3):
            notify("13800000002", kind="x.y", text=f"message {n}")
        assert jobs() == []
    assert jobs() == [TASK]
    notify("13800000002", kind="x.y", text="one more")
    assert jobs() == [TASK]
    assert Delivery.objects.count() == 4


@pytest.mark.usefixtures("_idle")
def test_worker_is_not_woken_for_what_was_undone():
    with contextlib.suppress(RuntimeError), transaction.atomic():
        notify("13800000002", kind="x.y", text="never")
        raise RuntimeError
    assert jobs() == []


@pytest.mark.parametrize("job", [deliver_now, lambda: deliver_pending(timestamp=0)])
def test_jobs_deliver_what_is_due(delivery, carrier, monkeypatch, job):
    monkeypatch.setattr(worker, "sms_gateway", lambda: carrier)
    job()
    assert len(carrier.handed) == 1


@pytest.mark.usefixtures("_idle")
def test_a_real_worker_delivers_what_was_written_while_it_was_stopped(carrier, monkeypatch):
    monkeypatch.setattr(worker, "sms_gateway", lambda: carrier)
    notify("13800000002", kind="x.y", text="Hello")
    assert Delivery.objects.get().status == "waiting"

    with (
        app.replace_connector(app.connector.get_worker_connector()) as running,
        ThreadPoolExecutor(1) as thread,  # the browser's driver may have an event loop in ours
    ):
        thread.submit(
            running.run_worker, wait=False, install_signal_handlers=False, listen_notify=False
        ).result(60)
    assert Delivery.objects.get().status == "sent"

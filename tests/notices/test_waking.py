"""The worker is asked for by whoever has written something, or from aside."""

from threading import Event

import pytest

from longgang.core.statements import run
from longgang.notices import waking
from longgang.notices.actions import notify
from longgang.notices.waking import TASK, wake_from_aside

WAITING = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'"


def tell(count=1):
    for serial in range(count):
        notify(f"1380000000{serial}", kind="pass.issued", text="你好")


@pytest.mark.django_db
def test_it_is_asked_for_once_the_deed_is_done(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(2)
        assert run(WAITING, [TASK]) == [(0,)]
    assert run(WAITING, [TASK]) == [(1,)]


@pytest.mark.django_db
def test_from_aside_it_is_asked_for_once_for_what_came_meanwhile(
    monkeypatch, django_capture_on_commit_callbacks
):
    asked, may_answer, answered = [], Event(), Event()

    def ask():
        asked.append(len(asked))
        may_answer.wait(10)
        answered.set()
        if len(asked) == 1:
            raise ZeroDivisionError  # the next one is asked for all the same

    monkeypatch.setattr(waking, "_ask_in_database", ask)
    monkeypatch.setattr(waking, "_is_aside", Event())
    monkeypatch.setattr(waking, "PAUSE_S", 0)
    wake_from_aside()
    with django_capture_on_commit_callbacks(execute=True):
        tell()
    while not asked:  # its thread has begun
        waking.time.sleep(0.001)
    with django_capture_on_commit_callbacks(execute=True):
        tell(5)
    assert asked == [0]  # nobody waits for the answer
    may_answer.set()
    assert answered.wait(10)
    while len(asked) < 2:
        waking.time.sleep(0.001)
    waking.time.sleep(0.05)
    assert asked == [0, 1]

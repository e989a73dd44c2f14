"""PostgreSQL goes away in the middle of the day: a clear page, and everything heals by itself."""

import http.client
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from longgang.launch import database
from longgang.launch.worker import CONCURRENCY
from tests.launch.conftest import Installation, installation  # noqa: F401 - a fixture

SECONDS_TO_HEAL = 90
MESSAGES = 80
TELL_MANY = f"""
from longgang.notices.api import notify
for number in range({MESSAGES}):
    notify(f"139{{number:08}}", kind="test.said", text="Hello", key=str(number))
"""
A_PAGE_WITH_ROWS = "/passes/p/nobodyhasthistoken0000/"  # 404 from the database, not without it


@pytest.fixture
def server(tmp_path: Path):
    """A PostgreSQL of its own, which the test stops and starts as an operator would."""
    folder = tmp_path / "own-postgres"
    found = database.start_or_reuse(folder, disposable=True)
    url = found.ensure_database("longgang")
    found.stop()
    yield folder, url
    database.start_or_reuse(folder, disposable=True).stop()


def ask(port: int, address: str = "/") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address)
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def wait_until(is_true: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + SECONDS_TO_HEAL
    while not is_true():
        assert time.monotonic() < until, what
        time.sleep(0.2)


def web_processes(installation: Installation) -> set[int]:  # noqa: F811
    """The web server and its children."""
    found = installation.processes()
    return {process.pid for process in found if "granian" in process.cmdline()}


def ask_for_a_round(url: str) -> int:
    """Tell the worker, as the product does after a notice was written; the job's number."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) "
            "VALUES ('notices', 'notices.deliver_now', '{}') RETURNING id"
        ).fetchone()
    assert row
    return row[0]


def is_done(url: str, job: int) -> bool:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        row = found.fetchone()
    return row is None or row[0] == "succeeded"


def keys_in(carried: Path) -> list[str]:
    """What the carrier was handed so far."""
    return carried.read_text(encoding="utf-8").splitlines() if carried.exists() else []


def count_sent(url: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT count(*) FROM notices_delivery WHERE status = 'sent'")
        row = found.fetchone()
    return row[0] if row else 0


def test_the_database_is_restarted_under_web_and_worker(server, installation, tmp_path):  # noqa: F811
    """One story, because each start costs seconds."""
    folder, url = server
    held = database.start_or_reuse(folder, disposable=True)
    carried = tmp_path / "carried"
    settings = {
        "DATABASE_URL": url,
        "SMS_GATEWAY": "tests.hostile.carrier.SlowCarrier",
        "CARRIED": str(carried),
    }
    run = installation.start("serve", **settings)
    run.wait_until_ready()
    before = web_processes(installation)
    assert before
    first = ask_for_a_round(url)
    wait_until(lambda: is_done(url, first), "the worker does not work")

    # In the middle of a round of messages, which somebody has just written.
    code, said = installation.ask("shell", "-c", TELL_MANY, **settings)
    assert code == 0, said
    wait_until(lambda: len(keys_in(carried)) > 3, "no message was handed over")
    # Away: every page says so, with what to do; nobody waits for long.
    assert held.stop()
    asked = time.monotonic()
    addresses = (A_PAGE_WITH_ROWS, "/healthz", "/no/such/page/")
    with ThreadPoolExecutor() as pool:
        (status, page), (health, _said), (lost, _said) = pool.map(
            lambda address: ask(installation.port, address), addresses
        )
    assert status == 503
    assert "数据库正在重启" in page
    assert health == 503
    assert lost in {404, 503}
    assert time.monotonic() - asked < 15

    # Back: the first page works, not the third; the worker may be a new one, nobody had to ask.
    held = database.start_or_reuse(folder, disposable=True)
    wait_until(lambda: ask(installation.port, "/healthz")[0] == 200, "the web server is not back")
    assert {ask(installation.port, A_PAGE_WITH_ROWS)[0] for _ in range(12)} == {404}
    second = ask_for_a_round(url)
    wait_until(lambda: is_done(url, second), "the worker did not come back")

    # No message is lost; what was in hand may come twice, under one key: it is read once.
    wait_until(lambda: count_sent(url) == MESSAGES, "a message was lost")
    keys = keys_in(carried)
    assert len(set(keys)) == MESSAGES
    assert len(keys) - MESSAGES <= CONCURRENCY
    assert web_processes(installation) == before, run.said
    assert run.interrupt() == 0
    held.stop()

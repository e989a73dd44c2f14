"""The embedded PostgreSQL, started and stopped for real."""

import os
import signal
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from longgang.launch import database


@pytest.fixture
def data_dir(tmp_path: Path):
    folder = tmp_path / "postgres"
    yield folder
    if folder.exists():
        database.start_or_reuse(folder, disposable=True).stop()


def answer(url: str):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchone()


def server_pid(data_dir: Path) -> int:
    return int((data_dir / "postmaster.pid").read_text().split("\n")[0])


def test_start_makes_a_server_that_answers_and_stop_ends_it(data_dir):
    server = database.start_or_reuse(data_dir, disposable=True)
    url = server.ensure_database("longgang")
    assert answer(url) == (1,)
    assert server.stop() is True
    with pytest.raises(psycopg.OperationalError):
        answer(url)


def test_stop_leaves_a_server_that_somebody_else_uses(data_dir):
    first = database.start_or_reuse(data_dir, disposable=True)
    second = database.start_or_reuse(data_dir, disposable=True)
    assert first.stop() is False
    assert answer(second.url("postgres")) == (1,)
    assert second.stop() is True


def test_start_survives_the_death_of_the_server(data_dir):
    server = database.start_or_reuse(data_dir, disposable=True)
    server.ensure_database("longgang")
    killed = psutil.Process(server_pid(data_dir))
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(10)
    again = database.start_or_reuse(data_dir, disposable=True)
    assert answer(again.url("longgang")) == (1,)
    server.stop()
    again.stop()


def test_start_ignores_a_pid_file_that_names_another_program(data_dir):
    database.start_or_reuse(data_dir, disposable=True).stop()
    (data_dir / "postmaster.pid").write_text(f"{os.getpid()}\n{data_dir}\n{int(time.time())}\n")
    server = database.start_or_reuse(data_dir, disposable=True)
    assert answer(server.url("postgres")) == (1,)
    server.stop()


def test_start_ignores_a_lock_of_the_socket_whose_number_is_used(data_dir, tmp_path):
    """As after kill -9 of everything: nobody has fetched what is left of the server."""
    other = database.start_or_reuse(tmp_path / "other", disposable=True)
    try:
        database.start_or_reuse(data_dir, disposable=True).stop()
        lock = data_dir / ".s.PGSQL.5432.lock"
        lock.write_text(f"{server_pid(tmp_path / 'other')}\n{data_dir}\n{int(time.time())}\n5432\n")
        server = database.start_or_reuse(data_dir, disposable=True)
        assert answer(server.url("postgres")) == (1,)
        server.stop()
    finally:
        other.stop()


def test_start_replaces_a_cluster_that_was_never_finished(data_dir):
    data_dir.mkdir()
    (data_dir / "base").mkdir()
    server = database.start_or_reuse(data_dir, disposable=True)
    assert answer(server.url("postgres")) == (1,)
    server.stop()


def test_a_long_path_gets_a_short_socket_folder(data_dir):
    deep = data_dir / ("long" * 20) / "postgres"
    server = database.start_or_reuse(deep, disposable=True)
    assert answer(server.url("postgres")) == (1,)
    server.stop()

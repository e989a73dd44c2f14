"""The tables of an installation, made by processes that die in between."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from longgang.launch import database
from longgang.launch.prepare import migrate_if_needed
from longgang.launch.sentences import CannotStartError

MAKE_TABLES = """
import os
import django
from django.db.migrations.recorder import MigrationRecorder

note = MigrationRecorder.record_applied

def note_or_die(recorder, app, name):
    if app == os.environ.get("DIE_BEFORE_NOTING"):
        os._exit(9)
    note(recorder, app, name)

MigrationRecorder.record_applied = note_or_die
django.setup()
from longgang.launch.prepare import migrate_if_needed
migrate_if_needed()
"""


@pytest.fixture
def empty_database(tmp_path: Path):
    server = database.start_or_reuse(tmp_path / "postgres", disposable=True)
    yield server.ensure_database("longgang")
    server.stop()


def make_tables(url: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", MAKE_TABLES],
        env=os.environ | {"DATABASE_URL": url} | settings,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def tables(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        asked = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
        return {name for (name,) in asked}


def test_a_start_that_dies_before_a_migration_is_noted_leaves_no_table(empty_database):
    """Django commits a migration's tables first, and notes it as done only afterwards."""
    died = make_tables(empty_database, DIE_BEFORE_NOTING="accounts")
    assert died.returncode == 9, died.stderr
    assert "accounts_user" not in tables(empty_database)
    again = make_tables(empty_database)
    assert again.returncode == 0, again.stderr
    assert "accounts_user" in tables(empty_database)


@pytest.fixture
def recorder(db) -> MigrationRecorder:
    """Of a database whose tables of passes came one migration after the other."""
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("passes", "0001_make_tables")
    return recorder


@pytest.mark.usefixtures("recorder")
def test_tables_of_before_are_taken_over():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    migrate_if_needed()  # would fail over tables that are there


def test_tables_from_the_middle_of_before_are_named(recorder):
    recorder.record_unapplied("passes", "0002_find_checks_by_hearing")
    with pytest.raises(CannotStartError, match="the version before"):
        migrate_if_needed()


def test_tables_from_long_before_are_named(recorder):
    recorder.record_unapplied("passes", "0001_create_passes_and_trips")
    recorder.record_unapplied("passes", "0002_find_checks_by_hearing")
    recorder.record_applied("passes", "0019_write_fewer_indexes")
    with pytest.raises(CannotStartError, match="the version before"):
        migrate_if_needed()

"""The engine knows every committed visit and no other; files that fail are built anew."""

import errno
import json
import os
import random
import subprocess
import sys
from contextlib import ExitStack, closing
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections, transaction

from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if
from longgang.trail import files, jobs
from longgang.trail.api import (
    NotReady,
    current_index,
    record_visit,
    record_visits,
    void_visits,
)
from longgang.trail.engine import Question, Seed, store, trace
from longgang.trail.engine.rows import END, START, VOID, WHO
from longgang.trail.files import build_files, follower, tend_files
from longgang.trail.models import Visit
from longgang.trail.partitions import drop_partitions, list_days, make_partitions
from longgang.trail.recording import statement
from longgang.trail.snapshots import OPEN_END, own_cursor
from tests.measures.build import NOW
from tests.trail.telling import PERSON, a_visit, at

pytestmark = pytest.mark.django_db(transaction=True)
FRIEND = PERSON + 1
WRITERS, STEPS = 5, 120
END_SOME = """
    UPDATE trail_visit SET ended_at = started_at + interval '1 hour'
    WHERE ended_at IS NULL AND voided_at IS NULL AND source = %s AND id %% 2 = 0
"""
VOID_SOME = """
    UPDATE trail_visit SET voided_at = recorded_at, voided_by_name = 'a', voided_why = 'b'
    WHERE voided_at IS NULL AND source = %s AND id %% 3 = 0
"""
LOADED = """
import sys, django
django.setup()
import longgang.site.urls
print([name for name in ("numba", "polars") if name in sys.modules])
"""
KILLED = """
import os, django
django.setup()
from longgang.trail import files
from longgang.trail.engine import store
written = []
write = store._write_column
def write_some(path, column):
    if str(path).startswith(os.environ["VAR_DIR"]):  # not those of the warm-up
        written.append(path)
    return write(path, column) if len(written) < 5 else os.kill(os.getpid(), 9)
store._write_column = write_some
files.build_files()
"""


@pytest.fixture(autouse=True)
def _morning(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    with as_if(NOW):
        yield


def rows_of(index):
    """Every visit that the engine would meet."""
    return sorted(
        (index.people[person], index.places[row[WHO]], row[START] + index.epoch,
         row[END] + index.epoch)
        for part in index.parts
        for person in range(len(part.person_from) - 1)
        for row in part.by_person[part.person_from[person]:part.person_from[person + 1]].tolist()
        if row[WHO] != VOID
    )  # fmt: skip


def committed():
    """The same as another reader finds it in the database."""
    with own_cursor() as cursor:
        cursor.execute(
            "SELECT person_id, place, extract(epoch FROM started_at)::bigint,"
            " coalesce(extract(epoch FROM ended_at)::bigint, %s) FROM trail_visit"
            " WHERE voided_at IS NULL",
            [OPEN_END],
        )
        return sorted(cursor.fetchall())


def build_in(folder):
    assert build_files()
    return folder / "trail"


def test_there_is_nothing_to_ask_before_the_files_are_built():
    with pytest.raises(NotReady) as not_ready:
        current_index()
    assert not_ready.value.progress is None
    tend_files()
    assert rows_of(current_index()) == []


def test_files_are_built_from_the_visits_and_know_what_is_told_since():
    make_partitions()
    record_visits([a_visit(), a_visit(end=None, reference="two", person=FRIEND)], source="scan")
    jobs.tend_each_minute(0)
    assert rows_of(current_index()) == committed()
    assert len(committed()) == 2
    record_visit(a_visit("room:新", reference="three"), source="scan")
    record_visit(a_visit(end=10, reference="two", person=FRIEND), source="scan")
    void_visits(["one"], source="scan", by=SYSTEM, reason="wrong")
    assert rows_of(current_index()) == committed()
    assert {place for _person, place, *_times in committed()} == {"room:1", "room:新"}


def test_an_answer_knows_what_was_told_a_second_ago():
    build_files()
    record_visits([a_visit(end=None), a_visit(person=FRIEND, reference="two")], source="scan")
    moment = int(at(8, 30).timestamp())
    question = Question((Seed(PERSON),), degrees=1, linger=7200, moment=moment)
    answer = trace(current_index(), question)
    assert answer.circles[0].exposure_seconds.tolist() == [1800]
    assert "room" in current_index().types


def test_what_is_not_committed_is_not_known():
    build_files()
    with transaction.atomic():
        record_visit(a_visit(), source="scan")
        assert rows_of(current_index()) == []
        record_visit(a_visit(reference="two"), source="scan")
    assert rows_of(current_index()) == committed()
    assert len(committed()) == 2
    with transaction.atomic():
        record_visit(a_visit(reference="three"), source="scan")
        current_index()
        transaction.set_rollback(True)
    assert rows_of(current_index()) == committed()


@pytest.mark.parametrize("seed", range(3))
def test_no_committed_visit_is_missed_whatever_order_transactions_commit_in(seed):
    """Writers begin, record, end, void, commit and roll back in turns; files are built between."""
    dice = random.Random(seed)  # noqa: S311 - the same turns every time
    make_partitions()
    build_files()
    with ExitStack() as stack:
        writers = [stack.enter_context(closing(a_connection())) for _ in range(WRITERS)]
        for step in range(STEPS):
            number = dice.randrange(WRITERS)
            act(dice, writers[number], number, step)
            if dice.random() < 0.05:
                build_files()
            if dice.random() < 0.4:
                assert rows_of(current_index()) == committed()
        for writer in writers:
            writer.commit()
        assert rows_of(current_index()) == committed()
    assert len(committed()) > WRITERS


def a_connection():
    """Beside those that the pool has for everybody: the journeys' server may hold some of them."""
    found = connections.create_connection("default")
    options = {**found.settings_dict["OPTIONS"], "pool": False}
    found.settings_dict = {**found.settings_dict, "OPTIONS": options}
    return found


def act(dice, writer, number, step):
    """One step of a writer, who touches only visits of their own: nobody waits for another."""
    if writer.get_autocommit():
        writer.set_autocommit(False)
    source = f"writer{number}"
    way = dice.choice(["tell", "tell", "tell", "end", "void", "commit", "roll back"])
    if way == "commit":
        writer.commit()
        return
    if way == "roll back" and dice.random() < 0.5:
        writer.rollback()
        return
    with writer.cursor() as cursor:
        if way == "end":
            cursor.execute(END_SOME, [source])
        elif way == "void":
            cursor.execute(VOID_SOME, [source])
        else:
            end = None if dice.random() < 0.5 else at(9)
            person = PERSON + dice.randrange(4)
            told = (person, f"room:{dice.randrange(4)}", "room", at(8), end, source, f"r{step}")
            cursor.execute(statement(1), [NOW, *told])


def test_files_of_another_database_are_built_anew(tmp_path):
    record_visit(a_visit(), source="scan")
    folder = build_in(tmp_path)
    version = folder / (folder / "current").read_text()
    manifest = json.loads((version / "manifest.json").read_text())
    origin = json.loads(manifest["origin"]) | {"cluster": "another/1/1"}
    manifest["origin"] = json.dumps(origin)
    (version / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(NotReady):
        current_index()
    tend_files()
    assert rows_of(current_index()) == committed()


def test_after_a_restore_no_visit_seems_new_for_ever():
    """A dump carries numbers of transactions that this cluster has yet to reach."""
    record_visit(a_visit(), source="scan")
    Visit.objects.update(recorded_in="9000000000")
    build_files()
    assert rows_of(current_index()) == committed()
    assert len(committed()) == 1
    assert follower().changes == 0


@pytest.mark.parametrize("column", ["by_place", "by_person", "places.letters", "manifest.json"])
def test_a_damaged_file_is_noticed_and_healed(tmp_path, column):
    record_visits([a_visit(), a_visit(person=FRIEND, reference="two")], source="scan")
    folder = build_in(tmp_path)
    damaged = folder / (folder / "current").read_text() / column
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(NotReady):
        current_index()
    tend_files()
    assert rows_of(current_index()) == committed()


def test_files_that_do_not_have_what_the_database_voids_are_built_anew(tmp_path, monkeypatch):
    record_visit(a_visit(), source="scan")
    build_in(tmp_path)
    with own_cursor() as cursor:
        cursor.execute("DELETE FROM trail_visit")
    record_visit(a_visit(), source="scan")
    current_index()
    with own_cursor() as cursor:  # as if it had been there all along
        cursor.execute("UPDATE trail_visit SET recorded_in = '3'")
    with own_cursor() as cursor:
        cursor.execute(
            "UPDATE trail_visit SET voided_at = now(), voided_by_name = 'a', voided_why = 'b'"
        )
    follower()._delta._added.clear()
    follower()._delta._base.parts[0].by_person[:, WHO] = VOID
    with pytest.raises(NotReady):
        current_index()
    tend_files()
    assert rows_of(current_index()) == []


def test_a_full_disk_leaves_the_files_in_force(tmp_path, monkeypatch):
    record_visit(a_visit(), source="scan")
    folder = build_in(tmp_path)
    before = (folder / "current").read_text()

    def is_full(*_arguments):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(store, "_write_column", is_full)
    record_visit(a_visit(reference="two"), source="scan")
    with pytest.raises(OSError, match="no space"):
        build_files()
    assert (folder / "current").read_text() == before
    assert rows_of(current_index()) == committed()
    assert len(committed()) == 2


def test_a_builder_killed_midway_stands_in_nobodys_way(tmp_path):
    record_visit(a_visit(), source="scan")
    folder = build_in(tmp_path)
    before = (folder / "current").read_text()
    server, _, _name = os.environ["DATABASE_URL"].rpartition("/postgres")
    query = os.environ["DATABASE_URL"].partition("?")[2]
    name = settings.DATABASES["default"]["NAME"]
    killed = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", KILLED], check=False,
        env=os.environ | {
            "VAR_DIR": str(tmp_path), "DATABASE_URL": f"{server}/{name}?{query}",
            "DJANGO_SETTINGS_MODULE": "longgang.settings",
        },
    )  # fmt: skip
    assert killed.returncode == -9
    assert len(list(folder.glob("v-*"))) == 2
    assert (folder / "current").read_text() == before
    record_visit(a_visit(reference="two"), source="scan")
    assert rows_of(current_index()) == committed()
    assert build_files()
    assert len(list(folder.glob("v-*"))) == 1
    assert rows_of(current_index()) == committed()


def test_who_waits_reads_how_far_it_is(tmp_path, monkeypatch):
    record_visits([a_visit(reference=f"r{number}") for number in range(7)], source="scan")
    monkeypatch.setattr("longgang.trail.snapshots.PIECE_ROWS", 3)
    seen = []

    def look(folder, done, total):
        tell(folder, done, total)
        with pytest.raises(NotReady) as not_ready:
            current_index()
        seen.append(not_ready.value.progress.done)
        assert not build_files()

    tell = files._tell
    monkeypatch.setattr(files, "_tell", look)
    assert build_files()
    assert seen == [3, 6, 7]
    assert rows_of(current_index()) == committed()


def test_the_files_are_built_anew_when_much_has_changed(tmp_path, monkeypatch):
    folder = build_in(tmp_path)
    before = (folder / "current").read_text()
    monkeypatch.setattr(files, "MOST_CHANGES", 1)
    record_visit(a_visit(), source="scan")
    tend_files()
    assert (folder / "current").read_text() == before
    record_visit(a_visit(reference="two"), source="scan")
    tend_files()
    assert (folder / "current").read_text() != before
    assert rows_of(current_index()) == committed()
    assert follower().changes == 0


def test_a_day_that_is_dropped_leaves_the_files_too():
    make_partitions()
    record_visits([a_visit(days=-59), a_visit(days=-50, end=None, reference="two")], source="scan")
    build_files()
    current_index()
    with as_if(at(9, days=11)):
        jobs.drop_each_night(0)
        assert rows_of(current_index()) == committed()
    assert [visit[2] for visit in committed()] == [int(at(0, days=-49).timestamp())]


def test_the_engine_is_loaded_only_by_who_asks():
    """It takes a hundred megabytes in each process that has it."""
    loaded = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", LOADED], check=True, capture_output=True, text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "longgang.settings"},
    )  # fmt: skip
    assert loaded.stdout == "[]\n"


def test_a_day_that_somebody_reads_for_long_is_dropped_the_next_time(caplog):
    make_partitions()
    record_visit(a_visit(days=-50), source="scan")
    old = at(0, days=-49).date()
    with caplog.at_level("INFO"), own_cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM trail_visit_20240107")
        assert drop_partitions(before=old) == 0
        assert "2024-01-07 has to wait" in caplog.text
        assert old - timedelta(days=1) in list_days()
        cursor.execute("ROLLBACK")
    assert drop_partitions(before=old) == 1
    assert list_days()[0] == old

"""The files are what was written, or they are made anew."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from longgang.trail.engine import (
    DamagedError,
    EngineError,
    Question,
    Seed,
    build,
    explain,
    make_visits,
    open_index,
    open_or_build,
    store,
    trace,
)
from tests.trail.answers import NAMES, as_dict, visits


def contacts_of(index, person=NAMES[0]):
    return as_dict(trace(index, Question((Seed(person),))))


@pytest.fixture
def folder(tmp_path):
    build(tmp_path / "index", visits())
    return tmp_path / "index"


def version_of(folder):
    return folder / (folder / "current").read_text()


def test_open_gives_back_what_was_written(folder):
    index = open_index(folder)
    assert {index.people[number] for number in range(len(index.people))} == set(NAMES)
    assert index.types == ("", "bus")
    assert contacts_of(index) == {NAMES[1]: [1, 0, 60, 1]}
    for first, second in zip(NAMES[::2], NAMES[1::2], strict=True):
        answer = trace(index, Question((Seed(first),)))
        assert list(as_dict(answer)) == [second]
        assert explain(answer, second).chain[0].source == first


def test_open_gives_back_whole_numbers(tmp_path):
    index = build(tmp_path, make_visits([2**62, -5, 7], [1, 1, 2], [0, 5, 0], [9, 8, 9]))
    assert contacts_of(index, 2**62) == {-5: [1, 5, 3, 1]}
    assert contacts_of(open_index(tmp_path), "-5") == {2**62: [1, 5, 3, 1]}


def test_open_finds_no_index_in_an_empty_folder(tmp_path):
    with pytest.raises(DamagedError):
        open_index(tmp_path)


@pytest.mark.parametrize("column", [
    "by_place", "place_from", "ends", "by_person", "person_from", "type_of_place",
    "people.offsets", "people.letters", "places.offsets", "places.letters",
])  # fmt: skip
@pytest.mark.parametrize("damage", ["changed", "cut", "longer", "gone"])
def test_a_damaged_column_is_noticed_and_healed(folder, column, damage):
    path = version_of(folder) / column
    content = path.read_bytes()
    path.unlink()
    if damage == "changed":
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif damage != "gone":
        path.write_bytes(content[:-1] if damage == "cut" else content + b"\0")
    with pytest.raises(DamagedError):
        open_index(folder)
    assert contacts_of(open_or_build(folder, visits)) == {NAMES[1]: [1, 0, 60, 1]}
    assert contacts_of(open_index(folder)) == {NAMES[1]: [1, 0, 60, 1]}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 0}', b"\xff", b"{}"])
def test_a_damaged_manifest_is_noticed_and_healed(folder, content):
    (version_of(folder) / "manifest.json").write_bytes(content)
    with pytest.raises(DamagedError):
        open_index(folder)
    open_or_build(folder, visits)
    assert contacts_of(open_index(folder)) == {NAMES[1]: [1, 0, 60, 1]}


@pytest.mark.parametrize("content", [b"", b"v-0", b"../elsewhere", b"v-/../..", b"\xff"])
def test_a_damaged_name_of_the_version_is_noticed_and_healed(folder, content):
    (folder / "current").write_bytes(content)
    with pytest.raises(DamagedError):
        open_index(folder)
    open_or_build(folder, visits)
    assert contacts_of(open_index(folder)) == {NAMES[1]: [1, 0, 60, 1]}
    assert len(list(folder.glob("v-*"))) == 1


def test_a_whole_index_is_not_built_again(folder):
    def unread():
        raise AssertionError("the visits were read though the index is whole")

    assert contacts_of(open_or_build(folder, unread))


def test_another_format_is_built_anew(folder):
    path = version_of(folder) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(DamagedError, match="format"):
        open_index(folder)


def test_who_has_the_old_version_open_keeps_it(folder):
    old = open_index(folder)
    build(folder, visits(shift=40))
    assert contacts_of(old) == {NAMES[1]: [1, 0, 60, 1]}
    assert contacts_of(open_index(folder)) == {NAMES[1]: [1, 0, 100, 1]}
    assert len(list(folder.glob("v-*"))) == 1


SLOW_BUILD = """
import sys, time
from pathlib import Path
from longgang.trail.engine import build, store
from tests.trail.answers import visits
write, place = store._write_column, int(sys.argv[2])
def slowly(path, column, done=[]):
    done.append(path)
    if len(done) > place:
        print("here", flush=True)
        time.sleep(60)
    return write(path, column)
store._write_column = slowly
build(Path(sys.argv[1]), visits(shift=40))
"""


@pytest.mark.parametrize("written", [0, 4, 9])
def test_a_builder_killed_midway_leaves_the_old_index_in_force(folder, written):
    """kill -9 while columns are written; the next build clears away what was left."""
    builder = subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, "-c", SLOW_BUILD, str(folder), str(written)],
        stdout=subprocess.PIPE, cwd=Path.cwd(), env=os.environ,
    )  # fmt: skip
    assert builder.stdout.readline() == b"here\n"
    builder.send_signal(signal.SIGKILL)
    builder.communicate()
    assert len(list(folder.glob("v-*"))) == 2
    assert contacts_of(open_index(folder)) == {NAMES[1]: [1, 0, 60, 1]}
    build(folder, visits(shift=1))
    assert len(list(folder.glob("v-*"))) == 1
    assert contacts_of(open_index(folder)) == {NAMES[1]: [1, 0, 61, 1]}


@contextmanager
def full_disk():
    """No file may grow beyond 40 bytes: the kernel then refuses as it does on a full disk. Nor may
    that into which the tests are reported, so it is over before anything is said.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_is_an_error_and_leaves_the_old_index(folder):
    with full_disk(), pytest.raises(OSError, match="File too large"):
        build(folder, visits(shift=40))
    assert len(list(folder.glob("v-*"))) == 1
    assert contacts_of(open_index(folder)) == {NAMES[1]: [1, 0, 60, 1]}


def test_a_builder_waits_for_the_other(folder):
    """Two at once would take each other's half-done version for something left behind."""
    with store._locked(folder):
        other = subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-c", SLOW_BUILD, str(folder), "99"], cwd=Path.cwd(), env=os.environ
        )
        time.sleep(1)
        assert other.poll() is None
        assert contacts_of(open_index(folder)) == {NAMES[1]: [1, 0, 60, 1]}
    assert other.wait(timeout=60) == 0
    assert contacts_of(open_index(folder)) == {NAMES[1]: [1, 0, 100, 1]}


@pytest.mark.parametrize(("starts", "ends", "code"), [
    ([5], [5], "ends_before_start"), ([5], [4], "ends_before_start"),
    ([0], [2**32], "too_long_apart"), ([], [], "no_visits"),
])  # fmt: skip
def test_build_refuses_visits_that_make_no_sense(starts, ends, code):
    with pytest.raises(EngineError) as refusal:
        make_visits([1] * len(starts), [1] * len(starts), starts, ends)
    assert refusal.value.code == code

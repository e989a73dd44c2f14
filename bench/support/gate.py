"""What the benchmarks of the gate need: a district, a device, a web server, what both cost."""

import atexit
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, replace

import psutil
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import translation

from longgang.accounts.api import Role, User, create_staff, grant_post
from longgang.areas.api import Premises, find_premises
from longgang.audit.api import SYSTEM
from longgang.checkpoints.api import enrol_device, invite_device
from longgang.core.clock import now
from longgang.demo.cast import staff_by_key
from longgang.demo.making import make_demo

from .rows import SMALL
from .setting import VAR_DIR

LANES = 4
WORKERS = min(os.cpu_count() or 1, 4)
THREADS = 4


def found() -> tuple[Premises, list[str]]:
    """A small demo district; of it a checkpoint with as many lanes as there are clients, and the
    secrets of their devices, each in the hands of an officer of its own.
    """
    size = replace(SMALL, days=1)  # at midnight nothing of today is over
    make_demo(size, now(), together=False, tell=lambda _words: None)
    staff = staff_by_key()
    (post,) = staff["officer_east"].live_posts
    premises = find_premises(post.premises_number)
    assert premises is not None
    with translation.override("zh-hans"):
        return premises, [_equip(premises, lane, lead=staff["lead"]) for lane in range(LANES)]


def _equip(premises: Premises, lane: int, *, lead: User) -> str:
    officer = create_staff(
        f"Lane {chr(ord('A') + lane)}", password_hash=make_password(None), by=SYSTEM
    )
    grant_post(
        officer, role=Role.CHECKPOINT_OFFICER, area_code=premises.area_code,
        premises_number=premises.number, by=SYSTEM,
    )  # fmt: skip
    _device, code = invite_device(premises, officer=officer, label=f"bench {lane}", by=lead)
    _device, secret = enrol_device(code)
    return secret


def check_durable() -> None:
    """A commit that is answered is on the disk."""
    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone() == ("on",), f"{name} is off: commits are not durable"


@dataclass(frozen=True)
class Site:
    """A web server that runs, with the database behind it."""

    address: str
    process: psutil.Process
    database: psutil.Process

    def worked(self) -> tuple[float, float]:
        """Seconds of the processor that web server and database have had so far."""
        return _worked(self.process), _worked(self.database)

    def stop(self) -> None:
        """The next one gets the machine for itself."""
        self.process.terminate()
        self.process.wait(30)


def _worked(process: psutil.Process) -> float:
    ended = process.cpu_times()
    total = ended.children_user + ended.children_system
    for each in (process, *process.children(recursive=True)):
        try:
            times = each.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def serve(
    application: str, *, python: str = sys.executable, environment: dict[str, str] | None = None
) -> Site:
    """A web server as in production: granian with two workers of four threads on two processors."""
    port = free_port()
    command = [
        *(python, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS)),
        *("--log-level", "warning", application),
    ]
    own = {**os.environ, "ALLOWED_HOSTS": "127.0.0.1"} if environment is None else environment
    with (VAR_DIR / "web.log").open("ab") as log:
        started = subprocess.Popen(command, env=own, stdout=log, stderr=log)  # noqa: S603
    atexit.register(started.terminate)
    address = f"http://127.0.0.1:{port}"
    _wait_for(f"{address}/healthz")
    assert connection.connection is not None, "the district is there, so somebody has asked"
    backend = psutil.Process(connection.connection.info.backend_pid)
    postmaster = backend.parent()
    assert postmaster is not None
    return Site(address, psutil.Process(started.pid), postmaster)


def _wait_for(address: str) -> None:
    for _try in range(240):
        try:
            urllib.request.urlopen(address, timeout=30).close()  # noqa: S310 - our own
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise AssertionError(f"{address} does not answer; see {VAR_DIR / 'web.log'}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""An installation in a folder of its own, served by the real supervisor."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
OUTSIDE = ("PATH", "HOME", "LANG", "TMPDIR")  # what an installation gets from its machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Run:
    """One `longgang …` and what it said."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    is_ready: threading.Event = field(default_factory=threading.Event)

    def listen(self) -> None:
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith("Ready: "):
                self.is_ready.set()
        self.is_ready.set()  # the end: nothing more will come

    @property
    def said(self) -> str:
        return "".join(self.lines)

    def wait_until_ready(self) -> None:
        self.is_ready.wait(120)
        assert "Ready: " in self.said, self.said

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@dataclass
class Installation:
    """A data folder and a port; starts as many runs as a test asks for."""

    var_dir: Path
    port: int
    runs: list[Run] = field(default_factory=list)

    def start(self, *words: str, **settings: str) -> Run:
        environment = {name: os.environ[name] for name in OUTSIDE if name in os.environ}
        environment |= {"VAR_DIR": str(self.var_dir), "PORT": str(self.port)} | settings
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "longgang.launch.cli", *words],
            cwd=ROOT, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        run = Run(process)
        threading.Thread(target=run.listen, daemon=True).start()
        self.runs.append(run)
        return run

    def ask(self, *words: str, **settings: str) -> tuple[int, str]:
        run = self.start(*words, **settings)
        code = run.process.wait(120)
        run.is_ready.wait(10)
        return code, run.said

    def processes(self) -> list[psutil.Process]:
        """Everything that works for this folder, its PostgreSQL included."""
        found = []
        for process in psutil.process_iter():
            try:
                environment, command = process.environ(), process.cmdline()
            except (psutil.Error, OSError):
                continue
            marked = environment.get("LONGGANG_SUPERVISED") == str(self.var_dir)
            if marked or str(self.var_dir / "postgres") in command:
                found.append(process)
        return found


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path / "var", free_port())
    yield made
    for run in made.runs:
        if run.process.poll() is None:
            run.interrupt()
    for process in made.processes():
        process.terminate()
    psutil.wait_procs(made.processes(), timeout=20)
    for run in made.runs:
        run.process.stdout.close()  # only now: who is left over would hold its other end

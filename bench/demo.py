"""How long a reader waits: from `longgang serve --demo` in an empty folder to `Ready`, and again.

The goal: 90 s the first time, 5 s from the second start on. The processor's time is that of our own
processes, without PostgreSQL's.
"""

import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.table import print_table

ROOT = Path(__file__).resolve().parent.parent
GOALS_S = {"first": 90, "second": 5}


def main(*, tiny: bool = False) -> None:
    """Start it twice in a folder of its own. Tiny: something that is ready at once."""
    command = [sys.executable, "-m", "longgang.launch.cli", "serve", "--demo"]
    if tiny:
        command = [sys.executable, "-c", "print('Ready: at once')"]
    with tempfile.TemporaryDirectory(prefix="longgang-bench-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL may run as somebody else
        rows = [_row(start, goal, folder, command) for start, goal in GOALS_S.items()]
    print_table("From the command to Ready", rows)


def _row(start: str, goal: int, folder: str, command: list[str]) -> dict[str, object]:
    seconds, worked = _start(Path(folder, "var"), command)
    return {
        "start": start,
        "seconds": round(seconds, 1),
        "processor": round(worked, 1),
        "goal": goal,
        "within": "yes" if seconds <= goal else "NO",
    }


def _start(var_dir: Path, command: list[str]) -> tuple[float, float]:
    """Seconds by the clock and of the processor until it is ready; then it is stopped."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {"VAR_DIR": str(var_dir), "PORT": str(_free_port())}
    before, began = _worked(), time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    is_ready = any(line.startswith("Ready: ") for line in process.stdout)
    seconds = time.perf_counter() - began
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert is_ready, "it never became ready; the reason stands above"
    return seconds, _worked() - before


def _worked() -> float:
    """Of all processes that we started and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()

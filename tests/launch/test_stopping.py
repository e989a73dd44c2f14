"""Ctrl-C while the data is being prepared: everything ends at once, whatever it is doing."""

import sys
import threading
import time
from pathlib import Path

import psutil

from longgang.launch import cli, supervisor

STUBBORN = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(60)
"""


def test_ctrl_c_while_preparing_ends_every_process_at_once(tmp_path: Path, monkeypatch):
    note, spawn = tmp_path / "pid", supervisor._spawn
    monkeypatch.setattr(
        supervisor,
        "_spawn",
        lambda _command, marked: spawn([sys.executable, "-c", STUBBORN, str(note)], marked),
    )
    run = supervisor.Supervisor(host="127.0.0.1", port=1, demo=True)

    def interrupt() -> None:
        while not (note.exists() and note.read_text()):
            time.sleep(0.01)
        run.stopping = True

    threading.Thread(target=interrupt).start()
    began = time.monotonic()
    assert run._prepare({}) is False
    assert time.monotonic() - began < supervisor.STOP_SECONDS
    pid = int(note.read_text())
    until = time.monotonic() + 5
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_ctrl_c_ends_a_command_with_a_sentence(monkeypatch, capsys):
    def interrupt(_words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run_command", interrupt)
    assert cli.main(["demo"]) == 130
    assert capsys.readouterr().err == "已停止。 / Stopped.\n"

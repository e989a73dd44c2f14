"""`longgang serve` as an operator lives with it: start, kill, start again, stop."""

import http.client
import stat
import time

import psutil
import pytest


def page(port: int) -> int:
    return answer(port, "/")[0]


def answer(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    response = connection.getresponse()
    status, body = response.status, response.read()
    connection.close()
    return status, body


def test_serve_lives_through_kills_and_leaves_nothing_behind(installation):
    """One story, because each start costs seconds."""
    # Killed while it makes the tables, it goes on at the next start, and says when it is ready.
    first = installation.start("serve")
    until = time.monotonic() + 60
    while "Creating the tables" not in first.said:
        assert time.monotonic() < until, first.said
        time.sleep(0.05)
    first.process.kill()
    first.process.wait(10)
    run = installation.start("serve")
    run.wait_until_ready()
    assert f"Ready: http://127.0.0.1:{installation.port}\n" in run.said
    assert page(installation.port) == 200
    assert stat.S_IMODE((installation.var_dir / "env").stat().st_mode) == 0o600
    kept = (installation.var_dir / "env").read_text()
    keys = answer(installation.port, "/passes/keys")[1]
    assert keys[:1] == b"\x81"  # one key signs passes from the start on

    # A second one in the same folder is told so.
    code, said = installation.ask("serve", PORT=str(installation.port + 1))
    assert code == 2
    assert "already runs" in said
    assert "Traceback" not in said

    # Other commands share the database with it, and leave it running.
    code, said = installation.ask("check", "--database", "default")
    assert code == 0, said
    assert page(installation.port) == 200

    # A worker that dies is started again; so is the web server, without what it had started.
    web = web_master(run)
    serving = web.children(recursive=True)
    assert serving
    web.kill()
    (worker,) = (p for p in installation.processes() if "longgang.launch.worker" in p.cmdline())
    worker.kill()
    until = time.monotonic() + 30
    while not (new := [p for p in installation.processes() if is_new_worker(p, worker)]):
        assert time.monotonic() < until
        time.sleep(0.2)
    assert new
    assert psutil.wait_procs(serving, timeout=10)[1] == []

    # kill -9 in the middle does no harm to the next start, and its children do not outlive it long.
    run.process.kill()
    run.process.wait(10)
    again = installation.start("serve")
    again.wait_until_ready()
    assert page(installation.port) == 200
    assert (installation.var_dir / "env").read_text() == kept
    assert "Creating the tables" not in again.said
    assert answer(installation.port, "/passes/keys")[1] == keys

    # Ctrl-C ends everything, the database too, also right after the web server was killed.
    web_master(again).kill()
    assert again.interrupt() == 0
    assert installation.processes() == []
    with pytest.raises(ConnectionRefusedError):
        page(installation.port)


def web_master(run) -> psutil.Process:
    """The process that starts those who serve."""
    children = psutil.Process(run.process.pid).children()
    (found,) = (child for child in children if "granian" in child.cmdline())
    return found


def is_new_worker(process: psutil.Process, old: psutil.Process) -> bool:
    try:
        return process.pid != old.pid and "longgang.launch.worker" in process.cmdline()
    except psutil.Error:
        return False

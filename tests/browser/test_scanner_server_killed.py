"""The server is killed and started again in the middle of what an officer does at the gate."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from longgang.checkpoints.models import Conflict
from longgang.passes.models import Check, Trip
from tests.browser.conftest import PHONE
from tests.browser.scanner_phone import Phone, a_picture
from tests.browser.world import a_checkpoint_with_its_people
from tests.cast import EAST_EXIT
from tests.passes import build

ROOT = Path(__file__).resolve().parents[2]
START_S = 30


class Server:
    """A web server that can be stopped in its tracks; its data lie in PostgreSQL."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        name = connection.settings_dict["NAME"]
        url = os.environ["DATABASE_URL"].replace("/postgres?", f"/{name}?", 1)
        self.process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "tests.browser.serve", str(self.port)],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "longgang.settings",
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + START_S
        while not self.answers():
            assert time.monotonic() < until, "the server does not start"
            assert self.process.poll() is None, "the server ended"
            time.sleep(0.05)

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def hang(self) -> None:
        """It takes requests, and answers none."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server(transactional_db):
    server = Server()
    server.start()
    yield server
    server.kill()


@pytest.fixture
def gate(open_browser, server, divisions):
    build.the_rules()
    east_exit, people = a_checkpoint_with_its_people()
    phone = Phone(
        open_browser(None, PHONE), server.url, east_exit, officer=people["hai"], lead=people["guan"]
    )
    vehicle_pass = build.an_issued_pass(
        people["wen"],
        reviewer=people["lin"],
        plate="辽P10005",
        checkpoint_number=EAST_EXIT,
        expected_entry_at=build.in_hours(1),
    )
    return phone, vehicle_pass


def test_a_truck_goes_in_and_out_whatever_happens_to_the_server(gate, server):
    """One story: killed before each step, hung in the middle of one, and back again."""
    phone, vehicle_pass = gate
    phone.opens()
    server.kill()
    assert phone.scans_pass(vehicle_pass) == "good"
    phone.reloads()
    assert phone.scans_pass(vehicle_pass) == "good"
    phone.lets_in("36.5", seal="K0001", photo=a_picture())
    phone.reloads()
    assert phone.waiting() == 2

    server.start()
    phone.hands_in()
    check = Check.objects.get()
    assert (check.disposition, check.seal_number, bool(check.photo)) == ("let_pass", "K0001", True)

    server.hang()
    phone.goes("exit")
    assert phone.scans("P10005") == "good"  # after two seconds the phone's own answer counts
    phone.page.locator("[name=seal_state][value=intact]").check()
    phone.page.locator("[data-action=let_pass]").click()
    phone.page.locator(".verdict-word", has_text="放行").wait_for()
    server.kill()
    server.start()
    phone.hands_in()

    assert list(Check.objects.order_by("at").values_list("direction", flat=True)) == [
        "entry",
        "exit",
    ]
    assert Trip.objects.get().status == "closed"
    assert not Conflict.objects.exists()
    assert phone.errors == []

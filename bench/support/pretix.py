"""The peer: pretix's check-in over its API, in an environment of its own, on our PostgreSQL.

Its web server runs as ours does. What it hands to a worker in production (webhooks, messages) is
dropped here: without a queue of its own it would do that within the request.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.db import connection

from .gate import Site, serve
from .load import Load, Request, put_load
from .setting import VAR_DIR

HOME = VAR_DIR / "pretix"
PYTHON = HOME / "bin" / "python"
DATABASE, EMPTY = "pretix_bench", "pretix_empty"
TICKETS = 8_000

MAKE = """
import json, os, secrets, sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "pretix.settings"
django.setup()
from django_scopes import scopes_disabled
from pretix.base.models import Device, Event, Order, OrderPosition, Organizer
with scopes_disabled():
    now = datetime.now(timezone.utc)
    organizer = Organizer.objects.create(name="Bench", slug="bench")
    event = Event.objects.create(organizer=organizer, name="Gate", slug="gate", live=True,
        date_from=now, currency="EUR", plugins="")
    item = event.items.create(name="Pass", default_price=0)
    gates = event.checkin_lists.create(name="Gate", all_products=True)
    orders = [Order(event=event, organizer=organizer, code=f"B{n:07d}", status=Order.STATUS_PAID,
        email="", datetime=now, expires=now + timedelta(days=2), total=Decimal("0"),
        sales_channel=organizer.sales_channels.get(identifier="web"), secret=f"order{n}")
        for n in range(int(sys.argv[1]))]
    Order.objects.bulk_create(orders, batch_size=2000)
    OrderPosition.objects.bulk_create([OrderPosition(order=order, item=item, price=Decimal("0"),
        positionid=1, organizer=organizer, tax_rate=0, tax_value=0, secret=f"ticket-{n}",
        pseudonymization_id=f"P{n:09d}")
        for n, order in enumerate(orders)], batch_size=2000)
    device = Device.objects.create(organizer=organizer, name="Gate", all_events=True,
        initialized=now, api_token=secrets.token_hex(20), security_profile="full")
    print("MADE " + json.dumps({"token": device.api_token, "list": gates.pk}))
"""


GATE = """
from celery.app.task import Task
Task.apply_async = lambda *args, **kwargs: None
from pretix.wsgi import application
"""


def install() -> str:
    """The environment, once; why it cannot be had, else nothing."""
    if not PYTHON.exists() or not (HOME / "installed").exists():
        steps = [
            ["python3", "-m", "venv", str(HOME)],
            [str(PYTHON), "-m", "pip", "install", "--quiet", "pretix", "granian"],
        ]
        for step in steps:
            done = subprocess.run(step, capture_output=True, text=True, check=False)  # noqa: S603
            if done.returncode:
                return f"installing it failed: {done.stderr.strip().splitlines()[-1:]}"
        (HOME / "installed").touch()
    return ""


@dataclass(frozen=True)
class Gate:
    """It runs, and there are tickets."""

    site: Site
    token: str
    checkin_list: int
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(TICKETS)))

    def measure(self, seconds: float) -> Load:
        """Redeem tickets, one a request."""
        return put_load(
            "pretix, redeem", self.site.address, self._redeem, _is_redeemed,
            seconds=seconds, numbers=self.numbers, worked=self.site.worked,
        )  # fmt: skip

    def _redeem(self, number: int) -> Request:
        body = {
            "secret": f"ticket-{number}", "lists": [self.checkin_list], "nonce": f"nonce-{number}",
        }  # fmt: skip
        return (
            "POST", "/api/v1/organizers/bench/checkinrpc/redeem/", json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": f"Device {self.token}"},
        )  # fmt: skip


def _is_redeemed(status: int, content: bytes) -> bool:
    return status == 201 and b'"status":"ok"' in content.replace(b" ", b"")


def start() -> Gate | str:
    """Install it, make its database and its tickets, serve it; or why that could not be."""
    if why := install():
        return why
    try:
        _make_database()
        made = json.loads(_run("-c", MAKE, str(TICKETS)).split("MADE ", 1)[1])
    except subprocess.CalledProcessError as error:
        return f"preparing it failed: {' '.join(error.stderr.strip().splitlines()[-2:])}"
    (HOME / "gate.py").write_text(GATE)
    environment = _environment(DATABASE) | {"PYTHONPATH": str(HOME)}
    site = serve("gate:application", python=str(PYTHON), environment=environment)
    return Gate(site, made["token"], made["list"])


def _make_database() -> None:
    """A fresh copy of an empty one. Its tables are made once: that takes minutes."""
    with _server().cursor() as raw:
        raw.execute("SELECT datname FROM pg_database WHERE datname = %s", [EMPTY])
        if raw.fetchone() is None:
            raw.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            raw.execute(f"CREATE DATABASE {DATABASE}")
            _run("-m", "pretix", "migrate", "--verbosity", "0")
            raw.execute(f"ALTER DATABASE {DATABASE} RENAME TO {EMPTY}")
        raw.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        raw.execute(f"CREATE DATABASE {DATABASE} TEMPLATE {EMPTY}")


def _server() -> psycopg.Connection:
    wanted = connection.get_connection_params()
    return psycopg.connect(
        host=str(wanted["host"]), user=str(wanted["user"]), dbname="postgres", autocommit=True
    )


def _run(*words: str) -> str:
    done = subprocess.run(  # noqa: S603 - its own Python
        [str(PYTHON), *words], capture_output=True, text=True, check=True,
        env=_environment(DATABASE),
    )  # fmt: skip
    return done.stdout


def _environment(database: str) -> dict[str, str]:
    """A database of its own on our server, a folder of its own for everything else."""
    wanted = connection.get_connection_params()
    data = Path(VAR_DIR) / "pretix-data"
    data.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "PRETIX_PRETIX_DATADIR": str(data),
        "PRETIX_PRETIX_URL": "http://127.0.0.1",
        "PRETIX_DATABASE_BACKEND": "postgresql",
        "PRETIX_DATABASE_NAME": database,
        "PRETIX_DATABASE_USER": str(wanted["user"]),
        "PRETIX_DATABASE_HOST": str(wanted["host"]),
        "PRETIX_DJANGO_SECRET": "only-for-benchmarks",
        "PRETIX_DJANGO_DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "pretix.settings",
        "VIRTUAL_ENV": str(HOME),
    }

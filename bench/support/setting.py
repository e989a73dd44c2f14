"""A PostgreSQL cluster and a fresh database for benchmarks; import it before anything of Django.

Durable commits as in production: only tests and this machine's demo relax them.
"""

import atexit
import os
from pathlib import Path

import django
import psycopg
from django.apps import apps

from longgang.launch import database, environment

ROOT = Path(__file__).resolve().parent.parent.parent
VAR_DIR = ROOT / "var" / "bench"
NAME = "longgang_bench"


class SilentGateway:
    """Takes every message at once, so that only our own part is measured."""

    def send(self, phone: str, text: str, *, key: str) -> None:
        """Nothing leaves this machine."""


def start() -> None:
    """Start the cluster, make the database anew, set up Django and create the tables.

    Does nothing where Django runs already: a test brings a database of its own.
    """
    if apps.ready:
        return
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    os.environ["VAR_DIR"] = str(VAR_DIR)
    os.environ |= {"DEMO": "false", "STAFF_TOTP": "false", "ALLOWED_HOSTS": "testserver"}
    os.environ["SMS_GATEWAY"] = f"{__name__}.{SilentGateway.__name__}"
    server = database.start_or_reuse(VAR_DIR / "postgres")
    atexit.register(server.stop)
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME}")
    os.environ["DATABASE_URL"] = server.url(NAME)
    for name, value in environment.read(VAR_DIR).items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("SECRET_KEY", "only-for-benchmarks-" + "x" * 40)
    os.environ.setdefault("SEALING_KEYS", "bench:" + "A" * 43 + "=")
    os.environ.setdefault("INDEX_KEY", "B" * 43 + "=")
    os.environ["DJANGO_SETTINGS_MODULE"] = "longgang.settings"
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - only after setup

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)

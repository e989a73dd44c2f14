"""Every setting of the tests, and their PostgreSQL; loaded before Django reads its settings.

Tests have a cluster of their own, so they never touch the demo's data and run beside it. Two runs
at once need two names: `TEST_DATABASE=test_mine pytest …`. With TEST_DATABASE_URL they use another
PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from longgang.launch import database

ROOT = Path(__file__).resolve().parent.parent
VAR_DIR = ROOT / "var"


def _folder_of_this_run() -> str:
    """A folder for uploads and static files that goes away with the process."""
    (VAR_DIR / "test").mkdir(parents=True, exist_ok=True)
    folder = tempfile.mkdtemp(dir=VAR_DIR / "test", prefix="run-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (Path(folder) / "static").mkdir()
    return folder


def _database_url() -> str:
    """Another PostgreSQL if one is named; else the embedded one, stopped by its last user."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        return url
    server = database.start_or_reuse(VAR_DIR / "test-postgres", disposable=True)
    atexit.register(server.stop)
    return server.url("postgres")


os.environ |= {
    "SECRET_KEY": "only-for-tests-" + "x" * 50,
    "SEALING_KEYS": "test:" + "A" * 43 + "=",
    "SEALING_CIPHER": "AES-256-GCM",
    "INDEX_KEY": "B" * 43 + "=",
    "DEBUG": "false",
    "DEMO": "false",
    "STAFF_TOTP": "true",
    "DISTRICT_CODE": "211403",
    "PUBLIC_URL": "http://127.0.0.1:8000",
    "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
    "LOG_LEVEL": "WARNING",
    "VAR_DIR": _folder_of_this_run(),
    "DATABASE_URL": _database_url(),
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # the browser's driver has an event loop in our thread
}

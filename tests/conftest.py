"""What all tests share: cheap passwords, plain static files, and tables that can be emptied."""

from django.conf import settings
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.cast import (  # noqa: F401 - fixtures are found by being here
    ada,
    bo,
    hai,
    lin,
    mei,
    rui,
    sam,
    signed_in,
    wen,
    yan,
    zhu,
)

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def _flush_past_the_triggers(operations: DatabaseOperations, sql_list: list[str]) -> None:
    """Emptying all tables after a test is what the append-only books refuse everybody else."""
    _flush(operations, ["SET LOCAL session_replication_role = replica", *sql_list])


_flush = DatabaseOperations.execute_sql_flush
DatabaseOperations.execute_sql_flush = _flush_past_the_triggers

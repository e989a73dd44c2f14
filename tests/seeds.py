"""What migrations put into the tables (the divisions) comes back after a test that empties them.

A test with `transaction=True`, and every browser journey, ends with all tables emptied; the tests
after it would find a district without streets.
"""

from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

SCHEMA = "seeds"
EMPTYING = DatabaseOperations.execute_sql_flush


def keep_seeds() -> None:
    """Copy every table that is not empty; once, right after the migrations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [SCHEMA])
        if cursor.fetchone():
            return
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')  # noqa: S608 - our own tables
            if table != "django_migrations" and cursor.fetchone() == (True,):
                cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE "{table}"')


def empty_tables(operations: DatabaseOperations, statements: list[str]) -> None:
    """Empty them past the triggers that refuse everybody else, then put the seeds back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [SCHEMA])
        seeded = [table for (table,) in cursor.fetchall()]
    EMPTYING(
        operations,
        [
            "SET LOCAL session_replication_role = replica",
            *statements,
            *(
                f'INSERT INTO "{table}" SELECT * FROM {SCHEMA}."{table}"'  # noqa: S608
                for table in seeded
            ),
        ],
    )

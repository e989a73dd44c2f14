"""What was in the tables once can be put back: the seeds of the migrations, a district at work.

A test with `transaction=True`, and every browser journey, leaves rows behind; after it the tables
are as its migrations made them. The rows are deleted, not truncated: that makes no new files.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

NOT_KEPT = ("django_migrations", "procrastinate_")  # what was done; work nobody does here
SEEDS = "seeds"  # a schema with a copy of each table that was not empty
PUT_BACK = """
DO $$
DECLARE
    name text;
    is_same boolean;
BEGIN
    SET LOCAL session_replication_role = replica;  -- past the triggers that refuse everybody else
    -- Not the partitions, for themselves: their rows are those of the table that has them.
    FOR name IN SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
            AND NOT relispartition AND relname <> 'django_migrations'
    LOOP
        IF to_regclass(format('{kept}.%I', name)) IS NULL THEN
            EXECUTE format('DELETE FROM public.%I', name);
        ELSE
            EXECUTE format(
                'SELECT NOT EXISTS (TABLE public.%1$I EXCEPT ALL TABLE {kept}.%1$I)'
                '   AND NOT EXISTS (TABLE {kept}.%1$I EXCEPT ALL TABLE public.%1$I)', name
            ) INTO is_same;
            IF NOT is_same THEN
                EXECUTE format('DELETE FROM public.%I', name);
                EXECUTE format('INSERT INTO public.%1$I TABLE {kept}.%1$I', name);
            END IF;
        END IF;
    END LOOP;
    SET LOCAL session_replication_role = origin;  -- a test may go on in this transaction
END $$
"""


def are_kept(schema: str = SEEDS) -> bool:
    """Whether there is something to put back under this name: a database can outlive its run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [schema])
        return cursor.fetchone() == (True,)


def keep(schema: str = SEEDS) -> None:
    """Copy every table that is not empty, in place of what was kept under this name before."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        cursor.execute(f"CREATE SCHEMA {schema}")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT EXISTS (TABLE public."{table}")')
            if not table.startswith(NOT_KEPT) and cursor.fetchone() == (True,):
                cursor.execute(f'CREATE TABLE {schema}."{table}" AS TABLE public."{table}"')


def put_back(schema: str = SEEDS) -> None:
    """Let the tables hold what was kept under this name, and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(PUT_BACK.format(kept=schema))


@contextmanager
def standing(blocker: Any) -> Iterator[None]:
    """What is done within stands for several tests; each takes back its own, the end takes all.

    None of them may have transactions of its own: they would be part of this one.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)

"""The database backend: Django's own, but for how a connection of the pool is looked at."""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Looks whether the server has hung up before it asks whether a connection is well.

    Django asks with a statement of its own before every request: at a gate that is every fourth.
    """

    @property
    def pool(self) -> Any:
        """Django's pool, which takes no other check from the settings."""
        pool = super().pool
        if pool is not None and pool._check is not None:  # noqa: SLF001
            pool._check = check_connection  # noqa: SLF001
        return pool


def check_connection(connection: Connection[Any]) -> None:
    """Raise OperationalError when the server is gone; ask it only if it has said anything.

    A server that ends says so or hangs up, and either can be heard without asking.
    """
    said, _writable, _failed = select.select([connection.fileno()], [], [], 0)
    if said:
        ConnectionPool.check_connection(connection)

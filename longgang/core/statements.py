"""One statement, its values apart, that PostgreSQL plans once for each connection."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler
from psycopg import Connection, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

Rows = list[tuple[Any, ...]]


class Given(Expression):
    """Stands in a queryset for a value that is named when the statement runs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, _compiler: SQLCompiler, _connection: Any) -> tuple[str, Any]:
        """A placeholder, and itself as what belongs there."""
        return "%s", (self,)


@models.Field.register_lookup
@models.ForeignObject.register_lookup
class Among(models.Lookup[Any]):
    """As `in`, with all that it may be as one value: `filter(pk__among=Given("keys"))`."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """Compared with a list, which the database takes as one array."""
        column, before = self.process_lhs(compiler, connection)
        values, after = self.process_rhs(compiler, connection)
        return f"{column} = ANY({values})", (*before, *after)


def run(sql: str, values: Sequence[Any], *, on: BaseDatabaseWrapper | None = None) -> Rows:
    """The rows of one statement, whose values the database gets apart from it; `on` is a connection
    that is not the caller's own.

    Errors, counting and logging are as for every other statement.
    """
    database: Any = on or connections[DEFAULT_DB_ALIAS]
    if database.queries_logged or database.execute_wrappers:  # they want each one with its values
        with database.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    database.close_if_health_check_failed()
    database.ensure_connection()
    database.validate_thread_sharing()
    database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        return _run_prepared(database.connection, sql, values)


def _run_prepared(connection: Connection[Any], sql: str, values: Sequence[Any]) -> Rows:
    """As a cursor of psycopg would, which for a small statement is the larger part of the work."""
    server = connection.pgconn
    if not connection.autocommit and server.transaction_status == TransactionStatus.IDLE:
        _checked(connection, server.exec_, b"BEGIN")
    adapted = Transformer(connection)
    given = adapted.dump_sequence(values, [PyFormat.AUTO] * len(values))
    prepared = vars(connection).setdefault("longgang_prepared", {})
    name = prepared.get((sql, adapted.types))
    if name is None:
        name = f"longgang_{len(prepared)}".encode()
        _checked(connection, server.prepare, name, _numbered(sql).encode(), adapted.types or ())
        prepared[sql, adapted.types] = name
    found = _checked(connection, server.exec_prepared, name, given, adapted.formats)
    adapted.set_pgresult(found)
    return adapted.load_rows(0, found.ntuples, tuple)


def _checked(connection: Connection[Any], ask: Callable[..., Any], *arguments: Any) -> Any:
    """The result of asking the server; raises psycopg's errors."""
    try:
        result = ask(*arguments)
    except MemoryError:  # so libpq says that nothing could be sent
        result = None
    if result is not None and result.status in {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}:
        return result
    if result is None or connection.pgconn.status != ConnStatus.OK:
        raise OperationalError("the connection is lost")
    raise error_from_result(result, encoding=connection.info.encoding)


@cache
def _numbered(sql: str) -> str:
    """With $1, $2 … for the places, as PostgreSQL itself counts them."""
    first, *rest = sql.split("%s")
    return first + "".join(f"${place}{part}" for place, part in enumerate(rest, 1))

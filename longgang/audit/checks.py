"""What `manage.py check --database default` says about the guards of the books."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

GUARDED = ("audit_event", "audit_disclosure", "audit_chainlink")
GUARDS = {
    *((table, trigger) for table in GUARDED for trigger in ("refuse_change", "refuse_truncate")),
    ("audit_event", "list_unsealed"),
    ("audit_disclosure", "list_unsealed"),
}
EXISTS = "SELECT to_regclass('audit_chainlink') IS NOT NULL"
ON_DUTY = """
    SELECT pg_class.relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgrelid IN (SELECT to_regclass(name) FROM unnest(%s::text[]) AS name)
        AND tgenabled IN ('O', 'A')
"""


@register(Tags.database)
def check_guards(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Every trigger that keeps the books from being changed is there and switched on.

    Silent before the first migration, which asks too.
    """
    return [
        Error(
            f"The trigger {trigger} of {table} is missing or switched off.",
            hint="Switch it on (ALTER TABLE … ENABLE TRIGGER …), then run verify_chain.",
            id="audit.E001",
        )
        for alias in databases or ()
        for table, trigger in sorted(_missing(alias))
    ]


def _missing(alias: str) -> set[tuple[str, str]]:
    with connections[alias].cursor() as cursor:
        cursor.execute(EXISTS)
        if cursor.fetchone() != (True,):
            return set()
        cursor.execute(ON_DUTY, [list(GUARDED)])
        return GUARDS - {(table, trigger) for table, trigger in cursor.fetchall()}

"""What tests of every module use to see what the books say."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from longgang.audit.models import Event

_OWN_TABLES = ("audit_", "procrastinate_", "django_session", "cache", "notices_")
_WRITES = ("INSERT INTO", "UPDATE", "DELETE FROM")


@contextmanager
def assert_one_event(kind: str) -> Iterator[list[Event]]:
    """The block writes exactly one event, of this kind; afterwards the list holds it."""
    found: list[Event] = []
    last = _last_id()
    yield found
    found += Event.objects.filter(pk__gt=last).order_by("pk")
    assert [event.kind for event in found] == [kind]


@contextmanager
def assert_writes_are_told() -> Iterator[None]:
    """The block leaves no event without a write, and no write without an event."""
    last = _last_id()
    with CaptureQueriesContext(connection) as captured:
        yield
    writes = [query["sql"] for query in captured if _is_deed(query["sql"])]
    told = Event.objects.filter(pk__gt=last).exists()
    assert told == bool(writes), "no event tells of:\n" + "\n".join(writes)


def _is_deed(sql: str) -> bool:
    for start in _WRITES:
        if sql.startswith(start):
            table = sql.removeprefix(start).strip(' "')
            return not table.startswith(_OWN_TABLES)
    return False


def _last_id() -> int:
    newest = Event.objects.order_by("-pk").first()
    return newest.pk if newest else 0

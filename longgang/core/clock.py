"""The one place that asks what time it is. Rules get the moment as an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """This moment, in UTC, aware."""
    return _pretended.get() or timezone.now()


def today() -> date:
    """The local day: offices count days by the clock on their wall."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """The day that the wall clock shows at this moment."""
    return timezone.localtime(moment).date()


def midnight(day: date) -> datetime:
    """When the day begins on the local wall clock."""
    return timezone.make_aware(datetime.combine(day, time()))


@contextmanager
def as_if(moment: datetime) -> Iterator[None]:
    """Let the actions inside happen at this moment. For the demo, which relives its last days."""
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)

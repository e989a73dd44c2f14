"""The one place that asks what time it is. Rules get the moment as an argument."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, in UTC, aware."""
    return timezone.now()


def today() -> date:
    """The local day: offices count days by the clock on their wall."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """The day that the wall clock shows at this moment."""
    return timezone.localtime(moment).date()

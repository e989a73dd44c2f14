"""Every figure of the sites at once: people, rooms, and the next two weeks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from longgang.accounts.api import User
from longgang.core.clock import now

from .models import Site, SiteFigures
from .models.figures import COUNTS
from .queries import waiting_for_room

AHEAD = 14  # days that are looked ahead, today among them


@dataclass(frozen=True)
class Day:
    """What one of the next days brings."""

    day: date
    leaving: int  # people whose days are over from then on
    arriving: int  # people whose room is reserved
    free: int  # rooms for somebody new, when everybody leaves on the day they can


@dataclass(frozen=True)
class Overview:
    """The sites with their figures, and all of them together."""

    as_of: datetime
    sites: list[Site]
    total: SiteFigures
    days: list[Day]
    waiting: int  # people who need a room and have none


def read_overview(user: User, *, today: date) -> Overview:
    """What this person sees of the open sites; two queries, however many sites there are."""
    rows = Site.objects.visible_to(user).open().select_related("premises", "figures")
    sites = list(rows)
    total = add_up(site.figures for site in sites)
    days = days_ahead(total, today=today)
    return Overview(now(), sites, total, days, waiting_for_room(on=today).count())


def add_up(each: Iterable[SiteFigures]) -> SiteFigures:
    """The figures of several sites together; written nowhere."""
    total = SiteFigures(counted_at=now())
    arriving: Counter[str] = Counter()
    for figures in each:
        for name in COUNTS:
            setattr(total, name, getattr(total, name) + getattr(figures, name))
        for day, (people, rooms) in figures.leaving.items():
            both = total.leaving.setdefault(day, [0, 0])
            both[0] += people
            both[1] += rooms
        arriving.update(figures.arriving)
    total.arriving = dict(arriving)
    return total


def days_ahead(figures: SiteFigures, *, today: date) -> list[Day]:
    """The next two weeks of one site or of several together."""
    return [
        Day(
            day,
            figures.leaving_on(day, today=today),
            figures.arriving_on(day, today=today),
            figures.free_on(day, today=today),
        )
        for day in (today + timedelta(days=number) for number in range(AHEAD))
    ]

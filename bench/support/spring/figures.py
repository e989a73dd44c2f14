"""One line of figures for a day of the spring."""

from dataclasses import dataclass
from datetime import date

from longgang.arrivals.api import Declaration
from longgang.core.clock import today
from longgang.isolation.models import SiteFigures, Stay
from longgang.isolation.queries import waiting_for_room
from longgang.measures.api import Measure


@dataclass(frozen=True)
class DayFigures:
    """How an evening stands, and what the day brought."""

    day: date
    declared: int
    at_sites: int
    at_home: int
    rooms_free: int
    waiting: int
    released: int
    lifted: int
    troubles: int


def figures_of(*, troubles: int) -> DayFigures:
    """Of today."""
    day = today()
    sites = list(SiteFigures.objects.all())
    return DayFigures(
        day,
        Declaration.objects.filter(declared_at__date=day).count(),
        sum(each.here for each in sites),
        Measure.objects.open().filter(held_at=None).count(),
        sum(each.free for each in sites),
        waiting_for_room(on=day).count(),
        Stay.objects.filter(left_at__date=day, going="released").count(),
        Measure.objects.filter(lifted_at__date=day).count(),
        troubles,
    )

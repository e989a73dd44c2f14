"""The hours of a day, one day after the other; every evening all of it is looked at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock

from django.utils.timezone import make_aware

from longgang.core.clock import as_if

from . import coming, home, lab, rule_change, site, transmissions, worker
from .district import found_district, founded_on
from .figures import DayFigures, figures_of
from .forecast import Forecasts
from .invariants import find_wrong
from .plan import FIRST_DAY, Size, plan_spring
from .world import World

Deed = Callable[[World], None]


def _site_later(world: World) -> None:
    site.give_rooms(world, later=True)


# What is done at which hour, beside what the worker does and who declares.
DAY: dict[int, tuple[Deed, ...]] = {
    0: (worker.report_sick,),
    7: (rule_change.change_rules, site.go_round),
    8: (site.release, home.lift_all, site.cancel_no_shows),
    9: (coming.work_off, home.accept_all, lab.correct_errors),
    10: (site.befall, home.befall, home.go_round),
    11: (home.accept_all, coming.work_off),
    12: (site.give_rooms,),
    14: (site.drive, home.accept_all, coming.work_off),
    17: (coming.work_off, _site_later, site.go_round, lab.report),
    19: (home.go_round, home.accept_all, site.disinfect, site.repair),
    20: (site.change_shift, transmissions.spread),
    21: (coming.work_off,),
}


@dataclass
class Spring:
    """A world with what was seen of it."""

    world: World
    days: list[DayFigures] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    forecasts: Forecasts = field(default_factory=Forecasts)


def found(size: Size) -> Spring:
    """The district, and everybody who will come. Expects an empty district."""
    day = founded_on(FIRST_DAY)
    with as_if(make_aware(datetime.combine(day, clock(12)))):
        district = found_district(size, day)
    return Spring(World(size, district, plan_spring(size)))


def live(spring: Spring, days: int) -> None:
    """So many days more."""
    for _day in range(days):
        live_day(spring)


def live_day(spring: Spring) -> None:
    """From midnight to midnight; what is wrong in the end is added to what was wrong before."""
    world = spring.world
    before = world.happened.total()
    world.sampled.clear()
    for hour in range(24):
        if hour == 6:
            with world.at(5, 50):
                spring.wrong += spring.forecasts.begin_day()
        with world.at(hour):
            for deed in DAY.get(hour, ()):
                deed(world)
        with world.at(hour, 10):
            coming.declare_all(world, hour)
        with world.at(hour, 20):
            worker.each_hour(world, hour)
    with world.at(23, 50):
        spring.wrong += find_wrong(world.district)
        spring.wrong += transmissions.find_missed(world)
        spring.wrong += spring.forecasts.end_day(world.kept)
        troubles = world.happened.total() - before
        spring.days.append(figures_of(troubles=troubles))
    world.day += timedelta(days=1)

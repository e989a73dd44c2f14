"""What is done by the clock, and who is ill today."""

from datetime import timedelta

from longgang.arrivals.api import raise_unclaimed
from longgang.audit.api import seal_chain
from longgang.core.clock import today
from longgang.isolation.actions.reconciling import tell_differences
from longgang.measures.api import extend_for_missed_tests, raise_unaccepted
from longgang.notices.worker import deliver_due
from longgang.trail.api import gather_homes, gather_visits
from longgang.trail.jobs import DAYS, HOURS, NIGHT

from .district import worker_is_back, worker_is_ill
from .world import World

HOMES_READ_AT, RECONCILES_AT = 1, 5
NIGHTS = (3, 2, 1)  # days that are looked back for missed tests


def each_hour(world: World, hour: int) -> None:
    """What the worker does each minute, and each hour at twenty past; in the night it compares."""
    if hour == RECONCILES_AT:
        world.do(tell_differences)
    if hour == HOMES_READ_AT:
        world.do(gather_homes)
    if hour == NIGHT:
        world.do(gather_visits, within=DAYS)
    if hour % world.size.worker_hours:
        return
    world.do(raise_unclaimed)
    world.do(raise_unaccepted)
    for days in NIGHTS:
        world.do(extend_for_missed_tests, today() - timedelta(days=days))
    world.do(gather_visits, within=max(HOURS, timedelta(hours=world.size.worker_hours)))
    world.do(deliver_due)
    world.do(seal_chain)


def report_sick(world: World) -> None:
    """One in a hundred of the grids' workers: of some the post is ended, others just do not come,
    and now and then their officer does not either.
    """
    for post in world.ill:
        worker_is_back(post, by=world.district.security)
    world.ill, world.absent = [], set()
    pairs = [
        (worker, each.officer)
        for each in world.district.communities
        for worker in each.workers.values()
    ]
    many = max(2, len(pairs) // 100)
    for number in range(many if world.number else 0):
        worker, officer = pairs[(world.number * many + number) % len(pairs)]
        kind = (world.number // 2 + number) % 3
        if kind == 0:
            world.ill.append(worker_is_ill(worker, by=world.district.security))
        else:
            world.absent.add(worker.pk)
        if kind == 2:
            world.absent.add(officer.pk)
    world.district.refresh()

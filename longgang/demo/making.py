"""Makes the demo district: offices first, then two processes live the story, each half of it.

All or nothing: a mark stands in the database from the first row to the last. Whoever finds the mark
when starting knows that a demo was cut off there, and begins anew. A database without the mark is
never emptied.
"""

import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection

from django.core.management import call_command
from django.db import connection
from django.utils.timezone import localtime

from longgang.arrivals.api import raise_unclaimed
from longgang.checkpoints.api import escalate_conflicts, look_for_odd_exits
from longgang.core.clock import as_if, local_day, today
from longgang.core.remembering import remembering
from longgang.measures.api import extend_for_missed_tests
from longgang.notices.api import (
    deliver_held,
    holding_messages,
    mark_all_read,
    users_with_unread,
)
from longgang.passes.api import expire_passes, lapse_returned, notice_overdue_trips, remind_desks

from .care import plan_care
from .circles import plan_tracing
from .devices import plan_devices
from .district import (
    TANKERS,
    TRADES,
    find_acid_works,
    find_offices,
    found_fleets,
    found_offices,
)
from .guests import plan_guests
from .households import welcome_driver, welcome_households
from .returns import plan_returns
from .scenes import plan_office_work, plan_scenes
from .second import live_second_half
from .story import Size, Story
from .strangers import plan_strangers

MARK = "demo_unfinished"
READ_EVERY, NEWS = 3, timedelta(hours=1)  # hours; what is newer the reader finds unread
PATIENT = (20_000, 20, 50)  # of the garbage collector: thousands of deeds leave little of it


@dataclass(frozen=True)
class Part:
    """Who lives what: the fleets it founds and drives, and every so manyth of the tankers.

    The tankers come and go within the same half hours, so that one process alone would hold up the
    other. The first has the residents and the offices' work besides.
    """

    places: range
    number: int = 0
    of: int = 1

    @property
    def is_first(self) -> bool:
        """Whether it has what is not divided."""
        return self.number == 0


WHOLE = Part(range(len(TRADES)))
FIRST, SECOND = Part(range(6), 0, 2), Part(range(6, len(TRADES)), 1, 2)


@dataclass(frozen=True)
class Made:
    """How it went: what was done, and what was refused on the way."""

    deeds: int
    refused: list[str]


def is_unfinished() -> bool:
    """Whether a demo was cut off in this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [MARK])
        (found,) = cursor.fetchone()
    return bool(found)


def begin_anew() -> None:
    """Empty a database in which a demo was cut off, and make its tables again."""
    if is_unfinished():
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)


def make_demo(
    size: Size, until: datetime, *, together: bool, tell: Callable[[str], object]
) -> Made:
    """The whole demo district as it is at this moment. Expects an empty database."""
    with _marked():
        if not together:
            _found_offices(size, until)
            return live(size, until, WHOLE, None, tell)
        here, there = get_context("spawn").Pipe()
        second = get_context("spawn").Process(
            target=live_second_half, args=(there, astuple(size), until), daemon=True
        )
        with _deaf_to_ctrl_c():  # it ends with this process, which has something to say then
            second.start()
        there.close()
        try:
            _found_offices(size, until)
            _let_go_on(here)
            made = live(size, until, FIRST, here, tell)
            other: Made = here.recv()
        except BaseException:
            second.kill()
            raise
        finally:
            second.join()
        return Made(made.deeds + other.deeds, made.refused + other.refused)


@holding_messages()
@remembering()
def live(
    size: Size,
    until: datetime,
    part: Part,
    other: Connection | None,
    tell: Callable[[str], object],
) -> Made:
    """Found some of the fleets and live a part of the story.

    The two processes wait for each other every hour of the story, so that what they write stays in
    the order of the clock; then the first one does what the worker would have done by the clock.
    Messages leave at the moment of the deed that wrote them; rules, desks and members are the same
    all the while, but for one rule in the last hour, by which nobody is put under a measure.
    """
    story = Story(find_offices(), until, size, tankers=range(part.number, TANKERS, part.of))
    with as_if(until - timedelta(days=size.days + 2)):
        found_fleets(story.district, part.places, vehicles=size.vehicles)
        if part.is_first:
            welcome_driver()
            story.households = welcome_households()
            _let_go_on(other)
        else:
            _wait_for(other)
            find_acid_works(story.district)
    usual = gc.get_threshold()
    story.plan()
    for plan in _plans_of(part):
        plan(story)
    gc.freeze()
    gc.set_threshold(*PATIENT)
    hours = list(story_hours(size, until))
    for number, hour in enumerate(hours):
        story.live(hour)
        deliver_held()
        if part.is_first:
            _wait_for(other)
            with as_if(hour):
                _do_what_the_worker_does()
                if localtime(hour).hour == 0:
                    extend_for_missed_tests(today() - timedelta(days=1))
                if hour.hour % READ_EVERY == 0 and hour <= until - NEWS:
                    _read_notices()
            _let_go_on(other)
            if local_day(hour) != local_day(hours[number - 1]):
                tell(f"{local_day(hour)} · {number / len(hours):.0%}")
        else:
            _let_go_on(other)
            _wait_for(other)
    gc.set_threshold(*usual)
    gc.unfreeze()
    return Made(story.done, story.refused)


def _plans_of(part: Part) -> list[Callable[[Story], None]]:
    """What it lives besides its trips; the guests of the sites are the last one's."""
    plans: list[Callable[[Story], None]] = [plan_scenes]
    if part.is_first:
        plans += [plan_office_work, plan_strangers, plan_devices, plan_care, plan_returns]
        plans.append(plan_tracing)
    return [*plans, plan_guests] if part.number == part.of - 1 else plans


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes that are started meanwhile never hear it."""
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _found_offices(size: Size, until: datetime) -> None:
    since = until - timedelta(days=size.days + 2)
    with as_if(since):
        found_offices(since=local_day(since))


def story_hours(size: Size, until: datetime) -> Iterator[datetime]:
    """Every hour from the first announcement to the end, the same for both processes."""
    moment = until.replace(minute=0, second=0, microsecond=0) - timedelta(days=size.days + 2)
    while moment < until:
        yield moment
        moment += timedelta(hours=1)
    yield until


def _do_what_the_worker_does() -> None:
    remind_desks()
    notice_overdue_trips()
    expire_passes()
    lapse_returned()
    look_for_odd_exits()
    escalate_conflicts()
    raise_unclaimed()


def _read_notices() -> None:
    for user in users_with_unread():
        mark_all_read(user)


def _wait_for(other: Connection | None) -> None:
    """Until the other process is as far; EOFError when it is no more."""
    if other is not None:
        other.recv()


def _let_go_on(other: Connection | None) -> None:
    if other is not None:
        other.send(None)


@contextmanager
def _marked() -> Iterator[None]:
    """The mark stands while the demo is being made, and after a demo that was cut off."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {MARK} ()")
    with hasty():
        yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {MARK}")


@contextmanager
def hasty() -> Iterator[None]:
    """Commits do not wait for the disk: a demo that is cut off begins anew anyhow.

    Nor has a deed savepoints within: each is a transaction, and one that is refused is taken back
    as a whole.
    """
    features = connection.features
    usual, features.uses_savepoints = features.uses_savepoints, connection.in_atomic_block
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")
            yield
            cursor.execute("RESET synchronous_commit")
    finally:
        features.uses_savepoints = usual

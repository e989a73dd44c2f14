"""What is due on a day of a measure, and how it stands: computed from the plan and what was done.

Nothing here is stored. Moments are aware and local: what the clock on the wall shows decides.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.lifecycle import States

from .days import Course, count_on, dates_of_tests, dates_of_visits, days_between, stand_on

NOON = time(12)
ONE_DAY = timedelta(days=1)


class DutyKind(States):
    """What is to be done."""

    MORNING = "morning", _("Morning temperature")
    EVENING = "evening", _("Evening temperature")
    READING = "reading", _("Daily temperature")
    TEST = "test", pgettext_lazy("duty", "Test")
    VISIT = "visit", pgettext_lazy("duty", "Visit")


# Of a day.
ORDER = (
    DutyKind.MORNING, DutyKind.TEST, DutyKind.VISIT, DutyKind.EVENING, DutyKind.READING,
)  # fmt: skip


class DutyState(States):
    """How it stands."""

    AHEAD = "ahead", pgettext_lazy("duty", "Later")
    DUE = "due", pgettext_lazy("duty", "Due")
    LATE = "late", pgettext_lazy("duty", "Late")
    DONE = "done", pgettext_lazy("duty", "Done")
    MISSED = "missed", pgettext_lazy("duty", "Missed")


@dataclass(frozen=True)
class Hours:
    """Until when on its day each duty is in time; the rule says it."""

    morning_by: time = time(10)
    evening_by: time = time(20)
    tests_by: time = time(20)
    visits_by: time = time(20)

    def limit_of(self, kind: str) -> time:
        """By when this kind is to be done."""
        return {
            DutyKind.MORNING: self.morning_by,
            DutyKind.TEST: self.tests_by,
            DutyKind.VISIT: self.visits_by,
        }.get(DutyKind(kind), self.evening_by)


@dataclass(frozen=True)
class Done:
    """What was done: the local moments of temperatures, samples and visits."""

    readings: tuple[datetime, ...] = ()
    samples: tuple[datetime, ...] = ()
    visits: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Duty:
    """One thing due on one day."""

    day: date
    kind: str
    state: str
    done_at: datetime | None = None


@dataclass(frozen=True)
class Watch:
    """A measure as its duties see it.

    `closed_on`: the day on which it was lifted or cancelled, from which on nothing is due. `away`:
    days in hospital, each from the day of leaving to the day before the return; without a return
    they go on.
    """

    course: Course
    hours: Hours = Hours()
    away: tuple[tuple[date, date | None], ...] = ()
    closed_on: date | None = None
    opened_at: datetime | None = None

    def is_due_at_all(self, day: date) -> bool:
        """Whether anything can be due on this day."""
        if self.closed_on is not None and day >= self.closed_on:
            return False
        return not any(left <= day and (back is None or day < back) for left, back in self.away)

    @property
    def opened_late_on(self) -> date | None:
        """The day of opening, when the hour for tests had passed already."""
        opened = self.opened_at
        is_late = opened is not None and opened.time() >= self.hours.tests_by
        return opened.date() if opened is not None and is_late else None

    def began_after(self, kind: str, day: date) -> bool:
        """Whether on the day of opening the hour of this kind had passed already. A test is taken
        whenever that was.
        """
        opened = self.opened_at
        if opened is None or opened.date() != day or kind == DutyKind.TEST:
            return False
        return opened.time() >= self.hours.limit_of(kind)


def kinds_due(day: date, watch: Watch) -> list[str]:
    """What is due on a day, done or not; nothing before day one, after the last day, while away,
    or before the hour of opening.

    The order is that of the day.
    """
    count = count_on(day, watch.course)
    stand = stand_on(day, count) if count and watch.is_due_at_all(day) else None
    if count is None or stand is None:
        return []
    found: list[str] = []
    if stand.phase.readings == 2:
        found.append(DutyKind.MORNING)
    if day in dates_of_tests(count):
        found.append(DutyKind.TEST)
    if day in dates_of_visits(count):
        found.append(DutyKind.VISIT)
    if stand.phase.readings:
        found.append(DutyKind.EVENING if stand.phase.readings == 2 else DutyKind.READING)
    return [kind for kind in found if not watch.began_after(kind, day)]


def kinds_on(day: date, watch: Watch, samples: Collection[datetime], *, today: date) -> list[str]:
    """The same, where the test of a measure that was opened in the night goes over to the next day:
    nobody could take it in time. It can be taken in that night all the same.
    """
    kinds, first = kinds_due(day, watch), watch.opened_late_on
    if first is None or not first <= day <= first + ONE_DAY or not _is_left_over(watch, samples):
        return kinds
    if day == first:
        return [kind for kind in kinds if kind != DutyKind.TEST or today == first]
    return sorted({*kinds, DutyKind.TEST}, key=ORDER.index)


def _is_left_over(watch: Watch, samples: Collection[datetime]) -> bool:
    """Whether a test was due in the night of opening, was not taken, and another day follows."""
    first = watch.opened_late_on
    assert first is not None, "opened in the night"
    after = first + ONE_DAY
    count = count_on(after, watch.course)
    goes_on = count is not None and stand_on(after, count) and watch.is_due_at_all(after)
    is_taken = any(at.date() == first for at in samples)
    return bool(goes_on) and not is_taken and DutyKind.TEST in kinds_due(first, watch)


def duties_on(day: date, watch: Watch, done: Done, *, now: datetime) -> list[Duty]:
    """What is due on a day and how it stands at this moment."""
    kinds = kinds_on(day, watch, done.samples, today=now.date())
    return [_stand_of(kind, day, watch.hours, done, now=now) for kind in kinds]


def duties_between(
    first: date, last: date, watch: Watch, done: Done, *, now: datetime
) -> Iterator[Duty]:
    """The same for every day from the first to the last."""
    for day in days_between(first, last):
        yield from duties_on(day, watch, done, now=now)


def _stand_of(kind: str, day: date, hours: Hours, done: Done, *, now: datetime) -> Duty:
    at = next(iter(sorted(_done_at(kind, day, done))), None)
    if at is not None:
        return Duty(day, kind, DutyState.DONE, at)
    today, clock = now.date(), now.time()
    if today < day:
        return Duty(day, kind, DutyState.AHEAD)
    if today > day or (kind == DutyKind.MORNING and clock >= NOON):
        return Duty(day, kind, DutyState.MISSED)
    return Duty(day, kind, DutyState.LATE if is_late(kind, hours, clock) else DutyState.DUE)


def is_late(kind: str, hours: Hours, clock: time) -> bool:
    """Whether the hour of this kind is past; a morning ends at noon, whatever the rule says."""
    return clock >= hours.limit_of(kind) or (kind == DutyKind.MORNING and clock >= NOON)


def _done_at(kind: str, day: date, done: Done) -> Sequence[datetime]:
    if kind == DutyKind.TEST:
        moments = done.samples
    elif kind == DutyKind.VISIT:
        moments = done.visits
    else:
        moments = tuple(
            at
            for at in done.readings
            if kind == DutyKind.READING or (at.time() < NOON) == (kind == DutyKind.MORNING)
        )
    return [at for at in moments if at.date() == day]

"""The arithmetic of days, on local dates alone: no moments, no clock, no tables.

A plan is a row of phases. It is counted from day one; its last day is a whole day of it. A course
is every count that a measure has run by, in order: what was due on a day is what was due under the
count that held on that day, whatever has been decided since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from .kinds import DayOne, PhaseKind


@dataclass(frozen=True)
class Phase:
    """So many days of one kind. Test and visit days are counted within the phase, from 1."""

    kind: str
    days: int
    test_days: tuple[int, ...] = ()
    readings: int = 2  # temperatures a day
    visit_days: tuple[int, ...] = ()

    def as_row(self) -> dict[str, Any]:
        """As it is kept with a rule and a term."""
        return {
            "kind": str(self.kind),
            "days": self.days,
            "test_days": list(self.test_days),
            "readings": self.readings,
            "visit_days": list(self.visit_days),
        }


Plan = tuple[Phase, ...]


def read_plan(rows: Sequence[Mapping[str, Any]]) -> Plan:
    """The plan that was kept."""
    return tuple(
        Phase(
            PhaseKind(row["kind"]),
            int(row["days"]),
            tuple(row["test_days"]),
            int(row["readings"]),
            tuple(row["visit_days"]),
        )
        for row in rows
    )


@dataclass(frozen=True)
class Count:
    """A plan, counted from a day. It holds from `since` on.

    `makes_up`: a test day that had passed before it held is made up for on its first day.
    """

    since: date
    day_one: date
    plan: Plan
    makes_up: bool = True

    @property
    def length(self) -> int:
        """How many days it has."""
        return sum(phase.days for phase in self.plan)

    @property
    def last_day(self) -> date:
        """The last day, which still belongs to it."""
        return self.day_one + timedelta(days=self.length - 1)


Course = tuple[Count, ...]


@dataclass(frozen=True)
class Change:
    """The last day of one measure before and after, and by how many days it had been extended."""

    old_ends_on: date
    new_ends_on: date
    extended_days: int = 0

    @property
    def days(self) -> int:
        """How many days the person gains; fewer days are negative."""
        return (self.new_ends_on - self.old_ends_on).days

    def is_over(self, day: date) -> bool:
        """Whether by the new rule the last day has passed, so that it can be lifted."""
        return self.new_ends_on < day


@dataclass(frozen=True)
class Stand:
    """Where a day lies: the phase, its place among the phases, and which day of it."""

    phase: Phase
    place: int
    day: int


def first_day(base: date, day_one: str) -> date:
    """Day one, counted from the day of exposure, check-in or arrival."""
    return base + timedelta(days=1) if day_one == DayOne.NEXT_DAY else base


def base_of(day_one_on: date, day_one: str) -> date:
    """The day of exposure, check-in or arrival from which day one was counted."""
    return day_one_on - timedelta(days=1) if day_one == DayOne.NEXT_DAY else day_one_on


def stand_on(day: date, count: Count) -> Stand | None:
    """The phase of a day; None before day one and after the last day."""
    left = (day - count.day_one).days
    if left < 0:
        return None
    for place, phase in enumerate(count.plan):
        if left < phase.days:
            return Stand(phase, place, left + 1)
        left -= phase.days
    return None


def place_near(day: date, count: Count) -> int:
    """The place of the day's phase; before day one the first, after the last day the last."""
    stand = stand_on(day, count)
    if stand is not None:
        return stand.place
    return 0 if day < count.day_one else len(count.plan) - 1


def days_so_far(day: date, count: Count) -> int:
    """Which day of all it is; 0 before day one, never more than there are."""
    return min(max((day - count.day_one).days + 1, 0), count.length)


def days_to_go(day: date, count: Count) -> int:
    """How many days come after this one."""
    return count.length - days_so_far(day, count)


def phase_days(place: int, count: Count) -> tuple[date, date]:
    """First and last day of the phase at this place."""
    before = sum(phase.days for phase in count.plan[:place])
    begin = count.day_one + timedelta(days=before)
    return begin, begin + timedelta(days=count.plan[place].days - 1)


def dates_of_tests(count: Count) -> list[date]:
    """The days on which a test is due, from the day on since which the count holds."""
    planned = _dates(count, "test_days")
    due = {day for day in planned if day >= count.since}
    passed = any(day < count.since for day in planned)
    if count.makes_up and passed and count.since <= count.last_day:
        due.add(count.since)
    return sorted(due)


def dates_of_visits(count: Count) -> list[date]:
    """The same for visits; one that has passed is not made up for."""
    return sorted(day for day in _dates(count, "visit_days") if day >= count.since)


def _dates(count: Count, name: str) -> set[date]:
    found, begin = set(), count.day_one
    for phase in count.plan:
        found |= {begin + timedelta(days=each - 1) for each in getattr(phase, name)}
        begin += timedelta(days=phase.days)
    return found


def central_last_day(count: Count) -> date | None:
    """The last day of central isolation; None for a plan without it."""
    places = [at for at, phase in enumerate(count.plan) if phase.kind == PhaseKind.CENTRAL]
    return phase_days(places[-1], count)[1] if places else None


def count_on(day: date, course: Course) -> Count | None:
    """The count that held on a day: the last one that had begun and reached its day one.

    A count that begins tomorrow leaves today to the one before.
    """
    held = [count for count in course if count.since <= day and count.day_one <= day]
    return held[-1] if held else None


def extend(plan: Plan, days: int, *, place: int, with_test: bool = False) -> Plan:
    """The plan with a phase that is so many days longer; on its new last day a test, if asked."""
    phase = plan[place]
    length = phase.days + days
    tests = sorted({*phase.test_days, length}) if with_test else phase.test_days
    longer = replace(phase, days=length, test_days=tuple(tests))
    return (*plan[:place], longer, *plan[place + 1 :])


def home_from(day: date, count: Count) -> Plan:
    """The plan with home isolation instead of all that is left of central isolation on this day;
    its length, tests and visits stay.
    """
    found: list[Phase] = []
    for place, phase in enumerate(count.plan):
        begin, end = phase_days(place, count)
        if phase.kind != PhaseKind.CENTRAL or end < day:
            found.append(phase)
        elif begin >= day:
            found.append(replace(phase, kind=PhaseKind.HOME))
        else:
            found += _split(phase, (day - begin).days)
    return tuple(found)


def _split(phase: Phase, days: int) -> tuple[Phase, Phase]:
    """So many days as they are, the others at home."""
    before, after = (
        replace(
            phase,
            test_days=tuple(each - cut for each in phase.test_days if first <= each <= last),
            visit_days=tuple(each - cut for each in phase.visit_days if first <= each <= last),
            days=last - cut,
        )
        for first, last, cut in ((1, days, 0), (days + 1, phase.days, days))
    )
    return before, replace(after, kind=PhaseKind.HOME)


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]

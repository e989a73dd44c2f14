"""Who was infected by whom, planted at meetings of every kind; and whether tracing finds it.

A case is opened of each source. In the evening, and some days later, its first circle is asked for
as the page of the case does it. What it must say follows from the meeting and from the window of
the case alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from django.utils.timezone import localtime

from longgang.core.clock import as_if, local_day, now
from longgang.core.privacy import Purpose
from longgang.people.api import Person
from longgang.tracing.actions.cases import close_case, move_window
from longgang.tracing.api import Case, add_visit, open_case
from longgang.tracing.asking import Thresholds, ask
from longgang.trail.api import Meeting as Encounter
from longgang.trail.api import PlaceType, type_of

from .meetings import LENGTHS, WAYS, Meeting
from .world import World

OPENED_AFTER = timedelta(minutes=20)  # whoever drives has left by then
ASKED_AFTER = (0, 3)  # days
CLOSED_AFTER = 4
WHOLE = timedelta(days=CLOSED_AFTER)  # more than the window has


@dataclass
class Transmission:
    """At places of one type, from when until when within the window of the source's case."""

    case: Case
    other: int
    where: PlaceType
    since: datetime
    until: datetime
    was_found: bool = False

    @property
    def day(self) -> date:
        """On which the case was opened."""
        return local_day(self.case.opened_at)

    @property
    def lasted(self) -> timedelta:
        """How long they were together."""
        return self.until - self.since

    @property
    def is_long(self) -> bool:
        """Whether that makes a contact by the rule of the case."""
        return self.lasted >= timedelta(minutes=self.case.rule.least_minutes)

    def is_it(self, encounter: Encounter) -> bool:
        """Whether an encounter is this one, or any part of it."""
        is_there = type_of(encounter.place) == self.where
        return is_there and encounter.since < self.until and encounter.until > self.since


def spread(world: World) -> None:
    """Some people meet, one of them has it, and a case is opened; cases of some days ago end."""
    _close(world)
    random = Random(f"{world.size.seed}{world.day} spread")  # noqa: S311
    for place in range(world.size.cases):
        meet = WAYS[(world.number * world.size.cases + place) % len(WAYS)]
        meeting = meet(world, random)
        if meeting is not None:
            with as_if(now() + OPENED_AFTER):
                world.transmissions.append(_plant(world, meeting, random))


def _close(world: World) -> None:
    for each in world.transmissions:
        if world.days_since(each.case.opened_at) == CLOSED_AFTER:
            by = world.district.investigator
            world.do(close_case, each.case, by=by, reason="密接已全部落实管控")


def _plant(world: World, meeting: Meeting, random: Random) -> Transmission:
    """With the window of the rule; of what lasts, often ended by hand soon after it began."""
    by = world.district.investigator
    case = world.do(
        open_case, Person.objects.get(pk=meeting.pair.source), sampled_on=world.day,
        has_symptoms=True, onset_on=world.day - timedelta(days=random.randrange(2)),
        purpose=Purpose.TRACE, by=by, reason="核酸阳性，本人发热",
    )  # fmt: skip
    assert case is not None
    since, until = max(meeting.since, case.since), meeting.until or now()
    if meeting.told is not None:
        span = {"since": since - timedelta(hours=1), "until": until}
        world.do(add_visit, case, place=meeting.told, **span, by=by, reason="本人回忆")
    elif meeting.until is None or until - since > max(LENGTHS):
        until = min(until, since + random.choice([*LENGTHS, *[WHOLE] * len(LENGTHS)]))
        window = {"since": case.since, "until": until}
        world.do(move_window, case, **window, by=by, reason="此后已转运隔离")
    return Transmission(case, meeting.pair.other, meeting.where, since, until)


def find_missed(world: World) -> list[str]:
    """Every planted transmission whose contact was long enough is in the first circle of its
    source, as long as it was; a shorter one makes nobody a contact.
    """
    asked = [
        each for each in world.transmissions if world.days_since(each.case.opened_at) in ASKED_AFTER
    ]
    return [f"{world.day} {words}" for each in asked for words in look(each)]


def look(transmission: Transmission) -> Iterator[str]:
    """What is wrong with the answer."""
    case, where = transmission.case, transmission.where
    usual = Thresholds.of(case)
    thresholds = replace(usual, degrees=1, places=usual.places | {where})
    contacts = ask(case, thresholds).contacts
    met = contacts.find([transmission.other])
    encounters = contacts.explain(transmission.other).meetings if met else ()
    ours = [each for each in encounters if transmission.is_it(each)]
    spans = [(each.since, each.until) for each in ours]
    transmission.was_found = spans == [(transmission.since, transmission.until)]
    words = f"{case}: {where} with person {transmission.other}, {_span(transmission)}"
    if transmission.is_long:
        if not transmission.was_found or met[0].lasted < transmission.lasted:
            yield f"{words}: the answer has {[_span(each) for each in ours]}"
    elif _sum(ours) > transmission.lasted or (met and met[0].lasted < thresholds.least):
        yield f"{words}: too short, and yet a contact"


def _sum(encounters: Iterable[Encounter]) -> timedelta:
    return sum((each.lasted for each in encounters), timedelta())


def _span(lasting: Transmission | Encounter) -> str:
    return f"{localtime(lasting.since):%d %H:%M:%S} to {localtime(lasting.until):%d %H:%M:%S}"

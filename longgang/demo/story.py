"""The demo's last days, relived through the real actions, each deed at its own moment.

What lies before this minute has happened; what lies after it has not: the journeys stop where the
clock stops them, so the queue, the gates and the board are alive from the first second.
"""

import heapq
import itertools
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from longgang.core.clock import as_if, local_day, midnight
from longgang.core.errors import Refused

from .district import PLATES_OF_A_FLEET, TANKERS, TRADES, District, Fleet
from .households import Household
from .journeys import MINUTE, Course, Deed, Journey

log = logging.getLogger(__name__)

# Share of a day's trucks that arrive in each hour: the district never sleeps quite.
HOURS = [2, 2, 2, 2, 3, 5, 8, 8, 8, 8, 8, 7, 7, 8, 8, 7, 6, 5, 4, 3, 3, 2, 2, 2]
TANKER_ROUNDS = (6, 13)  # the acid works sends every tanker twice a day
KEPT_FOR_SCENES = 6  # of every fleet's vehicles and drivers
LEAST_TRIPS = 3  # a tanker twice, and a visit
MOST_DAYS = 200  # the drivers' papers are valid for 300


@dataclass(frozen=True)
class Size:
    """How much there is of everything. Raises ValueError, in words, for what could not be lived."""

    days: int = 5  # before today, of which there is as much as has passed
    trips_a_day: int = 400
    vehicles: int = 600

    def __post_init__(self) -> None:
        others = len(TRADES) - 1
        least = TANKERS + others * (KEPT_FOR_SCENES + 1)
        most = TANKERS + others * PLATES_OF_A_FLEET
        if not 0 <= self.days <= MOST_DAYS:
            raise ValueError(f"{self.days} days: it can be 0 (only today) to {MOST_DAYS}.")
        if not least <= self.vehicles <= most:
            raise ValueError(
                f"{self.vehicles} vehicles: it can be {least} to {most}, {TANKERS} tankers "
                f"and {KEPT_FOR_SCENES + 1} to {PLATES_OF_A_FLEET} for each of {others} companies."
            )
        at_most = 2 * (self.vehicles - others * KEPT_FOR_SCENES)  # as the tankers: two a day
        if not LEAST_TRIPS <= self.trips_a_day <= at_most:
            raise ValueError(
                f"{self.trips_a_day} trips a day: with {self.vehicles} vehicles it can be "
                f"{LEAST_TRIPS} to {at_most}."
            )

    @property
    def tankers(self) -> int:
        """How many tankers go in each of the two rounds."""
        return min(TANKERS, max(1, self.trips_a_day // 13))

    @property
    def visits(self) -> int:
        """How many residents visit family."""
        return max(1, self.trips_a_day // 20)

    @property
    def others(self) -> int:
        """The rest: goods of the other companies."""
        return max(0, self.trips_a_day - 2 * self.tankers - self.visits)


@dataclass
class Story:
    """Everything that happens to some of the fleets and tankers, in turn, until `until`."""

    district: District
    until: datetime
    size: Size
    tankers: range  # which of them; the others are somebody else's
    households: list[Household] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    agenda: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=itertools.count)
    done: int = 0

    def at(self, moment: datetime, deed: Deed) -> None:
        """Put a deed on the agenda; what lies after the end does not happen."""
        if moment <= self.until:
            heapq.heappush(self.agenda, (moment, next(self.order), deed))

    def live(self, until: datetime) -> None:
        """Do everything in turn up to this moment."""
        while self.agenda and self.agenda[0][0] <= until:
            moment, _order, deed = heapq.heappop(self.agenda)
            with as_if(moment):
                self._do(deed)
            self.done += 1

    def _do(self, deed: Deed) -> None:
        """A refusal is part of the story, though not of a story that was thought through."""
        try:
            deed()
        except Refused as refused:
            self.refused.append(str(refused))
            log.warning("%s: %s", getattr(deed, "__name__", deed), refused)

    def plan(self) -> None:
        """Announce the trips of the last days, of today, and what is already known of tomorrow.

        Of the acid works nothing is known of tomorrow: its tankers are for the reader to announce.
        """
        today = local_day(self.until)
        for back in range(self.size.days, -2, -1):
            day = today - timedelta(days=back)
            for journey in self._journeys_of(day, is_tomorrow=back < 0):
                journey.begin()

    def _journeys_of(self, day: date, *, is_tomorrow: bool) -> Iterable[Journey]:
        size = self.size
        begin = midnight(day)
        random = Random(day.isoformat())  # noqa: S311 - the same day on every machine
        hours = random.choices(range(24), HOURS, k=size.others)
        minutes = [random.randrange(60) for _hour in hours]
        if not is_tomorrow:
            yield from self._tankers(begin, size.tankers)
        for number, (hour, minute) in enumerate(zip(hours, minutes, strict=True)):
            fleet = self.district.fleets.get(1 + number % (len(TRADES) - 1))
            if fleet is not None:
                expected = begin + timedelta(hours=hour, minutes=minute)
                yield self._goods(fleet, expected, number, day)
        visits = self.households[KEPT_FOR_SCENES + 3 :]
        for number in range(size.visits if visits else 0):
            household = visits[(day.toordinal() + number) % len(visits)]
            expected = begin + timedelta(hours=7 + number % 14, minutes=7 * number % 60)
            yield self.visit(household, expected, 3000 + number)

    def _tankers(self, begin: datetime, count: int) -> Iterable[Journey]:
        """At six and at one, a minute apart; all announced in the evening before.

        Of the last day the first tanker is left out: it stands at the gate (`scenes`).
        """
        fleet = self.district.fleets.get(0)
        first = 1 if local_day(begin) == local_day(self.until) else 0
        for place, hour in enumerate(TANKER_ROUNDS if fleet else ()):
            for number in (each for each in self.tankers if first <= each < count):
                expected = begin + timedelta(hours=hour, minutes=number)
                announced = begin - timedelta(hours=6, minutes=30) + number * MINUTE / 2
                assert fleet is not None
                name = 2000 + 100 * place + number
                random = Random(f"{expected:%Y%m%d}{name}")  # noqa: S311 - as above
                course = Course.at_random(random, expected - announced)
                yield self.tanker(fleet, number, expected, name, course)

    def tanker(
        self, fleet: Fleet, number: int, expected: datetime, place: int, course: Course
    ) -> Journey:
        """Sulphuric acid, with driver and escort."""
        return Journey(
            self,
            fleet,
            expected,
            place,
            course,
            fleet.vehicles[number],
            fleet.drivers[number],
            fleet.escorts[number],
        )

    def _goods(self, fleet: Fleet, expected: datetime, number: int, day: date) -> Journey:
        """The vehicles of a fleet take turns, through the days."""
        turn = number // (len(TRADES) - 1) + day.toordinal() * 31
        vehicles = fleet.vehicles[:-KEPT_FOR_SCENES]
        drivers = fleet.drivers[: -KEPT_FOR_SCENES // 2]
        return Journey(
            self,
            fleet,
            expected,
            number,
            Course.at_random(Random(f"{day}{number}")),  # noqa: S311 - as above
            vehicles[turn % len(vehicles)],
            drivers[turn % len(drivers)],
        )

    def visit(
        self, household: Household, expected: datetime, place: int, course: Course | None = None
    ) -> Journey:
        """Somebody drives to the family."""
        chosen = course or Course.at_random(Random(f"{expected:%Y%m%d}{place}"))  # noqa: S311
        return Journey(
            self, household, expected, place, chosen, household.vehicle, household.person
        )

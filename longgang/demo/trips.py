"""The trips of the demo's last days, relived through the real actions, each at its own moment.

What lies before this minute has happened; what lies after it has not: today's trips stop where the
clock stops them, so the queue, the gates and the board are alive from the first second.
"""

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from django.conf import settings
from django.utils import timezone

from longgang.accounts.api import User
from longgang.areas.api import Premises
from longgang.core.clock import as_if, local_day, now
from longgang.passes.api import (
    Application,
    Certificate,
    Disposition,
    Rider,
    RiderRole,
    SealState,
    Stop,
    Trip,
    TripKind,
    VehiclePass,
    confirm_arrival,
    confirm_departure,
    issue_pass,
    record_entry,
    record_exit,
    refuse_application,
    return_application,
    submit_application,
)
from longgang.people.api import Person

from .district import District, Fleet, hazard_of

TRIPS_A_DAY = 400
MINUTE = timedelta(minutes=1)
# Share of a day's trucks that arrive in each hour from five in the morning on.
HOURS = [3, 9, 8, 8, 9, 9, 8, 7, 8, 8, 7, 6, 4, 3, 2, 1]
Deed = Callable[[], None]


@dataclass
class Story:
    """Everything that happens, in the order of the clock, until `until`."""

    district: District
    until: datetime
    random: Random = field(default_factory=lambda: Random(settings.DISTRICT_CODE))  # noqa: S311
    agenda: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=itertools.count)

    def at(self, moment: datetime, deed: Deed) -> None:
        """Put a deed on the agenda; what lies after the end does not happen."""
        if moment <= self.until:
            heapq.heappush(self.agenda, (moment, next(self.order), deed))

    def live(self) -> Iterator[datetime]:
        """Do everything in turn; gives the moment of each deed, for a progress line."""
        while self.agenda:
            moment, _order, deed = heapq.heappop(self.agenda)
            with as_if(moment):
                deed()
            yield moment

    def plan_days(self, days: int) -> None:
        """Announce 400 trips for each of the last days and for today."""
        today = local_day(self.until)
        for back in range(days - 1, -1, -1):
            start = timezone.make_aware(datetime.combine(today - timedelta(days=back), time(5, 0)))
            for place, (fleet, moment) in enumerate(self._trips_of(start)):
                self.at(*Journey(self, fleet, moment, place).submission())

    def _trips_of(self, start: datetime) -> list[tuple[Fleet, datetime]]:
        """The acid works' tankers at six and at one, everybody else through the day."""
        acid, *others = self.district.fleets
        found = [
            (acid, start + timedelta(hours=hour, minutes=place))
            for hour in (1, 8)
            for place in range(len(acid.vehicles))
        ]
        hours = self.random.choices(range(len(HOURS)), HOURS, k=TRIPS_A_DAY - len(found))
        found += [
            (
                others[place % len(others)],
                start + timedelta(hours=hour, minutes=self.random.randrange(60)),
            )
            for place, hour in enumerate(hours)
        ]
        return found


@dataclass
class Journey:
    """One truck's day: each deed plans the next one."""

    story: Story
    fleet: Fleet
    expected: datetime
    place: int

    def __post_init__(self) -> None:
        self.random = self.story.random
        self.vehicle_pass: VehiclePass | None = None
        # Half of the trips of a fleet's vehicle lie hours apart: no two share vehicle and minute.
        vehicles, drivers = self.fleet.vehicles, self.fleet.drivers
        self.vehicle = vehicles[self.place // self._stride % len(vehicles)]
        self.driver = drivers[self.place // self._stride % len(drivers)]

    @property
    def _stride(self) -> int:
        """How many companies take turns; the acid works sends all its tankers in a row."""
        is_acid = self.fleet is self.story.district.fleets[0]
        return 1 if is_acid else len(self.story.district.fleets) - 1

    def submission(self) -> tuple[datetime, Deed]:
        """Between half an hour and ten hours ahead, by day."""
        ahead = self.random.choice([40, 60, 90, 120, 180, 300, 480, 600])
        return self.expected - ahead * MINUTE - self.random.random() * 20 * MINUTE, self.submit

    def submit(self) -> None:
        """The dispatcher applies."""
        self.vehicle_pass = submit_application(
            self._application(), by=self.fleet.dispatcher, company=self.fleet.company
        )
        wait = self.random.lognormvariate(1.4, 0.55)
        self._later(wait, self.decide)

    def decide(self) -> None:
        """The desk approves nearly everything; some it returns or refuses."""
        found = self._pass()
        by = self._reviewer(found.desk_code)
        chance = self.random.random()
        if chance < 0.02:
            refuse_application(
                found, reason_code="host_declines", by=by, reason="收货单位表示当日不接车"
            )
        elif chance < 0.04:
            return_application(found, fields=["goods"], by=by, reason="请写明货物数量和重量")
        else:
            issue_pass(found, by=by)
            if self.random.random() < 0.97:
                delay = self.random.gauss(0, 15) * MINUTE
                self.story.at(max(self.expected + delay, found.valid_from + MINUTE), self.enter)

    def enter(self) -> None:
        """At the checkpoint: seal, temperatures, go."""
        trip = self._trip()
        premises, officer = self._gate(self._pass().checkpoint_number)
        people = 2 if self._is_acid else 1
        stop = Stop(
            nonce=f"demo-in-{trip.number}",
            disposition=Disposition.LET_PASS,
            people_count=people,
            temperatures=tuple(round(self.random.uniform(35.9, 36.9), 1) for _ in range(people)),
            seal_number=f"F{next(self.story.order):06d}",
            seal_state=SealState.APPLIED,
        )
        record_entry(trip, premises=premises, stop=stop, by=officer)
        if self.random.random() < 0.985:
            self._later(self.random.uniform(15, 70), self.arrive)

    def arrive(self) -> None:
        """The site confirms."""
        confirm_arrival(self._trip(), by=self.fleet.dispatcher)
        self._later(self.random.uniform(40, 200), self.leave)

    def leave(self) -> None:
        """Loaded or unloaded, on the way out."""
        confirm_departure(self._trip(), by=self.fleet.dispatcher)
        self._later(self.random.uniform(15, 60), self.exit)

    def exit(self) -> None:
        """Seal intact, loop closed."""
        trip = self._trip()
        premises, officer = self._gate(trip.entered_through)
        stop = Stop(
            nonce=f"demo-out-{trip.number}",
            disposition=Disposition.LET_PASS,
            people_count=2 if self._is_acid else 1,
            seal_number=trip.seal_number,
            seal_state=SealState.INTACT,
        )
        record_exit(trip, premises=premises, stop=stop, by=officer)

    def _later(self, minutes: float, deed: Deed) -> None:
        self.story.at(now() + minutes * MINUTE, deed)

    @property
    def _is_acid(self) -> bool:
        return self.fleet is self.story.district.fleets[0]

    def _pass(self) -> VehiclePass:
        assert self.vehicle_pass is not None
        return self.vehicle_pass

    def _trip(self) -> Trip:
        return Trip.objects.select_related(
            "vehicle_pass__rule", "vehicle_pass__visited_company"
        ).get(vehicle_pass=self._pass())

    def _reviewer(self, desk_code: str) -> User:
        return self.story.district.staff[desk_code.partition("-")[2]]

    def _gate(self, number: str) -> tuple[Premises, User]:
        places = {each.number: place for place, each in enumerate(self.story.district.checkpoints)}
        keys = ["officer_east", "officer_west", "officer_port", "officer_road"]
        place = places[number]
        return self.story.district.checkpoints[place], self.story.district.staff[keys[place]]

    def _application(self) -> Application:
        trade = self.fleet.trade
        own, partner = self.fleet.own_party, self.fleet.partner
        consignor, consignee = (own, partner) if trade.fetches else (partner, own)
        checkpoint = 0 if self._is_acid else self.random.choices(range(4), [50, 30, 8, 12])[0]
        return Application(
            trip_kind=TripKind.FREIGHT,
            goods_class=trade.goods_class,
            plate=self.vehicle.plate,
            plate_colour=self.vehicle.colour,
            vehicle_kind=self.vehicle.kind,
            riders=tuple(self._riders()),
            consignor=consignor,
            consignee=consignee,
            checkpoint_number=self.story.district.checkpoints[checkpoint].number,
            expected_entry_at=self.expected,
            signature=self.fleet.company.contact_name,
            goods_name=self.random.choice(trade.goods),
            goods_quantity=f"{self.random.randrange(8, 34)}吨",
            route="G1京哈高速",
            hazard=hazard_of(self.vehicle, waybill=f"YD{next(self.story.order):08d}")
            if self._is_acid
            else None,
        )

    def _riders(self) -> Iterator[Rider]:
        sampled = now() - timedelta(hours=self.random.randrange(3, 24))
        yield _rider(self.driver, RiderRole.DRIVER, sampled, hazardous=self._is_acid)
        if self._is_acid:
            escorts = self.fleet.escorts
            escort = escorts[self.place % len(escorts)]
            yield _rider(escort, RiderRole.ESCORT, sampled, hazardous=True)


def _rider(person: Person, role: RiderRole, sampled: datetime, *, hazardous: bool) -> Rider:
    held = person.qualifications.first() if hazardous else None
    return Rider(
        role=role,
        name=person.name,
        id_kind=person.id_kind,
        id_number=person.id_number,
        phone=person.phone,
        sampled_at=sampled,
        certificate=Certificate(held.number, held.expires_on) if held else None,
    )

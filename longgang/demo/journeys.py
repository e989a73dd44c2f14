"""One vehicle's journey through the product: each deed plans the next one at its own moment."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from longgang.accounts.api import User
from longgang.areas.api import Premises
from longgang.core.clock import local_day, now
from longgang.core.errors import Refused
from longgang.passes.api import (
    Application,
    Certificate,
    Check,
    Disposition,
    GoodsClass,
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
    resubmit_application,
    return_application,
    revoke_pass,
    submit_application,
)
from longgang.people.api import Company, Person, Vehicle

from .district import Fleet, hazard_of
from .households import Household
from .photos import picture_of_a_truck

if TYPE_CHECKING:
    from .story import Story

MINUTE = timedelta(minutes=1)
Deed = Callable[[], None]
OFFICERS = ["officer_east", "officer_west", "officer_port", "officer_road"]
RETURNED = [
    (["goods"], "请写明货物数量和重量"),
    (["people"], "司机核酸采样时间与登记不符，请核对后重新提交"),
    (["journey"], "预计到达时间有误，请改为实际到达时间"),
]
REFUSED = [
    ("host_declines", "收货单位表示当日不接车"),
    ("not_necessary", "该趟次可并入次日运输，请合并后再申请"),
    ("risk_area", "车辆48小时内途经风险地区"),
]


@dataclass(frozen=True)
class Course:
    """How a journey goes. `stops_at` names the deed that does not happen (yet)."""

    ahead: timedelta
    decision_minutes: float = 5
    decision: str = "issue"
    is_corrected: bool = True
    delay: timedelta = timedelta(0)
    legs: tuple[float, float, float] = (30, 100, 30)
    stops_at: str = ""
    site_forgets: bool = False
    is_turned_back: bool = False
    is_photographed: bool = True
    is_seal_broken: bool = False
    refused_because: tuple[str, str] = REFUSED[0]

    @classmethod
    def at_random(cls, random: Random, ahead: timedelta | None = None) -> "Course":
        """Nearly everything goes well; some things do not, as on every day."""
        chance = random.random()
        decision = "refuse" if chance < 0.02 else "return" if chance < 0.04 else "issue"
        minutes = random.choice([40, 60, 90, 120, 180, 300, 480, 600]) + random.random() * 20
        return cls(
            ahead=ahead or minutes * MINUTE,
            decision_minutes=random.lognormvariate(1.4, 0.55),
            decision=decision,
            is_corrected=random.random() < 0.6,
            delay=random.gauss(0, 15) * MINUTE,
            legs=(random.uniform(15, 70), random.uniform(40, 200), random.uniform(15, 60)),
            stops_at="enter" if random.random() < 0.03 else "",
            site_forgets=random.random() < 0.015,
            is_photographed=random.random() >= 0.02,
            refused_because=random.choice(REFUSED),
        )


@dataclass
class Journey:
    """A vehicle, who sends it, when it is expected, and how it goes."""

    story: "Story"
    sender: Fleet | Household
    expected: datetime
    place: int
    course: Course
    vehicle: Vehicle
    driver: Person
    escort: Person | None = None
    vehicle_pass: VehiclePass | None = field(default=None, init=False)
    trip: Trip | None = field(default=None, init=False)

    @cached_property
    def random(self) -> Random:
        """The same for the same journey of the same day, whoever lives it."""
        return Random(f"{local_day(self.expected)}/{self.place}")  # noqa: S311 - no secret

    @cached_property
    def name(self) -> str:
        """Month, day and place: for seals and waybills."""
        return f"{local_day(self.expected):%m%d}{self.place:04d}"

    def begin(self) -> None:
        """Plan the first deed."""
        self.story.at(self.expected - self.course.ahead, self.submit)

    def submit(self) -> None:
        """The dispatcher, or the resident, applies."""
        self.vehicle_pass = submit_application(
            self._application(), by=self._applicant, company=self._company
        )
        if self.course.stops_at != "decide":
            self._later(self.course.decision_minutes, self.decide)

    def decide(self) -> None:
        """The desk approves nearly everything; some it returns or refuses."""
        found, by = self._pass, self._reviewer
        if self.course.decision == "refuse":
            code, words = self.course.refused_because
            refuse_application(found, reason_code=code, by=by, reason=words)
        elif self.course.decision == "return":
            fields, words = RETURNED[self.place % len(RETURNED)]
            return_application(found, fields=fields, by=by, reason=words)
            if self.course.is_corrected:
                self._later(10 + self.place % 25, self.resubmit)
        else:
            issue_pass(found, by=by)
            self._plan_entry()

    def resubmit(self) -> None:
        """The applicant corrects what was marked; this time it is approved."""
        expected = max(self.expected, now() + 20 * MINUTE)
        application = replace(self._application(), expected_entry_at=expected)
        resubmit_application(self._pass, application, by=self._applicant)
        self.course = replace(self.course, decision="issue")
        self._later(self.course.decision_minutes, self.decide)

    def revoke(self) -> None:
        """The supervisor takes the pass back."""
        by = self.story.district.staff["supervisor"]
        revoke_pass(self._pass, by=by, reason="收货单位报告停产检修，当日不再接车")

    def enter(self) -> None:
        """At the checkpoint: seal, temperatures, photo, go. Some are to be turned back."""
        premises, officer = self._gate(self._pass.checkpoint_number)
        is_sealed = self._pass.rule.needs_seal
        is_photographed = is_sealed and self.course.is_photographed
        stop = Stop(
            nonce=f"demo-in-{self._trip.number}",
            disposition=Disposition.LET_PASS,
            people_count=self._people,
            temperatures=tuple(
                round(self.random.uniform(35.9, 36.9), 1) for _ in range(self._people)
            ),
            seal_number=f"F{self.name}" if is_sealed else "",
            seal_state=SealState.APPLIED if is_sealed else SealState.NONE,
            photo=picture_of_a_truck(self.place) if is_photographed else b"",
            note="" if is_photographed or not is_sealed else "相机故障，未拍照",
        )
        if self.course.is_turned_back:
            stop = replace(
                stop,
                disposition=Disposition.TURN_BACK,
                temperatures=(38.2, *stop.temperatures[1:]),
                seal_number="",
                seal_state=SealState.NONE,
                note="司机体温38.2℃，复测38.1℃，拟劝返并通知发货单位换人",
            )
        try:
            check = record_entry(self._trip, premises=premises, stop=stop, by=officer)
        except Refused as refused:
            if refused.code == "passes.superseded":
                return  # the driver shows the newer code
            if refused.code != "passes.note_missing":
                raise
            stop = replace(stop, note="前一趟次出口未登记，已与企业电话核实")
            check = record_entry(self._trip, premises=premises, stop=stop, by=officer)
        if not self.course.is_turned_back:
            self._go_on_from(check)

    def arrive(self) -> None:
        """The site confirms."""
        confirm_arrival(self._trip, by=self._host)
        if self.course.stops_at != "leave":
            self._later(self.course.legs[1], self.leave)

    def leave(self) -> None:
        """Loaded or unloaded, on the way out."""
        confirm_departure(self._trip, by=self._host)
        if self.course.stops_at != "exit":
            self._later(self.course.legs[2], self.exit)

    def exit(self) -> None:
        """The seal is looked at, nearly always intact; the loop closes."""
        premises, officer = self._gate(self._trip.entered_through)
        is_broken = self.course.is_seal_broken
        found = SealState.BROKEN if is_broken else SealState.INTACT
        stop = Stop(
            nonce=f"demo-out-{self._trip.number}",
            disposition=Disposition.LET_PASS,
            people_count=self._people,
            seal_number=self._trip.seal_number,
            seal_state=found if self._trip.seal_number else SealState.NONE,
            note="封签断裂，司机称卸货时被叉车刮断" if is_broken else "",
        )
        record_exit(self._trip, premises=premises, stop=stop, by=officer)

    def _plan_entry(self) -> None:
        """Whoever did not come, does not enter; nobody enters before the pass is there."""
        assert self._pass.valid_from is not None
        if self.course.stops_at != "enter":
            moment = max(self._pass.expected_entry_at + self.course.delay, self._pass.valid_from)
            self.story.at(moment + MINUTE, self.enter)

    def _go_on_from(self, check: Check) -> None:
        """Inside, unless the site never says so: then the gate closes the loop all the same."""
        self.trip = check.trip  # as it is now, with its pass
        if self.course.site_forgets:
            self._later(sum(self.course.legs) + 60, self.exit)
        elif self.course.stops_at != "arrive":
            self._later(self.course.legs[0], self.arrive)

    def _later(self, minutes: float, deed: Deed) -> None:
        self.story.at(now() + minutes * MINUTE, deed)

    @property
    def _pass(self) -> VehiclePass:
        assert self.vehicle_pass is not None
        return self.vehicle_pass

    @property
    def _trip(self) -> Trip:
        """Looked up once; every check brings it back as it then is."""
        if self.trip is None:
            self.trip = self._pass.trips.get()
        return self.trip

    @property
    def _company(self) -> Company | None:
        return self.sender.company if isinstance(self.sender, Fleet) else None

    @property
    def _applicant(self) -> User:
        return self.sender.dispatcher if isinstance(self.sender, Fleet) else self.sender.user

    @property
    def _host(self) -> User:
        """Who confirms: the company visited, or the street."""
        if isinstance(self.sender, Fleet):
            return self.sender.dispatcher
        return self.story.district.staff[f"street_{self.sender.street}"]

    @property
    def _people(self) -> int:
        return 1 if self.escort is None else 2

    @property
    def _reviewer(self) -> User:
        """Whoever sits at the desk at this hour."""
        staff = self.story.district.staff
        area, _dash, kind = self._pass.desk_code.partition("-")
        is_night = not 7 <= localtime(now()).hour < 20
        return (
            staff.get(f"{kind}_night" if is_night else kind)
            or staff.get(kind)
            or (staff[f"street_{area}"])
        )

    def _gate(self, number: str) -> tuple[Premises, User]:
        places = [each.number for each in self.story.district.checkpoints]
        place = places.index(number)
        return self.story.district.checkpoints[place], self.story.district.staff[OFFICERS[place]]

    def _application(self) -> Application:
        gates = self.story.district.checkpoints
        is_acid = isinstance(self.sender, Fleet) and self.sender.is_acid
        gate = 0 if is_acid else self.random.choices(range(4), [50, 30, 8, 12])[0]
        sampled = now() - timedelta(hours=3 + self.place % 20)
        return Application(
            **self._load(),
            plate=self.vehicle.plate,
            plate_colour=self.vehicle.colour,
            vehicle_kind=self.vehicle.kind,
            riders=tuple(
                rider_of(person, role, sampled, hazardous=is_acid)
                for person, role in (
                    (self.driver, RiderRole.DRIVER),
                    (self.escort, RiderRole.ESCORT),
                )
                if person is not None
            ),
            checkpoint_number=gates[gate].number,
            expected_entry_at=self.expected,
            signature=self._applicant.name,
            route="G1京哈高速",
        )

    def _load(self) -> dict[str, Any]:
        """What the application says about goods and parties."""
        if not isinstance(self.sender, Fleet):
            return {
                "trip_kind": TripKind.PRIVATE,
                "goods_class": GoodsClass.NONE,
                "consignor": None,
                "consignee": self.sender.host,
            }
        trade, own, partner = self.sender.trade, self.sender.own_party, self.sender.partner
        hazard = hazard_of(self.vehicle, waybill=f"YD{self.name}") if self.sender.is_acid else None
        return {
            "trip_kind": TripKind.FREIGHT,
            "goods_class": trade.goods_class,
            "consignor": own if trade.fetches else partner,
            "consignee": partner if trade.fetches else own,
            "goods_name": self.random.choice(trade.goods),
            "goods_quantity": f"{self.random.randrange(8, 34)}吨",
            "hazard": hazard,
        }


def rider_of(person: Person, role: RiderRole, sampled: datetime, *, hazardous: bool) -> Rider:
    """A person of the register as somebody aboard, with the day's test."""
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

"""What the reader finds at whatever hour the demo is opened, written by hand around this minute."""

from dataclasses import dataclass
from datetime import date, timedelta

from longgang.accounts.api import open_account
from longgang.core.clock import local_day
from longgang.core.identifiers import Plate, PlateColour
from longgang.passes.api import confirm_block, propose_block
from longgang.people.api import find_person, register_company, register_person

from . import names
from .district import DRIVERS_OF_A_FLEET, FIRST_ESCORT, PLATES_OF_A_FLEET, Fleet, share_of
from .journeys import MINUTE, Course, Journey
from .story import KEPT_FOR_SCENES, Story

FIRST_SCENE = 9000
FIRST_TANKER = 9900
TANKER_ANNOUNCED = 190  # minutes before
BLOCKED = (10, 3)  # the fleet and, of its vehicles kept for scenes, the one on the blocklist
NEWCOMER = 980  # places in the sequence of invented people
BLOCKED_UNTIL = 14


@dataclass(frozen=True)
class Scene:
    """A fleet's vehicle: submitted so many minutes ago, expected in so many, and how it goes."""

    fleet: int
    submitted: float
    expected: float
    decision_minutes: float = 4
    decision: str = "issue"
    stops_at: str = ""
    legs: tuple[float, float, float] = (25, 60, 20)
    revoked: float = 0
    is_turned_back: bool = False
    is_seal_broken: bool = False
    vehicle: int = 0  # of those kept for scenes

    def course(self) -> Course:
        """The same in the words of a journey."""
        return Course(
            ahead=(self.expected + self.submitted) * MINUTE,
            decision_minutes=self.decision_minutes,
            decision=self.decision,
            is_corrected=False,
            legs=self.legs,
            stops_at=self.stops_at,
            is_turned_back=self.is_turned_back,
            is_seal_broken=self.is_seal_broken,
            refused_because=("blocklisted", "该车已列入禁行名单，解除前不予办理"),
        )


WAITING = [
    Scene(1, 1.5, 90, stops_at="decide"),
    Scene(2, 5.2, 150, stops_at="decide"),
    Scene(11, 8.4, 60, stops_at="decide"),
    Scene(8, 12.3, 45, stops_at="decide"),
    Scene(3, 2.1, 70, stops_at="decide"),
    Scene(3, 6.6, 180, stops_at="decide", vehicle=1),
    Scene(4, 3.3, 80, stops_at="decide"),
    Scene(5, 7.1, 55, stops_at="decide"),
    Scene(6, 11.2, 40, stops_at="decide"),
]
UNDER_WAY = [
    Scene(1, 200, -12, stops_at="arrive", vehicle=1),  # just entered
    Scene(9, 260, -60, stops_at="leave", vehicle=1),  # at the site
    Scene(10, 300, -100, stops_at="exit", vehicle=1),  # on the way out
    Scene(2, 90, 1, vehicle=1),  # stands at the gate
    Scene(5, 80, 4, vehicle=1),
    Scene(8, 70, 15, vehicle=1),
    Scene(2, 330, -165, stops_at="arrive", vehicle=2),  # overdue on each of the three legs
    Scene(7, 700, -560, stops_at="leave", vehicle=1),
    Scene(11, 420, -260, stops_at="exit", vehicle=1),
    Scene(4, 130, -6, is_turned_back=True, vehicle=1),
    Scene(3, 330, -150, is_seal_broken=True, vehicle=2),  # left three quarters of an hour ago
]
DECIDED = [
    Scene(9, 50, 120, decision="return", vehicle=2),
    Scene(1, 140, 60, decision="return", vehicle=2),
    Scene(BLOCKED[0], 35, 90, decision="refuse", vehicle=BLOCKED[1]),
    Scene(6, 300, 120, revoked=110, stops_at="enter", vehicle=2),
    Scene(7, 240, 100, stops_at="enter", vehicle=2),  # superseded by the next
    Scene(7, 60, 160, vehicle=2),
]


def plan_scenes(story: Story) -> None:
    """Put every scene on the agenda whose fleet belongs to this part of the story."""
    for number, scene in enumerate([*WAITING, *UNDER_WAY, *DECIDED]):
        fleet = story.district.fleets.get(scene.fleet)
        if fleet is not None:
            _plan(story, scene, fleet, FIRST_SCENE + number)
    _plan_tanker(story)
    _plan_visits(story)


def _plan(story: Story, scene: Scene, fleet: Fleet, place: int) -> None:
    kept = -KEPT_FOR_SCENES + scene.vehicle
    journey = Journey(
        story,
        fleet,
        story.until + scene.expected * MINUTE,
        place,
        scene.course(),
        fleet.vehicles[kept],
        fleet.drivers[kept // 2],
    )
    journey.begin()
    if scene.revoked:
        story.at(story.until - scene.revoked * MINUTE, journey.revoke)


def _plan_tanker(story: Story) -> None:
    """The first tanker has come for today's acid: the reader lets it in, whatever the hour."""
    fleet = story.district.fleets.get(0)
    if fleet is not None and 0 in story.tankers:
        course = Course(ahead=TANKER_ANNOUNCED * MINUTE, stops_at="enter")
        story.tanker(fleet, 0, story.until, FIRST_TANKER, course).begin()


def _plan_visits(story: Story) -> None:
    """Somebody waits at every street, from a minute to nine."""
    for number, household in enumerate(story.households[: KEPT_FOR_SCENES + 3]):
        course = Course(ahead=(number + 61) * MINUTE, stops_at="decide")
        story.visit(household, story.until + 60 * MINUTE, 3900 + number, course).begin()


def plan_office_work(story: Story) -> None:
    """The blocklist, a company at the door, and one person who stands in the register twice."""
    district, until = story.district, story.until
    ends_on = local_day(until) + timedelta(days=BLOCKED_UNTIL)
    story.at(until - timedelta(days=1, hours=3), lambda: _block(story, ends_on))
    story.at(until - timedelta(minutes=95), lambda: _propose(story, ends_on))
    story.at(until - timedelta(hours=3), _knock)
    story.at(until - timedelta(hours=20), lambda: _enter_twice(story))
    assert district.staff, "the offices are there before their work"


def blocked_plate(story: Story) -> str:
    """Of the vehicle on the blocklist, for which somebody applies all the same, and is refused."""
    fleet, vehicle = BLOCKED
    number = share_of(fleet, story.size.vehicles) - KEPT_FOR_SCENES + vehicle
    return names.plate(PLATES_OF_A_FLEET * fleet + number)


def _block(story: Story, ends_on: date) -> None:
    staff = story.district.staff
    entry = propose_block(
        plate=Plate(blocked_plate(story), PlateColour.YELLOW),
        document_number="龙防指〔2022〕17号",
        ends_on=ends_on,
        by=staff["lead"],
        reason="两次未按承诺路线行驶，擅自拆除封条",
    )
    confirm_block(entry, by=staff["supervisor"])


def _propose(story: Story, ends_on: date) -> None:
    person = find_person(id_number=names.id_number(FIRST_ESCORT + DRIVERS_OF_A_FLEET * 3))
    if person is not None:
        propose_block(
            person=person,
            document_number="龙交管〔2022〕31号",
            ends_on=ends_on,
            by=story.district.staff["lead"],
            reason="提供的核酸检测报告与核查结果不一致",
        )


def _knock() -> None:
    """A resident asks for a company to be let in; a supervisor has to decide."""
    by = open_account(names.phone(NEWCOMER), name=names.person_name(NEWCOMER))
    register_company(
        name="龙港远航船舶配件有限公司",
        credit_code=names.credit_code(99),
        industry="machinery",
        area_code="211403008",
        address="龙港区港口路18号",
        contact_name=names.person_name(NEWCOMER),
        contact_phone=names.phone(NEWCOMER),
        by=by,
    )


def _enter_twice(story: Story) -> None:
    """A street writes down a driver without the ID card, who now stands there twice."""
    place = FIRST_ESCORT + DRIVERS_OF_A_FLEET * 2
    register_person(
        name=names.person_name(place),
        phone=names.phone(place + 2),
        address="龙湾街道新兴社区",
        area_code="211403005",
        by=story.district.staff["street_211403005"],
    )

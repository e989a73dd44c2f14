"""Who is at the quarantine sites of the demo, and what has become of them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from django.utils.timezone import make_aware

from longgang.accounts.api import User
from longgang.core.clock import local_day, now, today
from longgang.health.api import record_result, record_temperature
from longgang.isolation.api import (
    Room,
    Site,
    Stay,
    accept_shift,
    ask_for,
    check_in_guest,
    hand_over_shift,
    list_riders,
    move_room,
    plan_transfer,
    reserve_bed,
    send_to_hospital,
    set_condition,
    waiting_for_room,
)
from longgang.measures.api import (
    DutyKind,
    Measure,
    Who,
    find_open,
    list_duties_between,
    open_measure,
    unattended_positives,
)
from longgang.people.api import find_or_register_person

from . import names, sites
from .households import COMMUNITIES, home_of
from .journeys import MINUTE
from .story import Story

AWAITED = "已报指挥部，单独等候负压救护车"
FIRST_GUEST = 2100  # place in the sequence of invented people
LAB, HOSPITAL = "龙港区疾病预防控制中心", "葫芦岛市中心医院"
DIETS = ["standard", "standard", "standard", "halal", "standard", "diabetic", "soft", "vegetarian"]
# So many days ago they came: who came five days ago can leave today.
CAME = [5, 5, 5, 4, 4, 4, 4, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 0, 0, 0]
PLACES = [0, 0, 0, 1, 2]  # every fifth at the second and third site
FROM_COMMUNITIES, COME_BY_BUS = 6, 3


def plan_guests(story: Story) -> None:
    """Put every guest on the agenda, and what else happens at the sites today."""
    for place, days in enumerate(CAME):
        if days <= story.size.days:
            morning = datetime.combine(local_day(story.until) - timedelta(days=days), time(8, 40))
            moment = make_aware(morning) + place * 2 * MINUTE
            if moment > story.until:
                moment = story.until - (75 - 2 * place) * MINUTE
            story.at(moment, partial(_come, story, place))
    story.at(story.until - 12 * MINUTE, partial(_from_the_communities, story))
    story.at(story.until - 9 * MINUTE, partial(_what_else, story))


@dataclass
class Guest:
    """One of them."""

    story: Story
    place: int
    stay: Stay

    @property
    def by(self) -> User:
        """Who looks after them."""
        return _officer(self.story, self.stay.site)

    def plan(self, measure: Measure) -> None:
        """Every test of the days that follow, and the temperature of the last morning."""
        last = local_day(self.story.until)
        for duty in list_duties_between(measure, today(), min(last, measure.ends_on)):
            if duty.kind == DutyKind.TEST:
                self._at(duty.day, time(9, 30), self.test)
            elif duty.kind == DutyKind.MORNING and self._is_measured(duty.day, last):
                self._at(duty.day, time(7, 40), self.measure)

    def _is_measured(self, day: date, last: date) -> bool:
        return day == last and self.place % 6 != 4

    def _at(self, day: date, clock: time, deed: object) -> None:
        moment = make_aware(datetime.combine(day, clock)) + self.place * MINUTE
        self.story.at(max(moment, now() + MINUTE), deed)  # type: ignore[arg-type]

    def test(self) -> None:
        """Sampled by the site; the result is entered as it comes."""
        if measure := self._running():
            record_result(
                self.stay.person, sampled_at=now(), lab=LAB, result="negative", reported_at=now(),
                by=self.by, **measure.concern,
            )  # fmt: skip

    def measure(self) -> None:
        """On the morning round."""
        if measure := self._running():
            celsius = Decimal("36.1") + Decimal(self.place % 9) / 10
            record_temperature(self.stay.person, celsius, by=self.by, **measure.concern)

    def _running(self) -> Measure | None:
        found = find_open(self.stay.person)
        return found if found is not None and found.status == "running" else None


def _officer(story: Story, site: Site) -> User:
    keys = ["site", "site_second", "site_third"]
    numbers = [each.pk for each in sites.sites()]
    return story.district.staff[keys[numbers.index(site.pk)]]


def _come(story: Story, place: int) -> None:
    """Ordered by the health officer, and in the room at once."""
    who, health = FIRST_GUEST + place, story.district.staff["health"]
    person = find_or_register_person(
        name=names.person_name(who),
        id_number=names.id_number(who),
        phone=names.phone(who),
        area_code=home_of(place % len(COMMUNITIES), place),
        address=f"{place % 9 + 1}号楼{place % 4 + 1}单元{place % 6 + 1}01",
        by=health,
    )
    kind = Who.OVERSEAS if place % 7 == 3 else Who.CLOSE_CONTACT
    base_on = today() if kind == Who.OVERSEAS else today() - timedelta(days=1)
    measure = open_measure(person, kind, base_on=base_on, by=health, reason="流调推送")
    stay = _reserved(measure, sites.sites()[PLACES[place % len(PLACES)]], place, by=health)
    by = _officer(story, stay.site)
    check_in_guest(stay, signed_by=person.name, is_signed_for=place % 8 == 6, by=by)
    found = find_open(person)
    assert found is not None
    Guest(story, place, stay).plan(found)


def _reserved(measure: Measure, site: Site, place: int, *, by: User) -> Stay:
    room = Room.objects.free().filter(site=site, is_family=False).order_by("floor__level", "label")
    bed = room[0].beds.get(place=1)
    return reserve_bed(measure, bed, planned_on=today(), diet=DIETS[place % len(DIETS)], by=by)


def _from_the_communities(story: Story) -> None:
    """A few of those whom the communities put under a measure; the others still wait. Some come by
    the next bus, but nobody positive: they come alone.
    """
    health, stays = story.district.staff["health"], []
    for place, measure in enumerate(waiting_for_room(on=today())[:FROM_COMMUNITIES]):
        stays.append(_reserved(measure, sites.sites()[0], place, by=health))
    positive = unattended_positives([stay.measure for stay in stays])
    by_bus = [stay for stay in stays if stay.measure_id not in positive][:COME_BY_BUS]
    for stay in stays:
        if stay not in by_bus and stay.measure.status == "running":
            check_in_guest(
                stay,
                signed_by=stay.person.name,
                positive=AWAITED if stay.measure_id in positive else "",
                by=_officer(story, stay.site),
            )
    by = story.district.staff["site"]
    if by_bus:
        bus = plan_transfer(
            by_bus[0].site, plate="辽P6120D", driver_name="陈志强", escort_name="孙护士",
            leaves_from="龙湾街道办事处", leaves_at=now() + 40 * MINUTE, by=by,
        )  # fmt: skip
        list_riders(bus, by_bus, by=by)


def _what_else(story: Story) -> None:
    """One to hospital, one to another room, two requests, a room out of use, a change of shifts."""
    by, lead, site = (
        story.district.staff["site"],
        story.district.staff["site_lead"],
        sites.sites()[0],
    )
    rows = Stay.objects.filter(site=site, status="in").select_related("site__premises", "person")
    stays = list(rows.order_by("-measure__central_ends_on", "pk")[:4])
    for stay, (kind, words) in zip(
        stays[:2], [("repair", "空调不制热，请派人看看"), ("medicine", "降压药只剩两天的量")],
        strict=False,
    ):  # fmt: skip
        ask_for(stay, kind, words, by=by)
    free = list(Room.objects.free().filter(site=site, is_family=False)[:3])
    if len(stays) > 3 and len(free) > 2:
        send_to_hospital(stays[2], hospital=HOSPITAL, by=by)
        move_room(stays[3], free[0].beds.get(place=1), by=by, reason="卫生间漏水")
        set_condition(free[1], "out_of_use", words="管道检修", by=by)
    lead = story.district.staff["site_lead"]
    accept_shift(hand_over_shift(site, words="两人诉求待办，留意体温偏高者", by=by), by=lead)

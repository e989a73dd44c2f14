"""People under a measure in the demo, with what is seen of them each day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from django.utils.timezone import make_aware

from longgang.accounts.api import User, open_account
from longgang.core.clock import local_day, now, today
from longgang.health.api import (
    correct_result,
    record_result,
    record_sample,
    record_temperature,
    report_result,
    report_symptoms,
)
from longgang.measures.api import (
    Duty,
    DutyKind,
    HandOver,
    Measure,
    Who,
    accept_hand_over,
    ask_for_help,
    cancel_measure,
    check_in,
    extend_by_hand,
    extend_for_exposure,
    find_open,
    hand_over,
    lift_measure,
    list_duties_between,
    open_measure,
    record_visit,
    resume_measure,
    suspend_measure,
    take_back_extension,
)
from longgang.people.api import Person, claim_person, find_or_register_person

from . import cast, names
from .households import home_of
from .journeys import MINUTE
from .local_rules import propose_newer_rule
from .story import Story

FIRST_PATIENT = 1100  # place in the sequence of invented people
LAB = "龙港区疾病预防控制中心"
HOSPITAL = "葫芦岛市中心医院"
SITE_ELSEWHERE = "兴城市集中隔离点"
RESULT_AFTER = timedelta(hours=5)
DAYS_FOR_LIFTING = 3

# At what time of its day each duty is done, by who does it.
HOURS = {
    DutyKind.MORNING: time(7, 5),
    DutyKind.READING: time(8, 10),
    DutyKind.TEST: time(9, 0),
    DutyKind.VISIT: time(15, 20),
    DutyKind.EVENING: time(18, 20),
}


@dataclass(frozen=True)
class Case:
    """Somebody: opened so many days ago, so many days after what the rule counts from.

    `misses`: nothing; "today", the morning of this day; "some", every third thing; "all".
    """

    who: Who
    opened: int
    before: int = 1
    misses: str = ""
    turn: str = ""  # what else happens
    community: int = 0
    reason: str = "流调推送"


CLOSE, HIGH, LOW = Who.CLOSE_CONTACT, Who.HIGH_RISK, Who.LOW_RISK
MIDDLE, SECONDARY, OVERSEAS = Who.MIDDLE_RISK, Who.SECONDARY_CONTACT, Who.OVERSEAS
CASES = [
    Case(HIGH, 3, turn="help", reason="沈阳返回，途经高风险区"),  # the one with a login
    Case(CLOSE, 5, turn="check_in"),
    Case(CLOSE, 4, misses="today", turn="check_in"),
    Case(CLOSE, 2, turn="positive"),
    Case(CLOSE, 1, before=3, misses="some"),
    Case(CLOSE, 3, turn="hospital"),
    Case(CLOSE, 5, before=2, turn="back"),
    Case(SECONDARY, 3, misses="today"),
    Case(SECONDARY, 2, turn="unmet"),
    Case(MIDDLE, 4, reason="锦州返回"),
    Case(MIDDLE, 2, misses="some", reason="朝阳返回"),
    Case(HIGH, 5, before=2, reason="大连返回，途经高风险区"),
    Case(HIGH, 1, misses="all", reason="大连返回，途经高风险区"),
    Case(HIGH, 0, reason="长春返回，途经高风险区"),
    Case(LOW, 3, turn="lift", reason="秦皇岛返回"),
    Case(LOW, 5, reason="唐山返回"),  # the days are over, and nobody has lifted it
    Case(LOW, 2, reason="盘锦返回"),
    Case(LOW, 0, reason="锦州返回"),
    Case(OVERSEAS, 4, before=0, turn="check_in", community=1, reason="大连口岸入境"),
    Case(OVERSEAS, 5, before=0, turn="extend", community=2, reason="沈阳口岸入境"),
    Case(CLOSE, 3, turn="exposure", community=1),
    Case(CLOSE, 4, turn="corrected", community=2),
    Case(CLOSE, 2, misses="today", community=3),
    Case(SECONDARY, 4, community=3),
    Case(HIGH, 2, turn="fever", community=4, reason="吉林返回，途经高风险区"),
    Case(HIGH, 4, misses="some", community=5, reason="沈阳返回，途经高风险区"),
    Case(MIDDLE, 1, community=5, reason="营口返回"),
    Case(MIDDLE, 5, misses="today", community=6, reason="朝阳返回"),
    Case(LOW, 3, turn="lift", community=6, reason="秦皇岛返回"),
    Case(LOW, 1, community=7, reason="天津返回"),
    Case(HIGH, 1, turn="cancel", community=7, reason="行程卡显示途经高风险区"),
    Case(SECONDARY, 5, before=2, community=8),
    Case(LOW, 0, community=8, reason="北京返回"),
    Case(HIGH, 2, turn="handed", community=1, reason="沈阳返回，途经高风险区"),
    Case(MIDDLE, 2, turn="taken", community=2, reason="锦州返回"),
]


def plan_care(story: Story) -> None:
    """Put every case on the agenda; the story is no longer than its days."""
    for place, case in enumerate(CASES):
        days = min(case.opened, story.size.days + 1)
        morning = datetime.combine(local_day(story.until) - timedelta(days=days), time(6, 30))
        moment = make_aware(morning) + place * MINUTE
        if not days or moment > story.until:
            moment = story.until - (40 + place) * MINUTE
        story.at(moment, partial(_begin, story, place, case))
    if story.size.days >= DAYS_FOR_LIFTING:
        story.at(story.until - 8 * MINUTE, partial(_propose_newer_rule, story))


def _propose_newer_rule(story: Story) -> None:
    propose_newer_rule(story.district.staff["rules"])


@dataclass
class Care:
    """One case under way."""

    story: Story
    place: int
    case: Case
    person: Person

    @property
    def measure(self) -> Measure:
        """As it is now."""
        found = find_open(self.person)
        assert found is not None
        return found

    @property
    def officer(self) -> User:
        """Who decides: of the first community its own officer, elsewhere the health officer."""
        return self.story.district.staff["community" if self.case.community == 0 else "health"]

    @property
    def walker(self) -> User:
        """Who calls at the door."""
        home = self.person.area_code
        shown = {cast.GRID: "grid", cast.COMMUNITY: "community"}
        key = shown.get(home) or shown.get(home[:12]) or f"street_{home[:9]}"
        return self.story.district.staff[key]

    @property
    def health(self) -> User:
        """Who enters results."""
        return self.story.district.staff["health"]

    def open(self) -> None:
        """Put the person under the measure; the days that follow are planned from its duties."""
        measure = open_measure(
            self.person,
            self.case.who,
            base_on=today() - timedelta(days=self.case.before),
            by=self.officer,
            reason=self.case.reason,
        )
        last = local_day(self.story.until)
        for duty in list_duties_between(measure, today(), min(last, measure.ends_on)):
            self._plan(duty, last)

    def _plan(self, duty: Duty, last: date) -> None:
        moment = make_aware(datetime.combine(duty.day, HOURS[DutyKind(duty.kind)]))
        moment += self.place * MINUTE
        if moment > now() and not self._is_missed(duty, last):
            self.story.at(moment, partial(self.do, duty.kind))

    def _is_missed(self, duty: Duty, last: date) -> bool:
        if self.case.misses == "today":
            return duty.day == last and duty.kind == DutyKind.MORNING
        is_third = (duty.day.toordinal() + self.place + len(duty.kind)) % 3 == 0
        return self.case.misses == "all" or (self.case.misses == "some" and is_third)

    def do(self, kind: str) -> None:
        """One duty; nobody is asked for anything who is away or no longer under the measure."""
        measure = find_open(self.person)
        if measure is None or measure.status != "running":
            return
        if kind == DutyKind.TEST:
            sample = record_sample(self.person, sampled_at=now(), lab=LAB, by=self.officer)
            self.story.at(now() + RESULT_AFTER, partial(self._report, sample))
        elif kind == DutyKind.VISIT:
            record_visit(measure, was_met=True, by=self.walker)
        else:
            tenths = (self.place * 7 + now().hour) % 8
            celsius = Decimal("36.2") + Decimal(tenths) / 10
            record_temperature(self.person, celsius, by=self.reporter)

    def _report(self, sample: object) -> None:
        report_result(sample, result="negative", reported_at=now(), by=self.health)  # type: ignore[arg-type]

    @property
    def reporter(self) -> User:
        """The one with a login reports herself."""
        user: User | None = self.person.user
        return user or (self.walker if self.case.community == 0 else self.health)

    # What else happens, so long before the end of the story

    def turn_check_in(self) -> None:
        check_in(self.measure, checked_in_on=today(), elsewhere=SITE_ELSEWHERE, by=self.officer)

    def turn_positive(self) -> None:
        self._found_positive()

    def turn_corrected(self) -> None:
        test = self._found_positive()
        self.story.at(self.story.until - 50 * MINUTE, partial(self._correct, test))

    def _found_positive(self) -> object:
        return record_result(
            self.person,
            sampled_at=now() - 4 * 60 * MINUTE,
            lab=LAB,
            result="positive",
            reported_at=now(),
            by=self.health,
        )

    def _correct(self, test: object) -> None:
        correct_result(test, result="negative", by=self.health, reason="样本编号录错")  # type: ignore[arg-type]
        take_back_extension(self.measure, by=self.officer, reason="阳性结果已更正")

    def turn_hospital(self) -> None:
        suspend_measure(self.measure, hospital=HOSPITAL, by=self.officer)

    def turn_back(self) -> None:
        suspend_measure(self.measure, hospital=HOSPITAL, by=self.officer)
        self.story.at(self.story.until - 70 * MINUTE, self._return)

    def _return(self) -> None:
        resume_measure(self.measure, by=self.officer)

    def turn_extend(self) -> None:
        extend_by_hand(self.measure, days=2, by=self.officer, reason="同楼层出现阳性")

    def turn_exposure(self) -> None:
        extend_for_exposure(self.measure, exposed_on=today(), by=self.officer, reason="转运时同车")

    def turn_unmet(self) -> None:
        record_visit(self.measure, was_met=False, words="敲门无人应，电话未接", by=self.walker)

    def turn_fever(self) -> None:
        record_temperature(self.person, Decimal("38.2"), by=self.health)
        report_symptoms(self.person, ["1", "4"], by=self.health)

    def turn_help(self) -> None:
        ask_for_help(self.measure, words="降压药只够吃到明天，能帮忙买吗？", by=self.person.user)  # type: ignore[arg-type]

    def turn_handed(self) -> None:
        self._hand_over("搬到父母家居住")

    def turn_taken(self) -> None:
        accept_hand_over(
            self._hand_over("实际居住地在本社区"), by=self.story.district.staff["grid"]
        )

    def _hand_over(self, words: str) -> HandOver:
        row = hand_over(self.measure, to_area=cast.GRID, words=words, by=self.officer)
        assert row is not None
        return row

    def turn_cancel(self) -> None:
        cancel_measure(self.measure, by=self.health, reason="同名不同人，登记有误")

    def turn_lift(self) -> None:
        lift_measure(self.measure, by=self.officer)


# Before the end of the story: in minutes.
TURNS = {
    "check_in": 300, "positive": 95, "corrected": 110, "hospital": 200, "back": 330, "extend": 150,
    "exposure": 80, "unmet": 130, "fever": 25, "cancel": 160, "lift": 15, "help": 18, "handed": 26,
    "taken": 47,
}  # fmt: skip


def _begin(story: Story, place: int, case: Case) -> None:
    care = Care(story, place, case, _welcome(story, place, case))
    care.open()
    can_be = case.turn != "lift" or story.size.days >= DAYS_FOR_LIFTING
    if case.turn and can_be:
        moment = story.until - TURNS[case.turn] * MINUTE
        story.at(max(moment, now() + MINUTE), getattr(care, f"turn_{case.turn}"))


def _welcome(story: Story, place: int, case: Case) -> Person:
    """The first one has a login; the others are entered by the office."""
    who = FIRST_PATIENT + place
    name, number = names.person_name(who), names.id_number(who)
    area_code = home_of(case.community, place)
    address = f"{place % 9 + 1}号楼{place % 4 + 1}单元{place % 6 + 1}01"
    if place == 0:
        user = open_account(cast.ISOLATED_PHONE, name=name)
        return claim_person(
            name=name, id_number=number, area_code=area_code, address=address, by=user
        )
    officer = story.district.staff["community" if case.community == 0 else "health"]
    return find_or_register_person(
        name=name,
        id_number=number,
        phone=names.phone(who),
        area_code=area_code,
        address=address,
        by=officer,
    )

"""At home: the workers' rounds, what befalls their people, hand-overs accepted, measures lifted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.conf import settings

from longgang.accounts.api import Permission, User
from longgang.core.clock import now
from longgang.core.errors import Refused
from longgang.health.api import record_temperature
from longgang.measures.api import (
    DutyKind,
    DutyState,
    HandOver,
    Measure,
    accept_hand_over,
    cancel_measure,
    extend_for_exposure,
    hand_over,
    lift_measure,
    record_visit,
    resume_measure,
    send_back,
    standings_of,
    suspend_measure,
)

from .district import ELSEWHERE
from .lab import take_sample
from .plan import Means, Trouble
from .world import World, fresh

HOSPITAL = "葫芦岛市中心医院"
READINGS = frozenset({DutyKind.MORNING, DutyKind.EVENING, DutyKind.READING})
OPEN_DUTIES = frozenset({DutyState.DUE, DutyState.LATE})
DAYS_IN_HOSPITAL = 2
NORMAL = Decimal("36.5")


@dataclass(frozen=True)
class Owner:
    """An area that answers for people at home: who goes there, and who decides."""

    code: str
    worker: User
    officer: User
    permission: Permission = Permission.VISIT_RECORD

    def people(self) -> list[Measure]:
        """Theirs alone, without those of the areas within."""
        rows = Measure.objects.owned_by(self.worker, self.permission).open()
        rows = rows.filter(area_code=self.code, held_at=None)
        return list(rows.select_related("rule", "person__user", "held_at").order_by("pk"))


def owners(world: World) -> Iterator[Owner]:
    """Of today: where the worker is ill, the officer of the community goes."""
    for each in world.district.communities:
        for code, worker in each.workers.items():
            is_there = world.is_there(worker) and worker.live_posts
            yield Owner(code, worker if is_there else each.officer, each.officer)
        yield Owner(each.code, each.officer, each.officer)
    for code, officer in world.district.streets.items():
        yield Owner(code, officer, officer)
    health = world.district.health
    yield Owner(str(settings.DISTRICT_CODE), health, health, Permission.MEASURE_EDIT)


def go_round(world: World) -> None:
    """Temperatures, tests and visits, as they are due at this hour."""
    for owner in owners(world):
        people = [each for each in owner.people() if each.status == "running"]
        standings = standings_of(people)
        for measure in people:
            duties = standings[measure.pk].duties
            _see(world, owner, measure, {d.kind for d in duties if d.state in OPEN_DUTIES})


def _see(world: World, owner: Owner, measure: Measure, kinds: set[str]) -> None:
    person = measure.person
    is_ending = measure.ends_on <= world.day + timedelta(days=1)
    if kinds & READINGS and (is_ending or world.is_measured(person.pk, now().hour)):
        by = person.user or owner.worker
        world.do(record_temperature, person, NORMAL, by=by, **measure.concern)
    if DutyKind.TEST in kinds or person.pk in world.extra_tests:
        take_sample(world, measure, by=owner.officer)
    if DutyKind.VISIT in kinds and owner.permission == Permission.VISIT_RECORD:
        was_met = not world.befalls(person.pk, Trouble.NOBODY_OPENED)
        world.do(record_visit, measure, was_met=was_met, by=owner.worker)
        if not was_met:
            world.note(person.pk, Trouble.NOBODY_OPENED)


def lift_all(world: World) -> None:
    """Whose days are over; what the check misses is seen to today."""
    lifting = {owner.officer.pk: owner.officer for owner in owners(world)}
    for officer in lifting.values():
        rows = Measure.objects.owned_by(officer, Permission.MEASURE_LIFT).over(world.day)
        for measure in rows.filter(held_at=None).select_related("rule", "person", "held_at"):
            try:
                lift_measure(measure, by=officer)
            except Refused as refused:
                see_to(world, measure, {each.code for each in refused.refusals})


def see_to(world: World, measure: Measure, codes: set[str]) -> None:
    """What a check has named: a test is taken, a temperature too; a result is waited for."""
    if codes & {"measures.tests_missing", "measures.positive_last"}:
        world.extra_tests.add(measure.person_id)
    if codes & {"measures.no_temperature", "measures.fever"}:
        by = world.district.health
        world.do(record_temperature, measure.person, NORMAL, by=by, **measure.concern)
    known = {"tests_missing", "positive_last", "no_temperature", "fever", "result_waited_for",
             "still_in_hospital"}  # fmt: skip
    others = codes - {f"measures.{each}" for each in known}
    if others:
        world.refused.append(f"{world.day} not let go: {sorted(others)}")


# --- what befalls them --------------------------------------------------------------------------


def befall(world: World) -> None:
    """From the second day on."""
    rows = Measure.objects.open().filter(held_at=None).exclude(who=Means.LOW)
    for measure in rows.select_related("rule", "person__user", "held_at").order_by("pk"):
        by = world.district.officers[measure.area_code]
        if measure.status == "suspended":
            if world.days_since(measure.absences.get(back_at=None).left_at) >= DAYS_IN_HOSPITAL:
                world.do(resume_measure, measure, by=by)
        elif world.days_since(measure.opened_at) >= 1:
            _befall(world, measure, by=by)


def _befall(world: World, measure: Measure, *, by: User) -> None:
    coming = world.who[measure.person_id]
    if coming.trouble is None or not world.befalls(measure.person_id, coming.trouble):
        return
    match coming.trouble:
        case Trouble.MOVED:
            to_area = world.another(coming)
            world.do(hand_over, measure, to_area=to_area, words="搬到父母家", by=by)
        case Trouble.EXPOSED:
            world.do(
                extend_for_exposure, measure, exposed_on=world.day, by=by, reason="同楼栋出现阳性"
            )
        case Trouble.MISTAKE:
            world.do(cancel_measure, measure, by=by, reason="同名不同人")
        case Trouble.HOSPITAL_FROM_HOME:
            world.do(suspend_measure, measure, hospital=HOSPITAL, by=by)
        case Trouble.OTHER_DISTRICT if _is_home(world, measure):
            world.do(hand_over, measure, to_area=ELSEWHERE, words="户籍与居住地在锦州", by=by)
        case _:
            return
    world.note(measure.person_id, coming.trouble)


def _is_home(world: World, measure: Measure) -> bool:
    return measure.central_ends_on is not None and measure.central_ends_on < world.day


# --- who was handed over ------------------------------------------------------------------------


def accept_all(world: World) -> None:
    """Everybody takes over whoever waits for them; who is ill accepts nobody."""
    for user in world.district.staff:
        if not world.is_there(user) or not user.live_posts:
            continue
        rows = HandOver.objects.waiting_for(user).select_related("measure__person", "from_site")
        for row in rows.order_by("pk"):
            _accept(world, row, by=user)


def _accept(world: World, row: HandOver, *, by: User) -> None:
    person = row.measure.person_id
    if world.befalls(person, Trouble.RETURNED):
        row.measure = fresh(row.measure)
        world.do(send_back, row, reason="不在本网格居住", by=by)
        world.note(person, Trouble.RETURNED)
        return
    world.do(accept_hand_over, row, by=by)
    worker = _worker_of(world, row.to_area_code)
    if worker is None or worker.pk == by.pk:
        return
    is_ended = not worker.live_posts
    world.note(person, Trouble.WORKER_ILL if is_ended else Trouble.NOT_ACCEPTED)


def _worker_of(world: World, code: str) -> User | None:
    found = [each.workers[code] for each in world.district.communities if code in each.workers]
    return found[0] if found else None

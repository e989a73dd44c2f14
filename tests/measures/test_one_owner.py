"""Whatever is done in whatever order: a person under a measure is on exactly one owner's list."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if, today
from longgang.core.errors import Refused
from longgang.measures.api import (
    HandOver,
    Measure,
    Phase,
    PhaseKind,
    RuleFigures,
    accept_hand_over,
    cancel_measure,
    check_in,
    extend_by_hand,
    find_open,
    hand_over,
    lift_measure,
    move_to_site,
    open_measure,
    raise_unaccepted,
    resume_measure,
    send_back,
    set_rule,
    suspend_measure,
)

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
_serials = itertools.count(100)
AREAS = [build.WANGHAISI, build.GONGJIAN, build.HULUDAO, "210102", ""]
DEEDS = st.one_of(
    st.tuples(st.just("pass"), st.integers(10, 3000)),  # minutes
    st.tuples(st.sampled_from(["check_in", "move"]), st.integers(0, 1)),
    st.tuples(st.just("hand_over"), st.sampled_from(AREAS)),
    st.tuples(
        st.sampled_from(
            ["accept", "send_back", "suspend", "resume", "extend", "lift", "cancel", "open"]
        ),
        st.none(),
    ),
)


@pytest.fixture
def short_rule(morning):
    """A day at a site, two at home, and nothing that must be observed."""
    with as_if(build.local(2024, 2, 1)):
        plan = (Phase(PhaseKind.CENTRAL, 1), Phase(PhaseKind.HOME, 2))
        set_rule("close_contact", RuleFigures(plan, lifted_by=()), document_number="1", by=SYSTEM)


class Plain:
    """Where somebody belongs, by the ordinance in words: a site, an area, or nowhere."""

    def __init__(self, grid):
        self.grid, self.place = grid, grid

    def handed_to(self, area):
        if area.startswith("2101"):
            return build.DISTRICT
        return area or (self.grid if self.grid.startswith(self.home) else self.home)

    def larger(self):
        larger = {
            self.grid: build.WANGHAISI, build.WANGHAISI: build.HULUDAO,
            build.GONGJIAN: build.HULUDAO, build.HULUDAO: build.DISTRICT,
        }  # fmt: skip
        return larger[self.place]


@given(deeds=st.lists(DEEDS, max_size=12))
@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_each_open_measure_is_on_exactly_one_list(
    deeds, short_rule, sites, grid, gate, other_gate, wei, lin, bo, jie, kang
):
    gates = {
        site.number: [user, kang] for site, user in zip(sites, (gate, other_gate), strict=True)
    }
    lists = gates | {
        grid: [wei, lin, jie, kang], build.WANGHAISI: [lin, jie, kang],
        build.GONGJIAN: [bo, jie, kang], build.HULUDAO: [jie, kang], build.DISTRICT: [kang],
    }  # fmt: skip
    everybody = [gate, other_gate, wei, lin, bo, jie, kang]
    clock = build.NOW
    with as_if(clock):
        person = build.a_person(lin, next(_serials), area_code=grid)
        started = opened(person, kang)
    plain = Plain(grid)
    plain.home = grid
    for verb, what in deeds:
        if verb == "pass":
            clock += timedelta(minutes=what)
            continue
        with as_if(clock):
            try:
                done = do(verb, what, person, sites, kang, everybody)
            except Refused:
                done = False
            if done:
                follow(plain, verb, what, sites)
            raise_unaccepted()
            measure = find_open(person)
            owners = [
                user
                for user in everybody
                if Measure.objects.owned_by(user).open().filter(person=person)
            ]
            assert (measure is None) == (plain.place == "")
            assert owners == lists.get(plain.place, []), (verb, plain.place)
            rows = HandOver.objects.handing().filter(measure__person=person)
            for row in rows:
                assert (measure.area_code, measure.held_at) == (row.to_area_code, None)
    assert started.person == person


def opened(person, by):
    base = today() - timedelta(days=1)
    return open_measure(person, "close_contact", base_on=base, by=by, reason="同餐")


def follow(plain, verb, what, sites):
    """The same deed, in words."""
    if verb in {"check_in", "move"}:
        plain.place = sites[what].number
    elif verb == "hand_over":
        plain.place = plain.home = plain.handed_to(what)
    elif verb == "send_back":
        plain.place = plain.home = plain.larger()
    elif verb in {"lift", "cancel"}:
        plain.place = ""
    elif verb == "open":
        plain.place = plain.home = plain.grid


def do(verb, what, person, sites, kang, everybody):
    """Whether it was done; who may not is refused."""
    if verb == "open":
        return bool(opened(person, kang))
    measure = find_open(person)
    if measure is None:
        return False
    row = measure.handing
    if verb in {"accept", "send_back"}:
        able = [
            user
            for user in everybody
            if row and HandOver.objects.waiting_for(user).filter(pk=row.pk)
        ]
        if not able:
            return False
        if verb == "accept":
            accept_hand_over(row, by=able[0])
        else:
            send_back(row, by=able[0], reason="不住这里")
        return True
    {
        "check_in": lambda: check_in(measure, checked_in_on=today(), site=sites[what], by=kang),
        "move": lambda: move_to_site(measure, site=sites[what], by=kang),
        "hand_over": lambda: hand_over(measure, to_area=what, words="搬家", by=kang),
        "suspend": lambda: suspend_measure(measure, hospital="市中心医院", by=kang),
        "resume": lambda: resume_measure(measure, by=kang),
        "extend": lambda: extend_by_hand(measure, days=1, by=kang, reason="同层阳性"),
        "lift": lambda: lift_measure(measure, by=kang),
        "cancel": lambda: cancel_measure(measure, by=kang, reason="人员有误"),
    }[verb]()
    return True

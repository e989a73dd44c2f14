"""What a page of a list is told of its measures, and that the conditions say the same as Python."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longgang.core.clock import as_if
from longgang.health.api import record_sample, record_temperature
from longgang.measures.actions.agendas import keep_agendas
from longgang.measures.actions.measures import open_measure, record_visit, suspend_measure
from longgang.measures.days import Phase
from longgang.measures.duties import DutyState
from longgang.measures.kinds import PhaseKind, Why
from longgang.measures.models import Measure, Term
from longgang.measures.queries import list_duties, local_now
from longgang.measures.standing import OVERDUE, in_phase, standings_of, with_open_duty

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def measure(lin):
    person = build.a_person(lin)
    return open_measure(
        person, "close_contact", base_on=build.DAY - timedelta(days=1), by=lin, reason="同餐"
    )


def keep(measure: Measure) -> None:
    """As the deeds do that write terms."""
    keep_agendas([measure.pk])


def asked(measure: Measure) -> tuple[set[str], bool, bool]:
    """Phases, due and overdue, as the conditions say."""
    rows, now = Measure.objects.filter(pk=measure.pk), local_now()
    phases = {str(kind) for kind in PhaseKind if in_phase(rows, kind, on=now.date()).exists()}
    due, overdue = (
        with_open_duty(rows, now=now, is_overdue=late).exists() for late in (False, True)
    )
    return phases, due, overdue


def computed(measure: Measure) -> tuple[set[str], bool, bool]:
    """The same by the arithmetic of days."""
    measure = Measure.objects.select_related("rule", "person").get(pk=measure.pk)
    standing = standings_of([measure])[measure.pk]
    assert list(standing.duties) == list_duties(measure, standing.on)
    phases = {str(standing.stand.phase.kind)} if standing.stand else set()
    return phases, bool(standing.due), bool(standing.overdue)


def test_a_page_is_told_phase_day_and_what_is_due(measure, lin, django_assert_num_queries):
    with as_if(build.local(2024, 2, 26, 11)):
        record_sample(measure.person, sampled_at=build.local(2024, 2, 26, 10), by=lin)
        rows = list(Measure.objects.select_related("rule"))
        with django_assert_num_queries(7):
            standing = standings_of(rows)[measure.pk]
    assert standing.stand.phase.kind == PhaseKind.CENTRAL
    assert (standing.day, standing.days, standing.to_go) == (1, 8, 7)
    states = {duty.kind: duty.state for duty in standing.duties}
    assert states == {
        "morning": DutyState.LATE, "test": DutyState.DONE, "evening": DutyState.DUE,
    }  # fmt: skip


def test_a_fever_and_who_looked_after_it_cost_no_query_more(
    measure, lin, jie, django_assert_num_queries
):
    def has_fever() -> bool:
        rows = list(Measure.objects.select_related("rule"))
        with django_assert_num_queries(7):
            return standings_of(rows)[measure.pk].has_fever

    assert not has_fever()
    record_temperature(measure.person, 38, by=lin)
    assert has_fever()
    with as_if(build.NOW + timedelta(minutes=30)):
        record_visit(measure, was_met=True, by=jie)
        record_temperature(measure.person, 36, by=lin)
        assert not has_fever()


@pytest.mark.parametrize("hour", [0, 9, 11, 13, 19, 21])
@pytest.mark.parametrize("done", ["", "morning", "evening", "all"])
def test_conditions_say_the_same_at_every_hour(measure, lin, hour, done):
    with as_if(build.local(2024, 2, 26, hour, 30)):
        for kind, at in (("morning", 0), ("evening", 12)):
            if done in {kind, "all"} and at <= hour:
                record_temperature(
                    measure.person, 36, taken_at=build.local(2024, 2, 26, at, 15), by=lin
                )
        if done == "all":
            record_sample(measure.person, sampled_at=build.local(2024, 2, 26, 0, 5), by=lin)
        assert asked(measure) == computed(measure)


def test_nobody_in_hospital_is_asked_for_anything(measure, lin):
    suspend_measure(measure, hospital="县医院", by=lin)
    assert asked(measure) == ({"central"}, False, False)
    assert computed(measure)[1:] == (False, False)


def test_a_visit_counts_when_somebody_opened(measure, lin, jie):
    phases = [Phase(PhaseKind.HOME, 8, readings=0, visit_days=(1,)).as_row()]
    Term.objects.filter(measure=measure).update(phases=phases)
    keep(measure)
    assert asked(measure) == computed(measure) == ({"home"}, True, False)
    record_visit(measure, was_met=False, by=jie)
    assert asked(measure)[1]
    record_visit(measure, was_met=True, by=jie)
    assert asked(measure) == computed(measure) == ({"home"}, False, False)


plans = st.lists(
    st.builds(
        lambda kind, days, tests, readings: Phase(
            kind, days, tuple(sorted({1 + each % days for each in tests})), readings
        ),
        st.sampled_from(list(PhaseKind)), st.integers(1, 5),
        st.lists(st.integers(0, 9), max_size=3), st.integers(0, 2),
    ),
    min_size=1, max_size=3,
)  # fmt: skip
terms = st.lists(
    st.tuples(st.integers(-6, 1), st.integers(-6, 2), plans, st.sampled_from(list(Why))),
    min_size=1, max_size=3,
)  # fmt: skip


@given(
    terms=terms,
    hour=st.sampled_from([1, 11, 15, 22]),
    opened=st.sampled_from([(25, 19), (25, 22), (26, 9), (26, 11), (26, 21)]),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_conditions_say_the_same_of_any_course(measure, terms, hour, opened):
    day = build.DAY
    Term.objects.filter(measure=measure).delete()
    for place, (since, first, plan, why) in enumerate(terms, 1):
        begin = day + timedelta(days=first)
        Term.objects.create(
            measure=measure, place=place, why=why, at=build.NOW, by_name="林",
            since_on=day + timedelta(days=since), day_one_on=begin,
            ends_on=begin + timedelta(days=sum(each.days for each in plan) - 1),
            old_ends_on=None if place == 1 else day, phases=[each.as_row() for each in plan],
        )  # fmt: skip
    Measure.objects.filter(pk=measure.pk).update(
        day_one_on=min(day, begin),
        ends_on=date(2024, 4, 1),
        opened_at=build.local(2024, 2, *opened),
    )
    keep(measure)
    with as_if(datetime(2024, 2, 26, hour, tzinfo=build.LOCAL)):
        assert asked(measure) == computed(measure)


def test_overdue_is_late_or_missed():
    assert {DutyState.LATE, DutyState.MISSED} == OVERDUE

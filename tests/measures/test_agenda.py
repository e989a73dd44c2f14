"""What is kept with a measure for the lists. That every deed keeps it right, `conftest` looks at
after each test of this folder; here is what no other test comes by.
"""

import logging
from datetime import date, timedelta

import pytest

from longgang.accounts.api import Role
from longgang.core.clock import as_if
from longgang.health.api import record_sample, record_temperature
from longgang.measures.actions.measures import open_measure, record_visit
from longgang.measures.agenda import BITS
from longgang.measures.jobs import count_each_hour
from longgang.measures.models import Measure
from longgang.measures.queries import local_now
from longgang.measures.standing import with_open_duty
from longgang.people.api import merge_people, register_person

from . import build
from .kept import unpack

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
REASON = {"base_on": build.DAY - timedelta(days=1), "reason": "同餐"}


@pytest.fixture
def measure(lin):
    return open_measure(build.a_person(lin), "close_contact", by=lin, **REASON)


def done(measure: Measure) -> set[str]:
    measure.refresh_from_db()
    return unpack(measure.done)[1]


def overdue() -> bool:
    return with_open_duty(Measure.objects.all(), now=local_now(), is_overdue=True).exists()


def test_what_is_observed_is_noted_at_once(measure, lin, jie):
    assert done(measure) == set()
    with as_if(build.local(2024, 2, 26, 13)):
        record_temperature(measure.person, 36, taken_at=build.local(2024, 2, 26, 9), by=lin)
        assert done(measure) == {"morning", "reading"}
        record_temperature(measure.person, 36, by=lin)
        record_sample(measure.person, sampled_at=build.local(2024, 2, 26, 10), by=lin)
        record_visit(measure, was_met=False, by=jie)
        assert done(measure) == {"morning", "evening", "reading", "test"}
        record_visit(measure, was_met=True, by=jie)
        assert done(measure) == {"morning", "evening", "reading", "test", "visit"}


def test_what_was_done_yesterday_says_nothing_today(measure, lin):
    with as_if(build.local(2024, 2, 26, 21)):
        record_temperature(measure.person, 36, taken_at=build.local(2024, 2, 26, 9), by=lin)
    with as_if(build.local(2024, 2, 27, 13)):
        assert overdue()
        record_temperature(measure.person, 36, taken_at=build.local(2024, 2, 26, 20), by=lin)
        assert done(measure) == {"morning", "reading"}
        assert str(measure.done_on) == "2024-02-26"
        record_temperature(measure.person, 36, taken_at=build.local(2024, 2, 27, 9), by=lin)
        assert str((done(measure), measure.done_on)[1]) == "2024-02-27"


def test_what_was_observed_before_it_was_opened_counts(lin):
    person = build.a_person(lin)
    record_temperature(person, 36, taken_at=build.local(2024, 2, 26, 1), by=lin)
    assert done(open_measure(person, "close_contact", by=lin, **REASON)) == {"morning", "reading"}


def test_what_was_observed_under_another_entry_counts_once_they_are_merged(measure, lin, staff):
    double = register_person(name="安", area_code=build.WANGHAISI, by=lin)
    record_sample(double, sampled_at=build.local(2024, 2, 26, 1), by=lin)
    assert done(measure) == set()
    merge_people(measure.person, double, by=staff("梅", Role.DESK_SUPERVISOR), reason="同一个人")
    assert done(measure) == {"test"}


def test_a_test_taken_in_the_night_of_opening_is_not_left_for_the_next_day(lin):
    with as_if(build.local(2024, 2, 26, 21)):
        measure = open_measure(build.a_person(lin), "high_risk", by=lin, **REASON)
    tomorrow = build.DAY + timedelta(days=1)
    assert "test" in on_the_agenda(measure, tomorrow)
    with as_if(build.local(2024, 2, 27, 9)):  # it is entered a day late
        record_sample(measure.person, sampled_at=build.local(2024, 2, 26, 22), by=lin)
        assert "test" not in on_the_agenda(measure, tomorrow)


def on_the_agenda(measure: Measure, day: date) -> set[str]:
    measure.refresh_from_db()
    return unpack(measure.agenda[(day - measure.agenda_from).days])[1]


def test_each_hour_it_is_held_against_the_rows(measure, lin, caplog):
    record_temperature(measure.person, 36, taken_at=build.local(2024, 2, 26, 1), by=lin)
    with caplog.at_level(logging.WARNING):
        count_each_hour(0)
    assert not caplog.records
    Measure.objects.update(done=BITS["visit"])
    count_each_hour(0)
    assert done(measure) == {"morning", "reading"}
    assert "1 measures" in caplog.text


def test_a_list_of_what_is_due_reads_one_table(measure, django_assert_num_queries):
    with as_if(build.local(2024, 2, 26, 13)), django_assert_num_queries(2) as asked:
        assert overdue()  # the hours of the rules, and the measures
    assert "JOIN" not in asked.captured_queries[-1]["sql"]


def test_before_the_first_hour_has_struck_nothing_is_looked_for(measure, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert not overdue()

"""Days have partitions: made ahead, filled from the rest, dropped when their time is over."""

from datetime import date, timedelta

import pytest
from django.db import connection

from longgang.audit.api import Event
from longgang.core.clock import as_if
from longgang.trail import jobs
from longgang.trail.api import record_visit, record_visits
from longgang.trail.models import Visit
from longgang.trail.partitions import AHEAD_DAYS, list_days, make_partitions
from longgang.trail.rules import KEEP_DAYS
from tests.measures.build import DAY, NOW
from tests.trail.telling import a_visit, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with as_if(NOW):
        yield


@pytest.fixture(autouse=True)
def _no_files(monkeypatch):
    """Whoever builds them waits for the partitions that this test has not committed."""
    monkeypatch.setattr(jobs, "build_files", lambda: True)


def rows_in(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT reference FROM {table} ORDER BY reference")  # noqa: S608 - ours
        return [reference for (reference,) in cursor.fetchall()]


def test_days_are_made_ahead_once():
    jobs.tend_partitions(0)
    days = list_days()
    assert (days[0], days[-1]) == (
        DAY - timedelta(days=KEEP_DAYS), DAY + timedelta(days=AHEAD_DAYS)
    )  # fmt: skip
    assert len(days) == KEEP_DAYS + AHEAD_DAYS + 1
    assert make_partitions() == 0


def test_a_day_begins_at_midnight_here():
    make_partitions()
    record_visits(
        [a_visit(start=0, reference="first"), a_visit(start=at(-1, 59), reference="before")],
        source="scan",
    )
    assert rows_in("trail_visit_20240226") == ["first"]
    assert rows_in("trail_visit_20240225") == ["before"]


def test_what_begins_on_a_day_without_a_partition_is_recorded_all_the_same():
    record_visits([a_visit(), a_visit(days=20, reference="ahead")], source="scan")
    assert rows_in("trail_visit_rest") == ["ahead", "one"]
    make_partitions()
    assert rows_in("trail_visit_rest") == []
    assert rows_in("trail_visit_20240226") == ["one"]
    assert date(2024, 3, 17) in list_days()
    assert not record_visit(a_visit(), source="scan")


def test_days_that_are_over_are_dropped_with_an_event():
    make_partitions()
    record_visits(
        [a_visit(days=days, reference=f"{-days}") for days in (-1, -57, -58)], source="scan"
    )
    with as_if(NOW + timedelta(days=3)):
        jobs.drop_each_night(0)
        assert list_days()[0] == DAY - timedelta(days=57)
    assert list(Visit.objects.values_list("reference", flat=True)) == ["57", "1"]
    events = Event.objects.filter(kind="visits.dropped")
    assert [event.after for event in events] == [{"day": "2023-12-30", "count": 1}]


def test_what_lasts_is_told_anew_from_the_first_day_kept():
    make_partitions()
    record_visit(a_visit(start=at(8, days=-30), end=None), source="stay")
    later = NOW + timedelta(days=40)
    with as_if(later):
        make_partitions()
        jobs.drop_each_night(0)
        jobs.drop_each_night(0)
    visit = Visit.objects.get()
    assert visit.started_at == at(0, days=-20)
    assert (visit.ended_at, visit.reference, visit.voided_at) == (None, "one", None)

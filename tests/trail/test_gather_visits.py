"""What modules tell holds: recorded, ended, voided, told anew."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from longgang.audit.api import Event
from longgang.core.clock import as_if
from longgang.trail import gathering, jobs
from longgang.trail.models import Visit
from tests.measures.build import NOW
from tests.trail.telling import PERSON, a_visit, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with as_if(NOW):
        yield


@pytest.fixture
def told(monkeypatch):
    """What the only module tells."""
    told = []
    monkeypatch.setattr(gathering, "_tellers", {"beds": lambda _since: told})
    return told


def visits():
    rows = Visit.objects.counting().order_by("reference", "started_at")
    return [(each.reference, each.place, each.started_at, each.ended_at) for each in rows]


def test_what_is_told_is_recorded_once(told):
    told += [a_visit(), a_visit("room:2", reference="two", end=None)]
    jobs.gather_each_minute(0)
    with CaptureQueriesContext(connection) as asked:
        jobs.gather_each_minute(0)
    assert not [query for query in asked if "INSERT" in query["sql"] or "UPDATE" in query["sql"]]
    assert visits() == [("one", "room:1", at(8), at(9)), ("two", "room:2", at(8), None)]
    told[1] = a_visit("room:2", reference="two", end=9)
    jobs.gather_each_hour(0)
    assert visits()[1] == ("two", "room:2", at(8), at(9))
    assert not Event.objects.filter(kind="visits.voided").exists()


@pytest.mark.parametrize(
    "now_told",
    [
        a_visit("room:2"), a_visit(start=7), a_visit(end=10), a_visit(end=None),
        a_visit(person=PERSON + 1),
    ],
)  # fmt: skip
def test_what_is_told_otherwise_is_voided_and_told_anew(told, now_told):
    told += [a_visit(), a_visit(reference="two")]
    jobs.gather_each_minute(0)
    told[:] = [now_told]
    jobs.gather_each_minute(0)
    wanted = ("one", now_told.place.name, now_told.started_at, now_told.ended_at)
    assert visits() == [wanted, ("two", "room:1", at(8), at(9))]
    assert Event.objects.get(kind="visits.voided").after == {"count": 1}


def test_what_is_taken_back_is_voided(told):
    told += [a_visit(), "two"]
    jobs.gather_each_minute(0)
    told[:] = ["one"]
    jobs.gather_each_minute(0)
    assert visits() == []


def test_what_makes_no_sense_keeps_nothing_else_away(told, caplog):
    told += [a_visit(start=9, end=8, reference="wrong"), a_visit()]
    jobs.gather_each_minute(0)
    assert [reference for reference, *_rest in visits()] == ["one"]
    assert "beds wrong is left out: trail.ends_before_start" in caplog.text


def test_what_began_long_ago_begins_with_the_first_day_kept(told):
    told.append(a_visit(start=at(8, days=-200), end=None))
    jobs.gather_each_minute(0)
    jobs.gather_each_minute(0)
    assert visits() == [("one", "room:1", at(0, days=-60), None)]
    assert Visit.objects.count() == 1


def test_the_first_time_goes_as_far_back_as_visits_are_kept(monkeypatch):
    asked = []
    monkeypatch.setattr(
        gathering, "_tellers", {"beds": lambda since: asked.append(since) or [a_visit()]}
    )
    jobs.gather_each_minute(0)
    jobs.gather_each_minute(0)
    with as_if(at(2, 35, days=1)):
        jobs.gather_each_hour(0)
    with as_if(at(3, 35, days=1)):
        jobs.gather_each_hour(0)
    assert asked == [
        NOW - timedelta(days=60), NOW - jobs.MINUTES,
        at(2, 35, days=1) - jobs.DAYS, at(3, 35, days=1) - jobs.HOURS,
    ]  # fmt: skip


def test_many_are_settled_in_several_transactions(told, monkeypatch):
    monkeypatch.setattr(gathering, "TOGETHER", 2)
    told += [a_visit(reference=f"r{number}") for number in range(5)]
    jobs.gather_each_minute(0)
    assert len(visits()) == 5

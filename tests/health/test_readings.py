"""Temperatures, symptoms and codes: by oneself, by whoever helps, by the staff of the area."""

from datetime import timedelta
from decimal import Decimal

import pytest

from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.health.actions.readings import (
    correct_temperature,
    record_code,
    record_temperature,
    report_symptoms,
)
from longgang.health.models import SeenCode, SymptomReport, Temperature
from longgang.health.queries import list_temperatures
from longgang.people.api import represent_person
from tests.audit.helpers import assert_one_event
from tests.measures import build

pytestmark = pytest.mark.django_db
NORMAL = Decimal("36.6")


def refused_code(do):
    with pytest.raises(Refused) as refused:
        do()
    return refused.value.code.removeprefix("health.")


@pytest.mark.parametrize("name", ["he", "lin", "ge", "jie", "kang"])
def test_record_temperature(name, person, request):
    user = request.getfixturevalue(name)
    with assert_one_event("temperature.recorded") as events:
        reading = record_temperature(person, Decimal("38.1"), by=user)
    assert (reading.grade, reading.taken_at, reading.entered_by) == ("3", build.NOW, user)
    assert "38" not in str(events[0].after)


@pytest.mark.parametrize("name", ["bo", "ling", "sam", "ada"])
def test_nobody_else_records(name, person, request):
    user = request.getfixturevalue(name)
    with pytest.raises(NotAllowed):
        record_temperature(person, NORMAL, by=user)
    with pytest.raises(NotAllowed):
        report_symptoms(person, [], by=user)


def test_whoever_acts_for_a_person_records(ada):
    mother = represent_person(name="何母", id_number=build.id_number(3), by=ada)
    assert record_temperature(mother, NORMAL, by=ada).area_code == build.DISTRICT


@pytest.mark.parametrize("celsius", ["33.9", "43.1", "0", "366"])
def test_an_impossible_temperature_is_refused(person, he, celsius):
    assert refused_code(lambda: record_temperature(person, Decimal(celsius), by=he)) == "celsius"
    assert not Temperature.objects.exists()


def test_a_double_tap_is_one_reading(person, he):
    record_temperature(person, NORMAL, by=he)
    assert refused_code(lambda: record_temperature(person, NORMAL, by=he)) == "known"
    assert Temperature.objects.count() == 1


def test_a_corrected_temperature_stays(person, he, ge):
    reading = record_temperature(person, Decimal("39.6"), by=he)
    stale = Temperature.objects.get(pk=reading.pk)
    with assert_one_event("temperature.corrected"):
        follower = correct_temperature(reading, NORMAL, by=ge, reason="把36.6看成39.6")
    assert list_temperatures(person, since=build.NOW) == [follower]
    assert Temperature.objects.get(pk=reading.pk).celsius == Decimal("39.6")
    with pytest.raises(StaleRow):
        correct_temperature(stale, NORMAL, by=he, reason="看错")
    assert refused_code(lambda: correct_temperature(follower, NORMAL, by=he, reason="x")) == (
        "reason_missing"
    )


def test_report_symptoms(person, he):
    with assert_one_event("symptoms.reported") as events:
        report = report_symptoms(person, ["9", "1", "1"], words="胸闷", by=he)
    assert (report.symptoms, report.reported_on) == (["1", "9"], build.DAY)
    assert "胸闷" not in str(events[0].after)
    assert report_symptoms(person, [], by=he).symptoms == []
    assert SymptomReport.objects.count() == 2


def test_the_day_of_a_report_is_the_local_one(person, he):
    from longgang.core.clock import as_if

    with as_if(build.local(2024, 2, 27, 0, 10)):
        assert report_symptoms(person, [], by=he).reported_on == build.DAY + timedelta(days=1)


def test_record_code_as_seen(person, ge):
    with assert_one_event("code.seen"):
        seen = record_code(person, source="health_code", colour="yellow", by=ge)
    assert (seen.colour, seen.seen_at) == ("yellow", build.NOW)


def test_nobody_records_a_code_of_their_own(person, he):
    with pytest.raises(NotAllowed):
        record_code(person, source="health_code", colour="green", by=he)
    assert not SeenCode.objects.exists()


def test_an_unknown_colour_is_no_code(person, ge):
    with pytest.raises(ValueError, match="purple"):
        record_code(person, source="health_code", colour="purple", by=ge)


def test_tomorrow_has_not_been_measured(person, he):
    ahead = build.NOW + timedelta(minutes=1)
    assert refused_code(lambda: record_temperature(person, NORMAL, taken_at=ahead, by=he)) == (
        "ahead"
    )

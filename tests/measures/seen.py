"""Somebody under a measure, and what was seen of them, for tests of the whole product."""

from collections.abc import Callable
from datetime import timedelta

from longgang.accounts.api import Role, User
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if, now, today
from longgang.health.api import LabTest, Temperature, record_sample, record_temperature
from longgang.measures.api import Measure, load_rules, open_measure

from . import build


def a_measure(staff: Callable[..., User]) -> Measure:
    """Opened yesterday, with one sample and one reading."""
    kang = staff("康", Role.HEALTH_OFFICER)
    with as_if(build.local(2022, 1, 1)):
        load_rules(by=SYSTEM)
    person = build.a_person(kang, 77)
    measure = open_measure(
        person, "high_risk", base_on=today() - timedelta(days=1), by=kang, reason="返回"
    )
    at = now() - timedelta(minutes=5)
    record_sample(person, sampled_at=at, lab="疾控", concerns_area=measure.area_code, by=kang)
    record_temperature(person, 37, taken_at=at, concerns_area=measure.area_code, by=kang)
    return measure


def a_test(measure: Measure) -> LabTest:
    """Of the person."""
    return LabTest.objects.get(person=measure.person)


def a_reading(measure: Measure) -> Temperature:
    """Of the person."""
    return Temperature.objects.get(person=measure.person)

"""Somebody under a measure, and what was seen of them, for tests of the whole product."""

from collections.abc import Callable
from datetime import timedelta

from longgang.accounts.api import Role, User
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if, now, today
from longgang.health.api import LabTest, Temperature, record_sample, record_temperature
from longgang.measures.actions.moving import propose_moving
from longgang.measures.api import (
    Measure,
    Phase,
    PhaseKind,
    RuleFigures,
    load_rules,
    open_measure,
    set_rule,
)
from longgang.measures.models import Moving

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


def a_proposal(measure: Measure, staff: Callable[..., User]) -> Moving:
    """To move that person to a rule that came today."""
    rule = set_rule(
        measure.who,
        RuleFigures((Phase(PhaseKind.HOME, 5, (1, 5)),)),
        document_number="龙防指〔2026〕5号",
        by=SYSTEM,
    )
    return propose_moving(
        rule,
        area_code=build.DISTRICT,
        document_number="龙防指〔2026〕5号",
        reason="执行新方案",
        by=staff("规", Role.RULES_OFFICER),
    )


def a_test(measure: Measure) -> LabTest:
    """Of the person."""
    return LabTest.objects.get(person=measure.person)


def a_reading(measure: Measure) -> Temperature:
    """Of the person."""
    return Temperature.objects.get(person=measure.person)

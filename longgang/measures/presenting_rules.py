"""What the pages of the rules show."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from longgang.core.sentences import beside, listed

from .actions.measure_rules import RuleFigures
from .kinds import Base, DayOne, LiftCondition, PhaseKind
from .models import MeasureRule
from .rule_forms import PHASES
from .wording import phase_in_words


@dataclass(frozen=True)
class RuleLine:
    """One row of the rules in words."""

    rule: MeasureRule
    counted: str
    phases: list[tuple[str, str]]
    remarks: list[str]


def rule_lines(rules: list[MeasureRule]) -> list[RuleLine]:
    """Every row with its phases, and what else it says."""
    return [
        RuleLine(
            rule,
            beside(Base(rule.base).label, DayOne(rule.day_one).label),
            [(str(PhaseKind(each.kind).label), phase_in_words(each)) for each in rule.plan],
            _remarks(rule),
        )
        for rule in rules
    ]


def _remarks(rule: MeasureRule) -> list[str]:
    lifted_by = [str(LiftCondition(each).label) for each in rule.lifted_by]
    remarks = [_("Lifted when: %(what)s") % {"what": listed(lifted_by)}] if lifted_by else []
    if rule.positive_restarts:
        remarks.append(_("A positive test counts the days anew"))
    if rule.missed_test_adds_days:
        remarks.append(_("A missed test day adds %(n)s days") % {"n": rule.missed_test_adds_days})
    if not rule.counts_hospital:
        remarks.append(_("Days in hospital are added"))
    if rule.releases_by_two:
        remarks.append(_("Two people release somebody from a site"))
    return remarks


def start_of(history: list[MeasureRule]) -> dict[str, Any]:
    """The newest row's figures as a start; the defaults where there is none yet."""
    source: Any = history[0] if history else RuleFigures(())
    names = [field.name for field in dataclasses.fields(RuleFigures) if field.name != "plan"]
    found = {name: getattr(source, name) for name in names}
    for place, phase in enumerate(source.plan[:PHASES], 1):
        found |= {
            f"kind_{place}": phase.kind,
            f"days_{place}": phase.days,
            f"test_days_{place}": ", ".join(map(str, phase.test_days)),
            f"readings_{place}": phase.readings,
            f"visit_days_{place}": ", ".join(map(str, phase.visit_days)),
        }
    return found

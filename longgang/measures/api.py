"""The door of the measures: what arrivals, isolation, tracing, the demo and the site may use."""

from .actions.extending import (
    extend_by_hand,
    extend_for_exposure,
    extend_for_missed_tests,
    take_back_extension,
)
from .actions.measure_rules import RuleFigures, end_rule, set_rule
from .actions.measures import (
    cancel_measure,
    check_in,
    lift_measure,
    move_to_site,
    open_measure,
    record_visit,
    resume_measure,
    suspend_measure,
)
from .actions.moving import propose_moving
from .days import Phase
from .default_rules import load_rules
from .duties import Duty, DutyKind, DutyState
from .home import measure_tasks
from .kinds import Base, DayOne, LiftCondition, PhaseKind, Who
from .lifecycle import MEASURE, MeasureStatus
from .models import Measure, MeasureRule
from .queries import find_open, find_rule, get_rule, list_duties, list_duties_between

__all__ = [
    "MEASURE",
    "Base",
    "DayOne",
    "Duty",
    "DutyKind",
    "DutyState",
    "LiftCondition",
    "Measure",
    "MeasureRule",
    "MeasureStatus",
    "Phase",
    "PhaseKind",
    "RuleFigures",
    "Who",
    "cancel_measure",
    "check_in",
    "end_rule",
    "extend_by_hand",
    "extend_for_exposure",
    "extend_for_missed_tests",
    "find_open",
    "find_rule",
    "get_rule",
    "lift_measure",
    "list_duties",
    "list_duties_between",
    "load_rules",
    "measure_tasks",
    "move_to_site",
    "open_measure",
    "propose_moving",
    "record_visit",
    "resume_measure",
    "set_rule",
    "suspend_measure",
    "take_back_extension",
]

"""The door of the measures: what arrivals, isolation, tracing, the demo and the site may use."""

from .actions.extending import (
    extend_by_hand,
    extend_for_exposure,
    extend_for_missed_tests,
    take_back_extension,
)
from .actions.findings import record_finding
from .actions.handing import (
    accept_hand_over,
    confirm_hand_over,
    hand_over,
    hand_over_early,
    hand_over_unreleased,
    raise_unaccepted,
    send_back,
)
from .actions.helping import answer_help, ask_for_help
from .actions.measure_rules import RuleFigures, end_rule, set_rule
from .actions.measures import (
    cancel_measure,
    check_in,
    end_after_death,
    lift_measure,
    move_to_site,
    open_measure,
    record_visit,
    resume_measure,
    suspend_measure,
)
from .actions.moving import propose_moving
from .actions.notices import tell_opened
from .actions.steps import lock_measure
from .days import Phase
from .default_rules import load_rules
from .duties import Duty, DutyKind, DutyState
from .finding import Whereabouts, whereabouts_of
from .handing import ReleaseItem, list_to_hand_over, receiver_of, release_items, release_items_of
from .hearing import end_moved, finding_made, measure_ended, sent_home
from .home import measure_tasks
from .kinds import Base, CheckItem, DayOne, Found, LiftCondition, PhaseKind, Who
from .lifecycle import HAND_OVER, MEASURE, HandOverStatus, MeasureStatus
from .models import Finding, HandOver, Measure, MeasureRule
from .permissions import check_may_confirm_hand_over
from .presenting import phases_of
from .queries import (
    find_open,
    find_open_of,
    find_people,
    find_rule,
    get_rule,
    is_under_measure,
    list_duties,
    list_duties_between,
    list_measures,
    list_rules,
    local_now,
    reckon,
    unattended_positives,
)
from .standing import Standing, open_duties, standings_of
from .wording import duty_tag, found_tag, proposed_in_words

__all__ = [
    "HAND_OVER",
    "MEASURE",
    "Base",
    "CheckItem",
    "DayOne",
    "Duty",
    "DutyKind",
    "DutyState",
    "Finding",
    "Found",
    "HandOver",
    "HandOverStatus",
    "LiftCondition",
    "Measure",
    "MeasureRule",
    "MeasureStatus",
    "Phase",
    "PhaseKind",
    "ReleaseItem",
    "RuleFigures",
    "Standing",
    "Whereabouts",
    "Who",
    "accept_hand_over",
    "answer_help",
    "ask_for_help",
    "cancel_measure",
    "check_in",
    "check_may_confirm_hand_over",
    "confirm_hand_over",
    "duty_tag",
    "end_after_death",
    "end_moved",
    "end_rule",
    "extend_by_hand",
    "extend_for_exposure",
    "extend_for_missed_tests",
    "find_open",
    "find_open_of",
    "find_people",
    "find_rule",
    "finding_made",
    "found_tag",
    "get_rule",
    "hand_over",
    "hand_over_early",
    "hand_over_unreleased",
    "is_under_measure",
    "lift_measure",
    "list_duties",
    "list_duties_between",
    "list_measures",
    "list_rules",
    "list_to_hand_over",
    "load_rules",
    "local_now",
    "lock_measure",
    "measure_ended",
    "measure_tasks",
    "move_to_site",
    "open_duties",
    "open_measure",
    "phases_of",
    "propose_moving",
    "proposed_in_words",
    "raise_unaccepted",
    "receiver_of",
    "reckon",
    "record_finding",
    "record_visit",
    "release_items",
    "release_items_of",
    "resume_measure",
    "send_back",
    "sent_home",
    "set_rule",
    "standings_of",
    "suspend_measure",
    "take_back_extension",
    "tell_opened",
    "unattended_positives",
    "whereabouts_of",
]

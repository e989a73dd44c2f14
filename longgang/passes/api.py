"""The door of the passes: what the demo, the site and later modules may use."""

from .actions.applications import resubmit_application, submit_application
from .actions.blocklist import confirm_block, propose_block
from .actions.gate import record_entry, record_exit
from .actions.keys import rotate_signing_key, withdraw_signing_key
from .actions.loop import (
    confirm_arrival,
    confirm_departure,
    expire_passes,
    lapse_returned,
    notice_overdue_trips,
    remind_desks,
)
from .actions.pass_rules import RuleFigures, set_rule
from .actions.plain_entry import record_plain_entry
from .actions.refused_scans import ScanAtGate, record_refused_scan
from .actions.reviews import issue_pass, refuse_application, return_application, revoke_pass
from .actions.settling import Examined, Found, examine
from .actions.telling import Recorded, Told, attach_photo, record_told, undo_told
from .application import (
    Application,
    Certificate,
    GoodsClass,
    Hazard,
    Party,
    Rider,
    RiderRole,
    TripKind,
)
from .book_numbers import numbers_behind
from .default_rules import load_rules
from .fleet import columns as fleet_columns
from .gate_codes import read_code
from .gate_feed import (
    blocked_plates,
    changed_passes,
    every_pass,
    feed_cursor,
    forget_changes,
    one_pass,
    reaches_back,
)
from .gate_look import Answer, look_up
from .gate_rules import Stop, decision_words
from .gate_wording import describe_check
from .home import pass_sections, pass_tasks
from .lifecycle import PASS, TRIP, PassStatus, TripStatus
from .loops import FromDevice, happened_at
from .models import Check, PassRule, RefusedScan, Trip, VehiclePass
from .models.check import Direction, Disposition, SealState
from .models.refused_scan import ScanKind
from .queries import find_check, running_trip, ways_of
from .shown import Shown, find_shown, find_trip_asked, judge_shown, number_named, show_facts
from .signing import verifying_keys

__all__ = [
    "PASS",
    "TRIP",
    "Answer",
    "Application",
    "Certificate",
    "Check",
    "Direction",
    "Disposition",
    "Examined",
    "Found",
    "FromDevice",
    "GoodsClass",
    "Hazard",
    "Party",
    "PassRule",
    "PassStatus",
    "Recorded",
    "RefusedScan",
    "Rider",
    "RiderRole",
    "RuleFigures",
    "ScanAtGate",
    "ScanKind",
    "SealState",
    "Shown",
    "Stop",
    "Told",
    "Trip",
    "TripKind",
    "TripStatus",
    "VehiclePass",
    "attach_photo",
    "blocked_plates",
    "changed_passes",
    "confirm_arrival",
    "confirm_block",
    "confirm_departure",
    "decision_words",
    "describe_check",
    "every_pass",
    "examine",
    "expire_passes",
    "feed_cursor",
    "find_check",
    "find_shown",
    "find_trip_asked",
    "fleet_columns",
    "forget_changes",
    "happened_at",
    "issue_pass",
    "judge_shown",
    "lapse_returned",
    "load_rules",
    "look_up",
    "notice_overdue_trips",
    "number_named",
    "numbers_behind",
    "one_pass",
    "pass_sections",
    "pass_tasks",
    "propose_block",
    "reaches_back",
    "read_code",
    "record_entry",
    "record_exit",
    "record_plain_entry",
    "record_refused_scan",
    "record_told",
    "refuse_application",
    "remind_desks",
    "resubmit_application",
    "return_application",
    "revoke_pass",
    "rotate_signing_key",
    "running_trip",
    "set_rule",
    "show_facts",
    "submit_application",
    "undo_told",
    "verifying_keys",
    "ways_of",
    "withdraw_signing_key",
]

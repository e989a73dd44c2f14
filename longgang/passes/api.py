"""The door of the passes: what the demo, the site and later modules may use."""

from .actions.applications import resubmit_application, submit_application
from .actions.blocklist import confirm_block, propose_block
from .actions.gate import record_entry, record_exit
from .actions.keys import rotate_signing_key, withdraw_signing_key
from .actions.loop import (
    confirm_arrival,
    confirm_departure,
    expire_passes,
    notice_overdue_trips,
    remind_desks,
)
from .actions.pass_rules import RuleFigures, set_rule
from .actions.reviews import issue_pass, refuse_application, return_application, revoke_pass
from .actions.settling import Examined, Found, examine
from .actions.telling import Recorded, Told, record_told
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
from .default_rules import load_rules
from .fleet import columns as fleet_columns
from .gate_rules import Stop
from .home import pass_sections, pass_tasks
from .lifecycle import PASS, TRIP, PassStatus, TripStatus
from .loops import FromDevice
from .models import Check, PassRule, Trip, VehiclePass
from .models.check import Direction, Disposition, SealState
from .signing import verifying_keys

__all__ = [
    "PASS",
    "TRIP",
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
    "Rider",
    "RiderRole",
    "RuleFigures",
    "SealState",
    "Stop",
    "Told",
    "Trip",
    "TripKind",
    "TripStatus",
    "VehiclePass",
    "confirm_arrival",
    "confirm_block",
    "confirm_departure",
    "examine",
    "expire_passes",
    "fleet_columns",
    "issue_pass",
    "load_rules",
    "notice_overdue_trips",
    "pass_sections",
    "pass_tasks",
    "propose_block",
    "record_entry",
    "record_exit",
    "record_told",
    "refuse_application",
    "remind_desks",
    "resubmit_application",
    "return_application",
    "revoke_pass",
    "rotate_signing_key",
    "set_rule",
    "submit_application",
    "verifying_keys",
    "withdraw_signing_key",
]

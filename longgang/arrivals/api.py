"""The door of the arrivals: what tracing, the demo and the site may use."""

from .actions.dated import announce_risk_area, end_risk_area, set_arrival_rule
from .actions.declaring import (
    DeclaredPlace,
    Travel,
    Traveller,
    correct_declaration,
    declare,
    withdraw_declaration,
)
from .actions.handling import (
    accept_declaration,
    call_off_declaration,
    claim_declaration,
    hand_over_declaration,
    raise_unclaimed,
    record_call,
    send_back_declaration,
    verify_declaration,
)
from .default_rules import load_rules
from .home import arrival_tasks
from .models import ArrivalRule, Declaration, RiskArea
from .queries import companions_of, list_declarations
from .triage import Stay
from .wording import way_in_words

__all__ = [
    "ArrivalRule",
    "Declaration",
    "DeclaredPlace",
    "RiskArea",
    "Stay",
    "Travel",
    "Traveller",
    "accept_declaration",
    "announce_risk_area",
    "arrival_tasks",
    "call_off_declaration",
    "claim_declaration",
    "companions_of",
    "correct_declaration",
    "declare",
    "end_risk_area",
    "hand_over_declaration",
    "list_declarations",
    "load_rules",
    "raise_unclaimed",
    "record_call",
    "send_back_declaration",
    "set_arrival_rule",
    "verify_declaration",
    "way_in_words",
    "withdraw_declaration",
]

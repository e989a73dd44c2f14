"""The roles, as data: each a name, one sentence and its permissions. Only the code changes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .permissions import Permission as P  # noqa: N817 - the table below is read by its columns


class Place(StrEnum):
    """What a post of this role is tied to."""

    AREA = "area"
    DESK = "desk"
    PREMISES = "premises"


class Role(models.TextChoices):
    """The code of a role as it stands on a post."""

    REVIEWER = "reviewer", _("Reviewer")
    DESK_SUPERVISOR = "desk_supervisor", _("Desk supervisor")
    CHECKPOINT_OFFICER = "checkpoint_officer", _("Checkpoint officer")
    CHECKPOINT_LEAD = "checkpoint_lead", _("Checkpoint lead")
    DUTY_OFFICER = "duty_officer", _("Duty officer")
    COMMAND = "command", _("Command centre")
    STREET_OFFICER = "street_officer", _("Street officer")
    COMMUNITY_OFFICER = "community_officer", _("Community officer")
    GRID_WORKER = "grid_worker", _("Grid worker")
    SITE_OFFICER = "site_officer", _("Site officer")
    SITE_LEAD = "site_lead", _("Site lead")
    HEALTH_OFFICER = "health_officer", _("Health officer")
    INVESTIGATOR = "investigator", _("Investigator")
    RULES_OFFICER = "rules_officer", _("Rules officer")
    AUDITOR = "auditor", _("Auditor")
    SECURITY_ADMINISTRATOR = "security_administrator", _("Security administrator")
    ADMINISTRATOR = "administrator", _("System administrator")


@dataclass(frozen=True)
class RoleCard:
    """What one role is for, where it is held, and everything it may do."""

    role: Role
    description: Promise
    place: Place
    permissions: frozenset[P]

    @property
    def label(self) -> str:
        """The role's name in the reader's language."""
        return str(self.role.label)


def _card(role: Role, description: Promise, place: Place, permissions: Iterable[P]) -> RoleCard:
    return RoleCard(role, description, place, frozenset(permissions))


ROLES: dict[str, RoleCard] = {
    card.role.value: card
    for card in [
        _card(
            Role.REVIEWER,
            _("Decides the applications of one desk."),
            Place.DESK,
            {
                P.PASS_VIEW, P.PASS_REVIEW, P.PASS_REVOKE, P.PASS_EXPORT, P.BLOCKLIST_VIEW,
                P.BLOCKLIST_PROPOSE, P.RULE_VIEW, P.PERSON_VIEW, P.PERSON_REVEAL, P.COMPANY_VIEW,
                P.VEHICLE_VIEW, P.DUTY_VIEW,
            },
        ),
        _card(
            Role.DESK_SUPERVISOR,
            _("Sees every desk of the area, hands applications on and plans who is on duty."),
            Place.AREA,
            {
                P.PASS_VIEW, P.PASS_REASSIGN, P.PASS_REVOKE, P.PASS_EXPORT, P.BLOCKLIST_VIEW,
                P.BLOCKLIST_CONFIRM, P.RULE_VIEW, P.BOARD_VIEW, P.PERSON_VIEW, P.PERSON_EDIT,
                P.PERSON_REVEAL, P.PERSON_MERGE, P.COMPANY_VIEW, P.COMPANY_EDIT,
                P.COMPANY_APPROVE, P.VEHICLE_VIEW, P.DUTY_VIEW, P.DUTY_EDIT, P.DEVICE_MANAGE,
                P.CONFLICT_VIEW,
            },
        ),
        _card(
            Role.CHECKPOINT_OFFICER,
            _("Checks vehicles at one checkpoint and lets them pass."),
            Place.PREMISES,
            {P.PASS_VIEW, P.CHECK_RECORD, P.BLOCKLIST_VIEW, P.VEHICLE_VIEW},
        ),
        _card(
            Role.CHECKPOINT_LEAD,
            _("Leads the checkpoints of the area and approves turning a vehicle back."),
            Place.AREA,
            {
                P.PASS_VIEW, P.PASS_EXPORT, P.CHECK_RECORD, P.CHECK_TURN_BACK, P.BLOCKLIST_VIEW,
                P.BLOCKLIST_PROPOSE, P.BOARD_VIEW, P.PERSON_VIEW, P.PERSON_REVEAL, P.COMPANY_VIEW,
                P.VEHICLE_VIEW, P.DEVICE_MANAGE, P.CONFLICT_VIEW,
            },
        ),
        _card(
            Role.DUTY_OFFICER,
            _("Is called when something is odd, and looks into every conflict of the checks."),
            Place.AREA,
            {
                P.PASS_VIEW, P.BLOCKLIST_VIEW, P.BLOCKLIST_PROPOSE, P.RULE_VIEW, P.BOARD_VIEW,
                P.PERSON_VIEW, P.PERSON_REVEAL, P.COMPANY_VIEW, P.VEHICLE_VIEW, P.DUTY_VIEW,
                P.CONFLICT_VIEW, P.CONFLICT_RESOLVE,
            },
        ),
        _card(
            Role.COMMAND,
            _("Reads the board and the lists of the area, and confirms what moves many measures."),
            Place.AREA,
            {
                P.PASS_VIEW, P.PASS_EXPORT, P.BLOCKLIST_VIEW, P.RULE_VIEW, P.BOARD_VIEW,
                P.COMPANY_VIEW, P.VEHICLE_VIEW, P.DUTY_VIEW, P.CONFLICT_VIEW, P.MEASURE_VIEW,
                P.MEASURE_MOVE_CONFIRM,
                P.DECLARATION_VIEW,
                P.SITE_VIEW,
            },
        ),
        _card(
            Role.STREET_OFFICER,
            _("Sees the trips into one street and looks after the people and companies there."),
            Place.AREA,
            {
                P.PASS_VIEW, P.PASS_REVIEW, P.PASS_EXPORT, P.BLOCKLIST_VIEW, P.RULE_VIEW,
                P.PERSON_VIEW, P.PERSON_EDIT, P.PERSON_REVEAL, P.COMPANY_VIEW, P.VEHICLE_VIEW,
                P.DUTY_VIEW, P.MEASURE_VIEW, P.MEASURE_EDIT, P.MEASURE_LIFT, P.VISIT_RECORD,
                P.OBSERVATION_VIEW, P.OBSERVATION_RECORD, P.RESULT_RECORD,
                P.DECLARATION_VIEW, P.DECLARATION_HANDLE,
            },
        ),
        _card(
            Role.COMMUNITY_OFFICER,
            _("Looks after everybody under a measure in one community, from opening to lifting."),
            Place.AREA,
            {
                P.MEASURE_VIEW, P.MEASURE_EDIT, P.MEASURE_LIFT, P.VISIT_RECORD, P.OBSERVATION_VIEW,
                P.OBSERVATION_RECORD, P.RESULT_RECORD, P.PERSON_VIEW, P.PERSON_EDIT,
                P.PERSON_REVEAL,
                P.DECLARATION_VIEW, P.DECLARATION_HANDLE,
            },
        ),
        _card(
            Role.GRID_WORKER,
            _("Calls and visits the people of one grid and records what was seen."),
            Place.AREA,
            {
                P.MEASURE_VIEW, P.VISIT_RECORD, P.OBSERVATION_VIEW, P.OBSERVATION_RECORD,
                P.PERSON_VIEW, P.PERSON_REVEAL,
                P.DECLARATION_VIEW,
            },
        ),
        _card(
            Role.SITE_OFFICER,
            _("Looks after the people at one quarantine site, from the door to the last day."),
            Place.PREMISES,
            {
                P.SITE_VIEW, P.STAY_EDIT, P.MEASURE_VIEW, P.MEASURE_EDIT, P.OBSERVATION_VIEW,
                P.OBSERVATION_RECORD, P.RESULT_RECORD, P.PERSON_VIEW, P.PERSON_REVEAL,
            },
        ),
        _card(
            Role.SITE_LEAD,
            _("Leads one quarantine site: its rooms, its shifts and who is released."),
            Place.PREMISES,
            {
                P.SITE_VIEW, P.SITE_EDIT, P.STAY_EDIT, P.STAY_RELEASE, P.MEASURE_VIEW,
                P.MEASURE_EDIT, P.MEASURE_LIFT, P.OBSERVATION_VIEW, P.OBSERVATION_RECORD,
                P.RESULT_RECORD, P.PERSON_VIEW, P.PERSON_REVEAL,
            },
        ),
        _card(
            Role.HEALTH_OFFICER,
            _("Enters test results, orders measures and finds rooms for the whole area."),
            Place.AREA,
            {
                P.MEASURE_VIEW, P.MEASURE_EDIT, P.MEASURE_LIFT, P.OBSERVATION_VIEW,
                P.OBSERVATION_RECORD, P.RESULT_RECORD, P.RESULT_IMPORT, P.TRAIL_IMPORT, P.RULE_VIEW,
                P.PERSON_VIEW,
                P.PERSON_EDIT, P.PERSON_REVEAL,
                P.DECLARATION_VIEW,
                P.SITE_VIEW, P.SITE_EDIT, P.STAY_EDIT, P.STAY_RELEASE,
            },
        ),
        _card(
            Role.INVESTIGATOR,
            _("Traces whom a person with a positive result has met, and orders measures for them."),
            Place.AREA,
            {
                P.CASE_INVESTIGATE, P.TRAIL_IMPORT, P.MEASURE_VIEW, P.MEASURE_EDIT,
                P.OBSERVATION_VIEW, P.RULE_VIEW, P.PERSON_VIEW, P.PERSON_EDIT, P.PERSON_REVEAL,
            },
        ),
        _card(
            Role.RULES_OFFICER,
            _("Writes the rules with their dates and the register of areas and premises."),
            Place.AREA,
            {
                P.RULE_VIEW, P.RULE_EDIT, P.BLOCKLIST_VIEW, P.BLOCKLIST_PROPOSE, P.AREA_EDIT,
                P.PREMISES_EDIT, P.MEASURE_MOVE,
            },
        ),
        _card(
            Role.AUDITOR,
            _("Reads what was done and who saw whose data; changes nothing."),
            Place.AREA,
            {P.EVENT_VIEW, P.DISCLOSURE_VIEW, P.RULE_VIEW, P.BLOCKLIST_VIEW},
        ),
        _card(
            Role.SECURITY_ADMINISTRATOR,
            _("Grants and ends posts, never their own, and keeps the keys that sign passes."),
            Place.AREA,
            {P.POST_GRANT, P.KEY_MANAGE},
        ),
        _card(
            Role.ADMINISTRATOR,
            _("Opens and closes accounts, resets passwords, looks after undelivered messages."),
            Place.AREA,
            {P.ACCOUNT_MANAGE, P.DELIVERY_MANAGE},
        ),
    ]
}  # fmt: skip


def roles_with(permission: P) -> list[str]:
    """The codes of all roles that hold this permission."""
    return [code for code, card in ROLES.items() if permission in card.permissions]

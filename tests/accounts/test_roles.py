"""Role × permission, with the expected answer written by hand."""

import pytest

from longgang.accounts.permissions import Permission
from longgang.accounts.roles import ROLES, Role, roles_with
from longgang.accounts.wording import EVENTS, PERMISSIONS
from longgang.audit.api import known_kinds

# Columns: reviewer, desk supervisor, checkpoint officer, checkpoint lead, duty officer, command,
# street officer, community officer, grid worker, site officer, site lead, health officer,
# investigator, rules officer, auditor, security administrator, system administrator.
COLUMNS = [
    "reviewer",
    "desk_supervisor",
    "checkpoint_officer",
    "checkpoint_lead",
    "duty_officer",
    "command",
    "street_officer",
    "community_officer",
    "grid_worker",
    "site_officer",
    "site_lead",
    "health_officer",
    "investigator",
    "rules_officer",
    "auditor",
    "security_administrator",
    "administrator",
]
MATRIX = {
    "passes.pass_view": "x x x x x x x . . . . . . . . . .",
    "passes.pass_review": "x . . . . . x . . . . . . . . . .",
    "passes.pass_reassign": ". x . . . . . . . . . . . . . . .",
    "passes.pass_revoke": "x x . . . . . . . . . . . . . . .",
    "passes.pass_export": "x x . x . x x . . . . . . . . . .",
    "passes.check_record": ". . x x . . . . . . . . . . . . .",
    "passes.check_turn_back": ". . . x . . . . . . . . . . . . .",
    "passes.blocklist_view": "x x x x x x x . . . . . . x x . .",
    "passes.blocklist_propose": "x . . x x . . . . . . . . x . . .",
    "passes.blocklist_confirm": ". x . . . . . . . . . . . . . . .",
    "passes.rule_view": "x x . . x x x . . . . x x x x . .",
    "passes.rule_edit": ". . . . . . . . . . . . . x . . .",
    "passes.key_manage": ". . . . . . . . . . . . . . . x .",
    "passes.board_view": ". x . x x x . . . . . . . . . . .",
    "checkpoints.device_manage": ". x . x . . . . . . . . . . . . .",
    "checkpoints.conflict_view": ". x . x x x . . . . . . . . . . .",
    "checkpoints.conflict_resolve": ". . . . x . . . . . . . . . . . .",
    "measures.measure_view": ". . . . . x x x x x x x x . . . .",
    "measures.measure_edit": ". . . . . . x x . x x x x . . . .",
    "measures.measure_lift": ". . . . . . x x . . x x . . . . .",
    "measures.measure_move": ". . . . . . . . . . . . . x . . .",
    "measures.measure_move_confirm": ". . . . . x . . . . . . . . . . .",
    "measures.visit_record": ". . . . . . x x x . . . . . . . .",
    "health.observation_view": ". . . . . . x x x x x x x . . . .",
    "health.observation_record": ". . . . . . x x x x x x . . . . .",
    "health.result_record": ". . . . . . x x . x x x . . . . .",
    "health.result_import": ". . . . . . . . . . . x . . . . .",
    "trail.visit_import": ". . . . . . . . . . . x x . . . .",
    "tracing.case_investigate": ". . . . . . . . . . . . x . . . .",
    "arrivals.declaration_view": ". . . . . x x x x . . x . . . . .",
    "arrivals.declaration_handle": ". . . . . . x x . . . . . . . . .",
    "isolation.site_view": ". . . . . x . . . x x x . . . . .",
    "isolation.site_edit": ". . . . . . . . . . x x . . . . .",
    "isolation.stay_edit": ". . . . . . . . . x x x . . . . .",
    "isolation.stay_release": ". . . . . . . . . . x x . . . . .",
    "people.person_view": "x x . x x . x x x x x x x . . . .",
    "people.person_edit": ". x . . . . x x . . . x x . . . .",
    "people.person_reveal": "x x . x x . x x x x x x x . . . .",
    "people.person_merge": ". x . . . . . . . . . . . . . . .",
    "people.company_view": "x x . x x x x . . . . . . . . . .",
    "people.company_edit": ". x . . . . . . . . . . . . . . .",
    "people.company_approve": ". x . . . . . . . . . . . . . . .",
    "people.vehicle_view": "x x x x x x x . . . . . . . . . .",
    "areas.area_edit": ". . . . . . . . . . . . . x . . .",
    "areas.premises_edit": ". . . . . . . . . . . . . x . . .",
    "audit.event_view": ". . . . . . . . . . . . . . x . .",
    "audit.disclosure_view": ". . . . . . . . . . . . . . x . .",
    "notices.delivery_manage": ". . . . . . . . . . . . . . . . x",
    "accounts.account_manage": ". . . . . . . . . . . . . . . . x",
    "accounts.post_grant": ". . . . . . . . . . . . . . . x .",
    "accounts.duty_view": "x x . . x x x . . . . . . . . . .",
    "accounts.duty_edit": ". x . . . . . . . . . . . . . . .",
}
CELLS = [
    (permission, role, mark == "x")
    for permission, marks in MATRIX.items()
    for role, mark in zip(COLUMNS, marks.split(), strict=True)
]


@pytest.mark.parametrize(("permission", "role", "expected"), CELLS)
def test_role_holds_permission(permission, role, expected):
    assert (permission in ROLES[role].permissions) is expected


def test_the_matrix_has_every_permission_and_role():
    assert set(MATRIX) == set(Permission)
    assert set(COLUMNS) == set(Role.values) == set(ROLES)


def test_every_permission_and_role_has_a_sentence():
    assert set(PERMISSIONS) == set(Permission)
    assert all(str(sentence) for sentence in PERMISSIONS.values())
    assert all(str(card.description) and card.label for card in ROLES.values())


def test_our_events_have_words():
    assert EVENTS.items() <= known_kinds().items()


def test_roles_with_a_permission():
    assert roles_with(Permission.PASS_REVIEW) == ["reviewer", "street_officer"]

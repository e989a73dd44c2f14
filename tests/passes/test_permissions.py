"""Role by role: who may do what with a pass of the industry desk that goes to Longwan."""

import pytest

from longgang.accounts.api import check_may_edit_rules
from longgang.core.clock import today
from longgang.core.errors import allows
from longgang.core.identifiers import Plate, PlateColour
from longgang.passes import permissions
from longgang.passes.actions.blocklist import propose_block
from longgang.passes.actions.fleet import read_workbook
from longgang.passes.models import BlockEntry, FleetUpload, PassRule, VehiclePass

from . import build, workbooks
from .gate import a_turn_back, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]

# Written by hand. r: review, h: hand over, v: revoke, p: reveal, c: record checks at the west exit,
# t: decide a turning back, f: confirm the trip, b: propose a block, B: confirm one, R: edit rules,
# m: change (correct, withdraw, repeat), s: see it.
MATRIX = {
    "reviewer of the desk": "r h v p b s",
    "reviewer of another desk": "b",
    "supervisor": "h v p f B s",
    "officer of the west exit": "c s",
    "officer of the port": "",
    "checkpoint lead": "p c t b s",
    "duty officer": "p b s",
    "command": "s",
    "street officer of Longwan": "f s",
    "street officer of Binhai": "",
    "community officer of Longwan": "",
    "grid worker of Longwan": "",
    "health officer": "p",
    "investigator": "p",
    "rules officer": "b R",
    "auditor": "",
    "security administrator": "",
    "administrator": "",
    "applicant": "m s",
    "member of the applying company": "m s",
    "member of the visited company": "f s",
    "stranger": "",
}
POSTS = {
    "reviewer of the desk": ("reviewer", {"desk_code": "211403-industry"}),
    "reviewer of another desk": ("reviewer", {"desk_code": "211403-transport"}),
    "supervisor": ("desk_supervisor", {}),
    "officer of the west exit": ("checkpoint_officer", {"premises_number": build.WEST_EXIT}),
    "officer of the port": ("checkpoint_officer", {"premises_number": build.PORT}),
    "checkpoint lead": ("checkpoint_lead", {}),
    "duty officer": ("duty_officer", {}),
    "command": ("command", {}),
    "street officer of Longwan": ("street_officer", {"area_code": build.LONGWAN}),
    "street officer of Binhai": ("street_officer", {"area_code": build.BINHAI}),
    "community officer of Longwan": ("community_officer", {"area_code": build.LONGWAN}),
    "grid worker of Longwan": ("grid_worker", {"area_code": build.LONGWAN}),
    "health officer": ("health_officer", {}),
    "investigator": ("investigator", {}),
    "officer of a site": ("site_officer", {"premises_number": build.PORT}),
    "lead of a site": ("site_lead", {"premises_number": build.PORT}),
    "rules officer": ("rules_officer", {}),
    "auditor": ("auditor", {}),
    "security administrator": ("security_administrator", {}),
    "administrator": ("administrator", {}),
}


@pytest.fixture
def scene(wen, ada, lin, hai, mei, acid_works, west_exit):
    """A pass applied for by `ada` of a carrier, going to the acid works, and a turning back."""
    from longgang.people.api import add_member, approve_company, register_company

    carrier = register_company(
        name="海晨运输有限公司", credit_code=build.credit_code(5), industry="chemicals",
        area_code=build.LONGWAN, address="锦山路 2 号", contact_name="艾达",
        contact_phone="13600000008", by=ada,
    )  # fmt: skip
    approve_company(carrier, by=mei)
    add_member(carrier, phone="13911112222", name="同事", by=ada)
    visited = build.a_consignee(name=acid_works.name)
    issued = build.an_issued_pass(ada, reviewer=lin, company=carrier, consignee=visited)
    check = a_turn_back(the_trip(issued), premises=west_exit, by=hai)
    colleague = carrier.memberships.exclude(user=ada).get().user
    return issued, check, {"applicant": ada, "member of the applying company": colleague,
                           "member of the visited company": wen}  # fmt: skip


@pytest.mark.parametrize("who", MATRIX)
def test_who_may_do_what(who, scene, staff, west_exit, db):
    from longgang.accounts.models import User

    issued, check, residents = scene
    if who in POSTS:
        role, place = POSTS[who]
        user = staff("某", role, **place)
    else:
        user = residents.get(who) or User.objects.create(name="生人", phone="13955556666")
    asked = {
        "r": allows(permissions.check_may_review, user, issued),
        "h": allows(permissions.check_may_hand_over, user, issued),
        "v": allows(permissions.check_may_revoke, user, issued),
        "p": allows(permissions.check_may_reveal, user, issued),
        "c": allows(permissions.check_may_check, user, west_exit),
        "t": allows(permissions.check_may_turn_back, user, check),
        "f": allows(permissions.check_may_confirm_trip, user, the_trip(issued)),
        "b": allows(permissions.check_may_propose_block, user),
        "B": allows(permissions.check_may_confirm_block, user),
        "R": allows(check_may_edit_rules, user),
        "m": allows(permissions.check_may_change, user, issued),
        "s": VehiclePass.objects.visible_to(user).filter(pk=issued.pk).exists(),
    }
    assert " ".join(key for key, answer in asked.items() if answer) == MATRIX[who]


def test_every_role_is_in_the_matrix():
    from longgang.accounts.api import ROLES

    assert {role for role, _place in POSTS.values()} == set(ROLES)


@pytest.mark.parametrize("model", [BlockEntry, PassRule])
def test_what_holds_for_the_district_is_seen_by_whoever_may_read_it(model, lin, hai, ada, rui):
    """One list and one set of rules: wherever the post is held, but never without one."""
    propose_block(
        plate=Plate("辽P99999", PlateColour.BLUE), document_number="1 号", ends_on=today(), by=rui,
        reason="伪造通行证",
    )  # fmt: skip
    everything = model.objects.count()
    readers = [lin, hai] if model is BlockEntry else [lin, rui]
    assert {model.objects.visible_to(user).count() for user in readers} == {everything}
    assert everything
    assert not model.objects.visible_to(ada).exists()


def test_a_workbook_is_seen_by_whoever_acts_for_its_company(acid_works, wen, ada, mei):
    sent = workbooks.a_workbook([workbooks.a_row()])
    upload = read_workbook(sent, company=acid_works, signature="文斌", by=wen)
    assert list(FleetUpload.objects.visible_to(wen)) == [upload]
    assert not FleetUpload.objects.visible_to(ada).exists()
    assert not FleetUpload.objects.visible_to(mei).exists()

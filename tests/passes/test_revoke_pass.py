"""Taking a pass back: with a reason; its expected trip does not take place."""

import pytest

from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.notices.models import Notice
from longgang.passes.actions.reviews import revoke_pass
from longgang.passes.models import ReviewStep
from tests.audit.helpers import assert_one_event

from . import build
from .gate import an_entry, an_exit, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def issued(ada, lin):
    return build.an_issued_pass(ada, reviewer=lin)


@pytest.mark.parametrize("name", ["lin", "mei"])
def test_revoke_ends_the_pass_and_cancels_the_trip(name, request, issued, ada):
    revoke_pass(issued, by=request.getfixturevalue(name), reason="虚假申报")
    issued.refresh_from_db()
    assert (issued.status, issued.reason_words) == ("revoked", "虚假申报")
    assert the_trip(issued).status == "cancelled"
    assert Notice.objects.filter(user=ada, kind="pass.revoked").count() == 1


def test_revoke_of_a_truck_inside_leaves_it_on_its_loop(issued, lin, hai, west_exit):
    an_entry(the_trip(issued), premises=west_exit, by=hai)
    with assert_one_event("pass.revoked"):
        revoke_pass(issued, by=lin, reason="虚假申报")
    assert the_trip(issued).status == "entered"


def test_revoke_needs_words(issued, lin):
    with pytest.raises(Refused) as refused:
        revoke_pass(issued, by=lin, reason="x")
    assert refused.value.code == "passes.reason_missing"


@pytest.mark.parametrize("name", ["bo", "hai", "rui", "sam", "ada"])
def test_revoke_refuses_others(name, request, issued):
    with pytest.raises(NotAllowed):
        revoke_pass(issued, by=request.getfixturevalue(name), reason="虚假申报")


def test_revoke_loses_a_race(issued, lin, mei):
    on_screen = build.stale(issued)
    revoke_pass(issued, by=lin, reason="虚假申报")
    with pytest.raises(StaleRow) as refused:
        revoke_pass(on_screen, by=mei, reason="虚假申报")
    assert "林" in str(refused.value.refusals[0].reason)


def test_revoke_after_the_trip_says_that_it_is_over(issued, lin, hai, west_exit):
    an_entry(the_trip(issued), premises=west_exit, by=hai)
    an_exit(the_trip(issued), premises=west_exit, by=hai)
    with pytest.raises(StaleRow) as refused:
        revoke_pass(build.stale(issued), by=lin, reason="虚假申报")
    assert refused.value.code == "passes.used_meanwhile"


def test_revoke_without_any_step_still_says_that_it_is_too_late(issued, lin):
    revoke_pass(issued, by=lin, reason="虚假申报")
    ReviewStep.objects.all().delete()
    with pytest.raises(Refused) as refused:
        revoke_pass(issued, by=lin, reason="虚假申报")
    assert refused.value.code == "core.illegal_move"

"""Handing on: the clock runs on, the other desk hears of it, of two people one wins."""

import pytest

from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.notices.models import Notice
from longgang.passes.actions.reviews import hand_over_application, issue_pass
from longgang.passes.models import VehiclePass
from tests.audit.helpers import assert_one_event

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
TRANSPORT, COMMERCE = "211403-transport", "211403-commerce"


@pytest.fixture
def waiting(ada):
    return build.a_submitted_pass(ada)


def hand_on(waiting, by, **changes):
    hand_over_application(
        waiting, by=by, **({"desk_code": TRANSPORT, "reason": "物流归交通"} | changes)
    )


@pytest.mark.parametrize("name", ["lin", "mei"])
def test_hand_over_moves_it_and_the_clock_runs_on(name, request, waiting, bo):
    due_at = waiting.due_at
    hand_on(waiting, request.getfixturevalue(name))
    waiting.refresh_from_db()
    assert (waiting.desk_code, waiting.status, waiting.due_at) == (TRANSPORT, "submitted", due_at)
    assert Notice.objects.filter(user=bo, kind="pass.submitted").count() == 1
    assert issue_pass(waiting, by=bo).status == "issued"


def test_hand_over_leaves_exactly_one_event(waiting, lin):
    with assert_one_event("pass.handed_over") as events:
        hand_on(waiting, lin)
    assert events[0].before == {"desk_code": "211403-industry"}
    assert events[0].after == {"desk_code": TRANSPORT}


@pytest.mark.parametrize("desk_code", ["211403-industry", "211403-nobody", ""])
def test_hand_over_needs_another_desk(desk_code, waiting, lin):
    with pytest.raises(Refused) as refused:
        hand_on(waiting, lin, desk_code=desk_code)
    assert refused.value.code == "passes.not_another_desk"


def test_hand_over_needs_words(waiting, lin):
    with pytest.raises(Refused) as refused:
        hand_on(waiting, lin, reason="x")
    assert refused.value.code == "passes.reason_missing"


@pytest.mark.parametrize("name", ["bo", "hai", "rui", "ada"])
def test_hand_over_refuses_strangers_to_the_desk(name, request, waiting):
    with pytest.raises(NotAllowed):
        hand_on(waiting, request.getfixturevalue(name))


def test_hand_over_loses_against_another_handing_over(waiting, lin, mei):
    on_screen = build.stale(waiting)
    hand_on(waiting, lin)
    with pytest.raises(StaleRow) as refused:
        hand_on(on_screen, mei, desk_code=COMMERCE)
    assert "林" in str(refused.value.refusals[0].reason)
    assert VehiclePass.objects.get().desk_code == TRANSPORT


def test_hand_over_comes_too_late_after_a_decision(waiting, lin, mei):
    issue_pass(waiting, by=lin)
    with pytest.raises(StaleRow) as refused:
        hand_on(waiting, mei)
    assert refused.value.code == "passes.decided_meanwhile"

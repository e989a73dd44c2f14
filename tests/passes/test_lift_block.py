"""Lifting an entry, or turning a proposal down: with a reason."""

import pytest

from longgang.core.clock import today
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.core.identifiers import parse_plate
from longgang.passes.actions.blocklist import confirm_block, lift_block
from longgang.passes.models import BlockEntry
from tests.audit.helpers import assert_one_event

from .test_propose_block import propose

pytestmark = pytest.mark.django_db


def test_lift_ends_it_at_once(rui, mei):
    entry = propose(rui)
    confirm_block(entry, by=mei)
    with assert_one_event("block.lifted") as events:
        lift_block(entry, by=mei, reason="查清")
    assert events[0].reason == "查清"
    entry.refresh_from_db()
    assert (entry.lifted_by, entry.lifted_why) == (mei, "查清")
    assert not BlockEntry.objects.in_force(today()).exists()


def test_lift_needs_words(rui, mei):
    with pytest.raises(Refused) as refused:
        lift_block(propose(rui), by=mei, reason="x")
    assert refused.value.code == "passes.reason_missing"


@pytest.mark.parametrize("name", ["lin", "kai", "rui", "hai", "sam", "ada"])
def test_lift_refuses_others(name, request, rui):
    with pytest.raises(NotAllowed):
        lift_block(propose(rui), by=request.getfixturevalue(name), reason="查清")


def test_lift_twice_is_too_late(rui, mei):
    entry = propose(rui)
    lift_block(entry, by=mei, reason="查清")
    with pytest.raises(StaleRow):
        lift_block(entry, by=mei, reason="查清")


def test_page_lifts_with_a_reason(rui, mei, signed_in):
    entry = propose(rui)
    url = f"/passes/blocklist/{entry.number}/lift/"
    assert signed_in(mei).post(url, {"reason": ""}).status_code == 422
    assert signed_in(mei).post(url, {"reason": "查清"}).status_code == 302
    entry.refresh_from_db()
    assert entry.lifted_why == "查清"
    page = signed_in(mei).get(f"/passes/blocklist/{entry.number}/").content.decode()
    assert "查清" in page
    assert url not in page


def test_a_proposal_is_declined_and_an_entry_lifted(rui, mei, signed_in):
    entry = propose(rui)
    url = f"/passes/blocklist/{entry.number}/"
    page = signed_in(mei).get(url).content.decode()
    assert ("不同意" in page, "解除" in page) == (True, False)
    confirm_block(entry, by=mei)
    page = signed_in(mei).get(url).content.decode()
    assert ("不同意" in page, "解除" in page) == (False, True)
    lift_block(entry, by=mei, reason="查清")
    declined = propose(rui, plate=parse_plate("辽P77777", "2"))
    lift_block(declined, by=mei, reason="不符")
    page = signed_in(mei).get(f"/passes/blocklist/{declined.number}/").content.decode()
    assert "不同意时间" in page


def test_a_proposal_that_was_turned_down_is_not_called_lifted(rui, mei, signed_in):
    entry = propose(rui)
    url = f"/passes/blocklist/{entry.number}/"
    answer = signed_in(mei).post(f"{url}lift/", {"reason": "不符"}, follow=True)
    page = answer.content.decode()
    assert "提议未获同意" in page
    assert "未同意" in signed_in(mei).get("/passes/blocklist/").content.decode()
    assert "解除" not in page

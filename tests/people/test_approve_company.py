import pytest

from longgang.accounts.api import Role
from longgang.core.errors import IllegalMove, NotAllowed, Refused, StaleRow
from longgang.people.api import (
    Company,
    approve_company,
    companies_of,
    refuse_company,
    register_company,
)
from tests.audit.helpers import assert_one_event
from tests.people.helpers import BINHAI

pytestmark = pytest.mark.django_db


def test_approve_lets_its_manager_act(pending, ada, mei):
    with assert_one_event("company.approved"):
        approve_company(pending, by=mei)
    assert list(companies_of(ada)) == [pending]
    pending.refresh_from_db()
    assert pending.decided_by == mei


@pytest.mark.parametrize("verb", ["approve", "refuse"])
@pytest.mark.parametrize("first", ["approve", "refuse"])
def test_decide_refuses_what_is_decided(pending, mei, first, verb):
    decide = {
        "approve": lambda: approve_company(pending, by=mei),
        "refuse": lambda: refuse_company(pending, by=mei, reason="not the licence"),
    }
    decide[first]()
    with pytest.raises(IllegalMove):
        decide[verb]()


def test_approve_refuses_a_resident(pending, ku):
    with pytest.raises(NotAllowed):
        approve_company(pending, by=ku)


def test_approve_refuses_another_street(pending, staff):
    with pytest.raises(NotAllowed):
        approve_company(pending, by=staff("邻", Role.DESK_SUPERVISOR, BINHAI))


def test_approve_refuses_its_own_member(pending, mei):
    pending.memberships.update(user=mei)
    with pytest.raises(NotAllowed):
        approve_company(pending, by=mei)


def test_refuse_tells_why(pending, ada, mei):
    with assert_one_event("company.refused") as events:
        refuse_company(pending, by=mei, reason="This is another company's licence")
    pending.refresh_from_db()
    assert pending.status == Company.Status.REFUSED
    assert pending.refusal_reason == events[0].reason == "This is another company's licence"
    assert not companies_of(ada).exists()


@pytest.mark.parametrize(
    ("reason", "code"), [("x", "people.reason_missing"), ("why " * 51, "people.text_too_long")]
)
def test_refuse_needs_a_reason(pending, mei, reason, code):
    with pytest.raises(Refused) as refused:
        refuse_company(pending, by=mei, reason=reason)
    assert refused.value.code == code


def test_decide_loses_a_race(mei, ada, facts):
    mine = register_company(by=ada, **facts)
    theirs = Company.objects.get(pk=mine.pk)
    approve_company(mine, by=mei)
    with pytest.raises(StaleRow):
        refuse_company(theirs, by=mei, reason="too late")

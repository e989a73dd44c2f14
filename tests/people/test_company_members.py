import pytest

from longgang.accounts.api import User
from longgang.audit.api import Event
from longgang.core.errors import NotAllowed, Refused
from longgang.people.actions.companies import remove_crew_member
from longgang.people.api import (
    Membership,
    add_crew_member,
    add_member,
    crew_of,
    may_act_for,
    members_of,
    remove_member,
)
from tests.audit.helpers import assert_one_event, assert_writes_are_told

pytestmark = pytest.mark.django_db
MANAGER, DISPATCHER = Membership.Role.MANAGER, Membership.Role.DISPATCHER


def test_add_lets_a_known_phone_act_for_the_company(company, ada, ku):
    with assert_one_event("company.member_added"):
        add_member(company, phone="138 0000 0002", by=ada)
    assert may_act_for(ku, company)
    assert members_of(company.pk) == [ku, ada]


def test_add_opens_an_account_for_a_new_phone(company, ada):
    membership = add_member(company, phone="13700000007", name="新人", by=ada)
    assert membership.user.name == "新人"
    assert not membership.user.has_usable_password()


def test_add_refuses_a_wrong_phone(company, ada):
    with pytest.raises(Refused) as refused:
        add_member(company, phone="123", by=ada)
    assert refused.value.refusals[0].field == "phone"


def test_add_again_changes_the_role(company, ada, ku):
    add_member(company, phone=ku.phone, by=ada)
    with assert_one_event("company.member_added"):
        add_member(company, phone=ku.phone, role=MANAGER, by=ada)
    assert company.memberships.get(user=ku).role == MANAGER
    add_member(company, phone=ada.phone, role=DISPATCHER, by=ku)


def test_add_refuses_who_is_a_member_in_this_role(company, ada, ku):
    add_member(company, phone=ku.phone, by=ada)
    before = Event.objects.count()
    with pytest.raises(Refused) as refused:
        add_member(company, phone=ku.phone, by=ada)
    assert Event.objects.count() == before
    assert refused.value.code == "people.member_already"
    assert refused.value.refusals[0].field == "phone"


def test_add_keeps_the_last_manager_a_manager(company, ada):
    with pytest.raises(Refused) as refused:
        add_member(company, phone=ada.phone, role=DISPATCHER, by=ada)
    assert refused.value.code == "people.last_manager"


def test_add_refuses_a_mere_dispatcher(company, ada, ku):
    add_member(company, phone=ku.phone, by=ada)
    with pytest.raises(NotAllowed):
        add_member(company, phone="13700000007", by=ku)


def test_remove_ends_it(company, ada, ku):
    add_member(company, phone=ku.phone, by=ada)
    with assert_one_event("company.member_removed"):
        remove_member(company, ku, by=ada)
    assert not may_act_for(ku, company)


def test_remove_keeps_the_last_manager(company, ada, mei):
    with pytest.raises(Refused) as refused:
        remove_member(company, ada, by=mei)
    assert refused.value.code == "people.last_manager"


def test_remove_a_stranger_changes_nothing(company, ada, ku):
    with assert_writes_are_told():
        remove_member(company, ku, by=ada)


def test_remove_refuses_a_stranger(company, ada, ku):
    with pytest.raises(NotAllowed):
        remove_member(company, ada, by=ku)


def test_crew_comes_and_goes(company, zhang, ada):
    add_crew_member(company, zhang, by=ada)
    assert list(crew_of(company)) == [zhang]
    with assert_one_event("company.crew_removed"):
        remove_crew_member(company, zhang, by=ada)
    with assert_writes_are_told():
        remove_crew_member(company, zhang, by=ada)
    assert not crew_of(company).exists()


def test_crew_refuses_a_company_that_waits(pending, zhang, ada):
    with pytest.raises(NotAllowed):
        add_crew_member(pending, zhang, by=ada)
    assert User.objects.filter(pk=ada.pk).exists()


def test_crew_may_be_kept_by_the_office(pending, zhang, mei):
    add_crew_member(pending, zhang, by=mei)
    assert list(crew_of(pending)) == [zhang]

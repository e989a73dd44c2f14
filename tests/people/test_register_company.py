import pytest

from longgang.core.errors import NotAllowed, Refused
from longgang.people.api import (
    Company,
    Membership,
    companies_of,
    find_company_named,
    refuse_company,
    register_company,
)
from tests.audit.helpers import assert_one_event

pytestmark = pytest.mark.django_db


def test_register_waits_for_approval_with_its_first_manager(ada, facts):
    with assert_one_event("company.registered"):
        company = register_company(by=ada, **facts)
    assert company.status == Company.Status.PENDING
    assert (company.pinyin, company.initials) == ("longwansuanyeyouxiangongsi", "lwsyyxgs")
    assert ada.memberships.get().role == Membership.Role.MANAGER
    assert not companies_of(ada).exists()


def test_register_by_staff_makes_no_member(mei, facts):
    register_company(by=mei, **facts)
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "people.name_missing"),
        ("name", "公" * 101, "people.text_too_long"),
        ("credit_code", "", "core.credit_code_empty"),
        ("credit_code", "91211403MA00000010", "core.credit_code_check_digit"),
        ("area_code", "", "people.area_unknown"),
        ("area_code", "211403999", "people.area_unknown"),
        ("address", "", "people.name_missing"),
        ("contact_name", "", "people.name_missing"),
        ("contact_phone", "110", "core.phone_format"),
    ],
)
def test_register_refuses_what_is_not_right(ada, facts, field, value, code):
    with pytest.raises(Refused) as refused:
        register_company(by=ada, **{**facts, field: value})
    assert (refused.value.code, refused.value.refusals[0].field) == (code, field)


def test_register_refuses_a_credit_code_twice(pending, ku, facts):
    with pytest.raises(Refused) as refused:
        register_company(by=ku, **facts)
    assert refused.value.code == "people.credit_code_taken"


def test_register_again_after_a_refusal(pending, mei, ku, facts):
    refuse_company(pending, by=mei, reason="not the licence")
    again = register_company(by=ku, **facts)
    assert Company.objects.live().get(credit_code=pending.credit_code) == again


def test_register_refuses_a_closed_account(ku, facts):
    ku.is_active = False
    with pytest.raises(NotAllowed):
        register_company(by=ku, **facts)


def test_only_an_approved_company_is_found_by_name(pending, facts):
    assert find_company_named(facts["name"]) is None


def test_a_name_that_two_companies_have_finds_neither(company, mei, facts):
    assert find_company_named(company.name) == company
    from longgang.people.api import approve_company
    from tests.people.helpers import credit_code

    approve_company(register_company(by=mei, **{**facts, "credit_code": credit_code(2)}), by=mei)
    assert find_company_named(company.name) is None

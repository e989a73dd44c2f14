import pytest

from longgang.core.errors import NotAllowed, Refused
from longgang.people.api import correct_company, refuse_company, register_company
from tests.audit.helpers import assert_one_event, assert_writes_are_told
from tests.people.helpers import BINHAI, credit_code

pytestmark = pytest.mark.django_db


def test_correct_moves_the_vehicles_with_the_company(company, tanker, ada):
    with assert_one_event("company.corrected"):
        correct_company(company, area_code=BINHAI, by=ada)
    tanker.refresh_from_db()
    assert tanker.area_code == BINHAI


def test_correct_writes_nothing_when_nothing_changes(company, ada):
    with assert_writes_are_told():
        correct_company(company, address=company.address, by=ada)


def test_correct_lets_the_manager_mend_what_waits(pending, ada):
    correct_company(pending, name="锦山酸业有限公司", by=ada)
    pending.refresh_from_db()
    assert pending.pinyin == "jinshansuanyeyouxiangongsi"


def test_correct_keeps_an_approved_name_for_the_office(company, ada, mei):
    with pytest.raises(Refused) as refused:
        correct_company(company, name="锦山酸业有限公司", by=ada)
    assert refused.value.code == "people.company_identity_is_the_offices"
    correct_company(company, name="锦山酸业有限公司", by=mei)


def test_correct_refuses_a_credit_code_that_another_has(company, mei, facts):
    other = register_company(by=mei, **{**facts, "credit_code": credit_code(2)})
    with pytest.raises(Refused) as refused:
        correct_company(other, credit_code=company.credit_code, by=mei)
    assert refused.value.code == "people.credit_code_taken"


def test_correct_refuses_a_stranger(company, ku):
    with pytest.raises(NotAllowed):
        correct_company(company, address="别处", by=ku)


def test_correct_refuses_the_manager_of_a_refused_company(pending, ada, mei):
    refuse_company(pending, by=mei, reason="not the licence")
    with pytest.raises(NotAllowed):
        correct_company(pending, address="别处", by=ada)

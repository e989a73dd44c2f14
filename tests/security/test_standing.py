"""Who decides has no part in the matter, and decides no further than the post reaches."""

import pytest

from longgang.accounts.actions import grant_post, open_account, reset_login
from longgang.accounts.api import Role
from longgang.audit.api import SYSTEM
from longgang.core.errors import NotAllowed, Refused
from longgang.core.identifiers import Plate
from longgang.passes.actions.blocklist import confirm_block, lift_block, propose_block
from longgang.passes.actions.pass_rules import RuleFigures, set_rule
from longgang.passes.actions.reviews import issue_pass, refuse_application
from longgang.people.api import Person, add_member
from tests.cast import sign_in
from tests.passes import build

pytestmark = pytest.mark.django_db


def a_block(lin):
    return propose_block(
        plate=Plate("辽P99999", "2"),
        document_number="龙公〔2026〕7号",
        ends_on=build.in_days(5),
        by=lin,
        reason="冲卡",
    )


@pytest.mark.usefixtures("district")
def test_a_member_of_the_company_decides_nothing_about_it(acid_works, wen):
    colleague = open_account("13811112222", name="同事", language="zh-hans")
    add_member(acid_works, phone="13811112222", by=wen)
    grant_post(
        colleague, role=Role.REVIEWER, area_code=build.DISTRICT, desk_code="211403-industry",
        by=SYSTEM,
    )  # fmt: skip
    waiting = build.a_submitted_pass(wen, company=acid_works)
    with pytest.raises(NotAllowed):
        issue_pass(waiting, by=colleague)


@pytest.mark.usefixtures("district")
def test_who_is_aboard_decides_nothing_about_it(wen, lin):
    waiting = build.a_submitted_pass(wen)
    Person.objects.filter(pk=waiting.aboard.get().person_id).update(user=lin)
    with pytest.raises(NotAllowed):
        refuse_application(waiting, reason_code="false_data", by=lin, reason="不实")


@pytest.mark.usefixtures("district")
def test_a_street_does_not_change_the_districts_rules(staff):
    street = staff("街", Role.RULES_OFFICER, area_code=build.LONGWAN)
    with pytest.raises(NotAllowed):
        set_rule(
            "freight",
            "industrial",
            RuleFigures(desk_kind="street"),
            document_number="街发",
            by=street,
        )


def test_a_street_neither_confirms_nor_lifts_what_counts_for_the_district(staff, lin, mei):
    street = staff("街", Role.DESK_SUPERVISOR, area_code=build.LONGWAN)
    entry = a_block(lin)
    with pytest.raises(NotAllowed):
        confirm_block(entry, by=street)
    confirm_block(entry, by=mei)
    with pytest.raises(NotAllowed):
        lift_block(entry, by=street, reason="熟人")


def test_nobody_makes_an_official_a_party_by_naming_their_phone(acid_works, wen, mei):
    with pytest.raises(Refused) as refused:
        add_member(acid_works, phone=mei.phone, by=wen)
    assert refused.value.code == "people.phone_cannot_act"
    assert not acid_works.memberships.filter(user=mei).exists()


def test_a_phone_typed_in_does_not_tell_whose_it_is(acid_works, wen):
    open_account("13811112222", name="欧阳小明", language="zh-hans")
    add_member(acid_works, phone="13811112222", by=wen)
    page = sign_in(wen).get(f"/register/companies/{acid_works.number}/").content.decode()
    assert "欧阳小明" not in page
    assert "138****2222" in page


def test_a_post_ends_the_sessions_that_a_code_alone_has_opened(ada):
    browser = sign_in(ada)
    grant_post(ada, role=Role.COMMAND, area_code=build.DISTRICT, by=SYSTEM)
    assert browser.get("/passes/board/").status_code == 302
    assert "/login/" in browser.get("/passes/board/").url


@pytest.mark.parametrize("role", [Role.SECURITY_ADMINISTRATOR, Role.AUDITOR])
def test_an_administrator_does_not_come_in_as_who_watches_over_them(staff, role):
    administrator, watcher = staff("管", Role.ADMINISTRATOR), staff("督", role)
    with pytest.raises(Refused) as refused:
        reset_login(watcher, by=administrator, reason="忘记密码")
    assert refused.value.code == "accounts.office_apart"

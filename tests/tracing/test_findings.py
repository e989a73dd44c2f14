"""Whoever answers for a case hears of a contact who is not in place, and sees how each stands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from longgang.accounts.api import Post
from longgang.measures.api import find_open, open_measure, record_finding
from longgang.notices.models import Notice
from longgang.tracing.actions.batches import carry_out, choose_contacts
from longgang.tracing.actions.cases import close_case
from tests.cast import sign_in
from tests.measures.build import DAY

from .build import a_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(case, people, yan, ye, kang):
    """Chosen by `yan`, who has opened the case; carried out by `ye`."""
    open_measure(people.xi, "high_risk", base_on=DAY, by=kang, reason="风险区返回")
    met = {each.pk: (1, DAY) for each in (people.hai, people.dong, people.xi, people.nan)}
    batch = choose_contacts(case, met, by=yan, reason="密接管控")
    carry_out(batch, by=ye)
    return batch


def say(person, by, found="refused", words="不开门"):
    record_finding(find_open(person), found=found, words=words, by=by)


def told():
    rows = Notice.objects.filter(kind="contact.not_in_place").select_related("user")
    return {notice.user.name: (notice.text_zh, notice.url) for notice in rows}


def test_who_answers_for_the_case_hears_who_refuses(batch, people, lin, staff):
    staff("另", "investigator")
    say(people.hai, lin)
    words = f"病例 {batch.case.number}：一名密接拒不配合。"
    assert told() == dict.fromkeys(
        ["严", "叶"], (words, f"{batch.get_absolute_url()}?found=refused")
    )


@pytest.mark.parametrize("found", ["elsewhere", "not_found"])
def test_they_hear_of_who_is_elsewhere_or_not_found(found, batch, people, lin):
    say(people.xi, lin, found, "在沈阳")
    assert set(told()) == {"严", "叶"}


def test_nobody_hears_of_who_is_in_place(batch, people, lin):
    say(people.hai, lin, "in_place", "")
    assert told() == {}


def test_who_has_said_it_is_not_told(batch, people, yan):
    say(people.hai, yan)
    assert set(told()) == {"叶"}


def test_several_are_one_notice(batch, people, lin):
    say(people.hai, lin)
    say(people.dong, lin)
    say(people.dong, lin, "not_found", "无人应答")
    assert len(told()) == 2
    _words, url = told()["严"]
    assert url == batch.case.get_absolute_url()
    page = sign_in(batch.case.opened_by).get("/notices/").content.decode()
    assert f"病例 {batch.case.number}：2 名密接拒不配合" in page


def test_of_a_case_that_is_closed_nobody_hears(batch, people, lin, yan):
    close_case(batch.case, by=yan, reason="已完成")
    say(people.hai, lin)
    assert told() == {}


def test_where_neither_investigates_any_more_the_others_hear(batch, people, lin, staff):
    Post.objects.filter(user__name__in=["严", "叶"]).delete()
    staff("另", "investigator")
    say(people.hai, lin)
    assert set(told()) == {"另"}


def test_each_case_of_the_person_hears(batch, people, lin, staff):
    other = staff("另", "investigator")
    case = a_case(people.bei, other)
    choice = choose_contacts(case, {people.hai.pk: (1, DAY)}, by=other, reason="密接管控")
    carry_out(choice, by=other)
    say(people.hai, lin)
    assert set(told()) == {"严", "叶", "另"}


def test_the_page_counts_each_state_and_leads_to_it(batch, people, lin, yan):
    say(people.hai, lin)
    say(people.dong, lin, "in_place", "")
    browser, address = sign_in(yan), batch.get_absolute_url()
    page = browser.get(address).content.decode()
    for state, label in [("refused", "拒不配合"), ("in_place", "已找到"), ("pending", "尚未找到")]:
        link = page.split(f'href="?found={state}"')[1].split("</a>")[0]
        assert label in link
        assert '"digits">1<' in link
    assert "?found=elsewhere" not in page
    assert "不开门" in page
    only = browser.get(f"{address}?found=refused").content.decode()
    assert "何海" in only
    assert "林东" not in only
    assert "王*" not in only
    assert "导出名单" in page
    assert "导出名单" not in only  # the list is of all of them
    assert "没有" in browser.get(f"{address}?found=elsewhere").content.decode()
    everybody = browser.get(f"{address}?found=x").content.decode()
    assert "林东" in everybody


def test_what_was_said_is_read_by_who_sees_the_measure(batch, people, lin, yan):
    say(people.hai, lin)
    find_open(people.hai).__class__.objects.filter(person=people.hai).update(area_code="130302")
    page = sign_in(yan).get(batch.get_absolute_url()).content.decode()
    assert "拒不配合" in page
    assert "不开门" not in page


def test_states_cost_the_same_for_few_and_for_many(batch, people, lin, yan):
    browser = sign_in(yan)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            browser.get(batch.get_absolute_url())
        return len(queries)

    cost()
    none = cost()
    for person in (people.hai, people.dong, people.xi):
        say(person, lin)
    assert cost() == none

"""The pages of a moving: preview and proposal, the task of the command centre, its decision."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from longgang.core.tokens import new_number
from longgang.measures.actions.moving import confirm_moving
from longgang.measures.days import Phase
from longgang.measures.home import measure_tasks
from longgang.measures.models import Measure, Moving, Term
from longgang.people.models import Person
from tests.cast import LONGWAN, sign_in

from . import build
from .test_moving import SHORT, a_rule, extended, now_of, on, opened, proposed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
MOVE = reverse("measures:move", args=["close_contact"])
RULES = reverse("measures:rules")
ORDER = {"document_number": "龙防指〔2024〕3号", "reason": "执行新方案"}


@pytest.fixture
def rule(rui, kang):
    """Two run by the rule before; it is the 27th."""
    opened(kang, base_on=date(2024, 2, 22))
    extended(opened(kang, 2, build.GONGJIAN), kang)
    found = a_rule(rui, SHORT)
    with on(27):
        yield found


@pytest.fixture
def moving(rule, rui):
    return proposed(rule, rui)


def copies_of(measure, count):
    """As many others who run by the same."""
    people = Person.objects.bulk_create(
        Person(number=new_number("RY"), name="何静", registered_at=build.NOW, area_code="")
        for _each in range(count)
    )
    term = measure.terms.get()
    rows = [
        Measure(**_values_of(measure) | {"number": new_number("CS"), "person": person})
        for person in people
    ]
    Measure.objects.bulk_create(rows)
    Term.objects.bulk_create(Term(**_values_of(term) | {"measure": row}) for row in rows)


def _values_of(row):
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return {field.name: getattr(row, field.name) for field in fields}


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def rows_of(page):
    """The list as read: name, area, old and new last day, days, remark."""
    return [
        [str(cell.value) for cell in row] + [str(row[4].detail)]
        for row in page.context["table"].body()
    ]


def test_the_preview_shows_each_with_the_days_and_writes_nothing(rule, rui):
    page = sign_in(rui).get(MOVE)
    assert page.status_code == 200
    assert rows_of(page) == [
        ["何*", "望海寺社区", "2024-03-01", "2024-02-25", "−5", "届时可解除", ""],
        ["何*", "共建社区", "2024-03-05", "2024-02-28", "−6", "", "原延长的 1 天不再计入"],
    ]
    facts = {str(label): str(value) for label, value in page.context["facts"]}
    assert facts == {
        "区域": "辽宁省葫芦岛市龙港区",
        "人员": "2", "增加天数": "0", "减少天数": "2 人，共 11 天", "届时可解除": "1",
        "不再计入的延长": "1",
    }  # fmt: skip
    assert not Moving.objects.exists()


def test_the_area_narrows_preview_and_proposal(rule, rui):
    browser = sign_in(rui)
    asked = browser.post(MOVE, {"place": build.GONGJIAN})
    assert (asked.status_code, asked.url) == (302, f"{MOVE}?place={build.GONGJIAN}")
    assert len(rows_of(browser.get(asked.url))) == 1
    answer = browser.post(asked.url, ORDER)
    moving = Moving.objects.get()
    assert (answer.status_code, answer.url) == (302, moving.get_absolute_url())
    assert (moving.area_code, moving.lines.count()) == (build.GONGJIAN, 1)


@pytest.mark.parametrize("changes", [{"document_number": " "}, {"reason": ""}])
def test_what_is_missing_stands_there(rule, rui, changes):
    answer = sign_in(rui).post(MOVE, ORDER | changes)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(changes)
    assert len(rows_of(answer)) == 2
    assert not Moving.objects.exists()


def test_nobody_to_move_is_said_in_words(rule, rui):
    browser = sign_in(rui)
    elsewhere = f"{MOVE}?place={LONGWAN}"
    page = browser.get(elsewhere)
    assert page.context["form"] is None
    answer = browser.post(elsewhere, ORDER)
    assert answer.status_code == 422
    assert "该区域没有按旧规则执行的人员" in words_of(answer)
    assert browser.get(reverse("measures:move", args=["middle_risk"])).status_code == 404
    assert browser.get(reverse("measures:move", args=["pilgrims"])).status_code == 404


def test_the_same_twice_is_refused_on_the_page(rule, rui):
    browser = sign_in(rui)
    assert browser.post(MOVE, ORDER).status_code == 302
    answer = browser.post(MOVE, ORDER)
    assert answer.status_code == 422
    assert "等待指挥部决定" in words_of(answer)


@pytest.mark.parametrize("name", ["ling", "kang", "lin", "ge", "sam", "ada"])
def test_nobody_else_previews_or_proposes(rule, name, request):
    browser = sign_in(request.getfixturevalue(name))
    assert browser.get(MOVE).status_code == 403
    assert browser.post(MOVE, ORDER).status_code == 403
    page = browser.get(reverse("measures:rule", args=["close_contact"]))
    assert MOVE not in page.content.decode()


def test_the_page_of_a_rule_leads_there(rule, rui):
    browser = sign_in(rui)
    assert MOVE in browser.get(reverse("measures:rule", args=["close_contact"])).content.decode()
    ended = reverse("measures:rule", args=["middle_risk"])
    assert "/move/" not in browser.get(ended).content.decode(), "no rule holds"


def test_the_second_person_sees_a_task_the_preview_as_stored_and_confirms(moving, ling, wu, kang):
    tasks = {task.url: task.count for task in measure_tasks(ling)}
    assert tasks[moving.get_absolute_url()] == 1
    browser = sign_in(ling)
    extended(Measure.objects.get(area_code=build.GONGJIAN), kang)
    page = browser.get(moving.get_absolute_url())
    assert [row[2:5] for row in rows_of(page)] == [
        ["2024-03-01", "2024-02-25", "−5"],
        ["2024-03-05", "2024-02-28", "−6"],
    ]
    assert page.context["confirm_form"] is not None
    assert {row[0] for row in rows_of(page)} == {"何*"}
    answer = browser.post(moving.get_absolute_url(), {"verb": "confirm"})
    assert (answer.status_code, answer.url) == (302, moving.get_absolute_url())
    page = browser.get(answer.url)
    assert [row[5] for row in rows_of(page)] == ["已调整", "未调整：其间有变动"]
    assert page.context["confirm_form"] is None
    late = sign_in(wu).post(moving.get_absolute_url(), {"verb": "confirm"})
    assert late.status_code == 409
    assert f"{RULES}#movings" in {task.url for task in measure_tasks(ling)}


def test_the_second_person_turns_it_down_with_a_reason(moving, ling):
    browser = sign_in(ling)
    url = moving.get_absolute_url()
    answer = browser.post(url, {"verb": "dismiss", "reason": ""})
    assert answer.status_code == 422
    assert "reason" in answer.context["dismiss_form"].errors
    assert browser.post(url, {"verb": "dismiss", "reason": "先征求意见"}).status_code == 302
    assert "先征求意见" in words_of(browser.get(url))
    assert browser.post(url, {"verb": "lift"}).status_code == 404


def test_a_refusal_of_the_confirmation_stands_on_the_page(moving, ling, kang):
    for measure in Measure.objects.all():
        extended(measure, kang)
    answer = sign_in(ling).post(moving.get_absolute_url(), {"verb": "confirm"})
    assert answer.status_code == 422
    assert "提议之后，所有人员的措施都已变动" in words_of(answer)


def test_the_proposer_sees_it_without_buttons(moving, rui, yi):
    for user in (rui, yi):
        page = sign_in(user).get(moving.get_absolute_url())
        assert page.status_code == 200
        assert page.context["confirm_form"] is None
    assert sign_in(rui).post(moving.get_absolute_url(), {"verb": "confirm"}).status_code == 403


def test_owners_see_their_own_people_once_it_is_carried_out(moving, lin, bo, ling, ada, sam):
    url = moving.get_absolute_url()
    assert sign_in(lin).get(url).status_code == 404
    confirm_moving(moving, by=ling)
    for user in (lin, bo):
        page = sign_in(user).get(url)
        assert page.status_code == 200
        [row] = rows_of(page)
        assert row[0] == "何静", "they know the name"
        assert page.context["totals"][0][1] == 1
        assert url in sign_in(user).get(RULES).content.decode()
    for user in (ada, sam):
        assert sign_in(user).get(url).status_code == 403


def test_the_measure_tells_the_move(moving, lin, ling):
    confirm_moving(moving, by=ling)
    measure = Measure.objects.get(area_code=build.WANGHAISI)
    page = sign_in(lin).get(measure.get_absolute_url())
    told = words_of(page)
    assert "改按新规则" in told
    assert "2024-02-25" in told
    assert "执行新方案" in told
    assert reverse("measures:do", args=[measure.number, "take-back"]) not in page.content.decode()


def test_past_moves_are_listed_with_the_rules(moving, rui, ling, sam):
    for user in (rui, ling):
        page = sign_in(user).get(RULES)
        assert [each for each, *_words in page.context["movings"]] == [moving]
        assert moving.get_absolute_url() in page.content.decode()
    assert list(sign_in(sam).get(RULES).context["movings"]) == []


def test_as_many_queries_for_five_hundred_as_for_twenty(rui, ling, kang):
    measure = opened(kang, base_on=build.DAY - timedelta(days=1))
    copies_of(measure, 19)
    rule = a_rule(rui, (Phase("home", 9),), counts_hospital=False)
    found = []
    with on(27):
        for count in (20, 500):
            moving = proposed(rule, rui)
            assert moving.lines.count() == count
            browsers = [(sign_in(rui), MOVE), (sign_in(ling), moving.get_absolute_url())]
            found.append([_queries_of(*each) for each in browsers])
            if count == 20:
                moving.delete()
                copies_of(measure, 480)
        with CaptureQueriesContext(connection) as captured:
            assert confirm_moving(moving, by=ling) == 500
    assert found[0] == found[1]
    assert len(captured) < 60, "not one for each"
    assert now_of(measure).rule == rule


def _queries_of(browser, url):
    browser.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)

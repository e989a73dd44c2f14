"""The pages of tracing: from a positive result to measures, without a script and with one."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from longgang.audit.api import Disclosure, Event
from longgang.core.clock import as_if
from longgang.health.api import record_result
from longgang.measures.api import Measure, find_open, record_finding
from longgang.tracing.actions.batches import carry_out, choose_contacts
from longgang.tracing.actions.contacts import set_aside
from longgang.tracing.models import Batch, Case, Contact, TracingRule
from longgang.trail import asking
from longgang.trail.api import NotReady, Progress
from longgang.trail.models import Visit
from tests.cast import sign_in
from tests.measures.build import DAY, NOW, id_number

from .build import at

pytestmark = pytest.mark.django_db
BELOW = {"headers": {"HX-Request": "true"}}
REGION = {"headers": {"HX-Request": "true", "HX-Target": "contacts"}}


@pytest.fixture
def browser(yan):
    return sign_in(yan)


def url(name, *args):
    return reverse(f"tracing:{name}", args=args)


def text_of(answer):
    return answer.content.decode()


def without_token(answer):
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text_of(answer))


def contacts_on(answer):
    """The names of the rows, in order, and who can be ticked."""
    page = text_of(answer)
    return re.findall(r'name="person" value="\w+" form="choose"[^>]*><span>([^<]+)', page)


def asked_of(case):
    """What stands in the book about the case, the latest last."""
    rows = Disclosure.objects.filter(subject_number=case.number).order_by("pk")
    return list(rows.values_list("field", "reason"))


@pytest.fixture
def positive(people, kang):
    return record_result(
        people.he, sampled_at=at(8), lab="疾控", result="positive", reported_at=NOW,
        concerns_area=people.he.area_code, by=kang,
    )  # fmt: skip


def test_from_a_positive_result_to_measures(browser, people, positive):
    front = browser.get(url("cases"))
    assert "何静" in text_of(front)
    opening = f"{url('open', people.he.number)}?test={positive.number}"
    assert escape(opening) in text_of(front)
    assert 'value="2024-02-26"' in text_of(browser.get(opening))
    facts = {"sampled_on": "2024-02-26", "purpose": "trace", "reason": "核酸阳性"}
    answer = browser.post(opening, facts)
    case = Case.objects.get()
    assert answer.url == case.get_absolute_url()
    assert case.test_number == positive.number
    page = browser.get(answer.url)
    assert contacts_on(page) == ["何海", "林西", "林东", "赵北", "王*"]
    assert "李远" not in text_of(page)  # who is no contact is never named
    chosen = browser.post(url("choose", case.number), {"whom": "1", "reason": "密接管控"})
    batch = Batch.objects.get()
    assert chosen.url == batch.get_absolute_url()
    assert "2024-02-26" in text_of(browser.get(chosen.url))
    done = browser.post(url("carry_out", batch.number), follow=True)
    assert "已执行" in text_of(done)
    assert Measure.objects.count() == 3
    assert "已开具措施" in text_of(browser.get(case.get_absolute_url()))


def test_every_question_is_written_down_with_its_thresholds(browser, case):
    browser.get(case.get_absolute_url())
    query = "degrees=1&direction=backward&least=15&linger=30&latency=2&places=premises"
    browser.get(f"{case.get_absolute_url()}?{query}")
    browser.get(url("timeline", case.number))
    assert asked_of(case) == [
        ("person", "核酸阳性"),
        ("contacts", "正向; 2 圈，最短暴露 0 分钟; 场所滞留 0 分钟，0 小时后具传染性"),
        ("contacts", "反向溯源; 1 圈，最短暴露 15 分钟; 场所滞留 30 分钟，2 小时后具传染性; 场所"),
        ("timeline", "核酸阳性"),
    ]


def test_a_changed_threshold_answers_with_the_contacts_alone(browser, case):
    query = "degrees=1&direction=forward&least=150&linger=0&latency=0&places=premises"
    address = f"{case.get_absolute_url()}?{query}"
    part, whole = browser.get(address, **REGION), browser.get(address)
    assert contacts_on(part) == contacts_on(whole) == ["林西"]
    assert text_of(part).startswith('<div id="contacts"')
    assert without_token(part).strip() in without_token(whole)


@pytest.mark.parametrize("query", ["degrees=9", "degrees=2&least=x", "degrees=1&direction=up"])
def test_thresholds_that_make_no_sense_name_nobody(query, browser, case, people):
    answer = browser.get(f"{case.get_absolute_url()}?{query}")
    assert answer.status_code == 422
    assert "何海" not in text_of(answer)
    contact = url("contact", case.number, people.hai.number)
    assert browser.get(f"{contact}?{query}").status_code == 404


def test_fifty_contacts_stand_on_a_page(browser, case, people, monkeypatch):
    monkeypatch.setattr("longgang.tracing.presenting_contacts.PAGE", 2)
    first = browser.get(f"{case.get_absolute_url()}?page=1")
    second = browser.get(f"{case.get_absolute_url()}?page=2")
    assert (contacts_on(first), contacts_on(second)[0]) == (["何海", "林西"], "林东")
    assert "1–2 / 5" in text_of(first)
    beyond = browser.get(f"{case.get_absolute_url()}?page=9")
    assert contacts_on(beyond) == []


def test_one_circle_is_shown(browser, case):
    page = browser.get(
        f"{case.get_absolute_url()}?degrees=2&direction=forward&least=0&linger=0&latency=0"
        "&places=premises&places=carriage&circle=2"
    )
    assert [name[0] for name in contacts_on(page)] == ["赵", "王"]


def test_why_somebody_is_a_contact(browser, case, people):
    address = url("contact", case.number, people.nan.number)
    part, page = browser.get(address, **BELOW), browser.get(address)
    assert without_token(part).strip() in without_token(page)
    assert "林东 与 王*" in text_of(part)
    assert "传播链" in text_of(part)
    assert "火车" not in text_of(part)
    assert asked_of(case)[-1] == ("explanation", people.nan.number)


@pytest.mark.parametrize("who", ["yuan", "zhong", "he"])
def test_who_is_no_contact_is_never_named(who, browser, case, people):
    person = getattr(people, who)
    for name in ("contact", "set_aside", "take_back"):
        address = url(name, case.number, person.number)
        answer = browser.get(address) if name == "contact" else browser.post(address)
        assert answer.status_code == 404
        assert person.name not in text_of(answer)
    assert asked_of(case) == [("person", "核酸阳性")]


def test_set_aside_and_taken_back(browser, case, people):
    address = url("set_aside", case.number, people.dong.number)
    refused = browser.post(address, {"reason": "x"})
    assert refused.status_code == 422
    query = "degrees=2&direction=forward&least=0&linger=0&latency=0&places=premises"
    done = browser.post(f"{address}?{query}", {"reason": "全程佩戴口罩"})
    assert done.url == f"{case.get_absolute_url()}?{query}"
    page = browser.get(case.get_absolute_url())
    assert "林东" in text_of(page)
    assert "林东" not in contacts_on(page)
    assert "全程佩戴口罩" in text_of(page)
    back = browser.post(url("take_back", case.number, people.dong.number), {"reason": "口罩未戴好"})
    assert back.status_code == 302
    assert "林东" in contacts_on(browser.get(case.get_absolute_url()))


def test_what_was_never_set_aside_is_not_taken_back(browser, case, people):
    address = url("take_back", case.number, people.dong.number)
    assert browser.post(address, {"reason": "口罩未戴好"}).status_code == 404


def test_who_was_ticked_is_chosen(browser, case, people):
    ticked = {"whom": "ticked", "person": [people.dong.number, people.yuan.number]}
    browser.post(url("choose", case.number), ticked | {"reason": "密接管控"})
    assert [each.person for each in Contact.objects.all()] == [people.dong]


@pytest.mark.parametrize(
    "sent", [{"whom": "ticked", "reason": "密接管控"}, {"whom": "1", "reason": ""}, {"whom": "9"}]
)
def test_a_choice_of_nobody_says_so_on_the_page(sent, browser, case):
    answer = browser.post(url("choose", case.number), sent)
    assert answer.status_code == 422
    assert "请先更正" in text_of(answer) or "勾选" in text_of(answer)
    assert not Batch.objects.exists()


def test_a_batch_is_discarded(browser, case, people, yan):
    batch = choose_contacts(case, {people.hai.pk: (1, DAY)}, by=yan, reason="密接管控")
    assert browser.post(url("discard", batch.number), {"reason": ""}).status_code == 422
    assert browser.post(url("discard", batch.number), {"reason": "名单有误"}).url == (
        case.get_absolute_url()
    )
    assert Event.objects.get(kind="batch.discarded").reason == "名单有误"


def test_many_wait_for_a_second_person(browser, case, people, yan, ye, monkeypatch):
    monkeypatch.setattr("longgang.tracing.rules.TWO_PEOPLE_ABOVE", 1)
    met = {people.hai.pk: (1, DAY), people.xi.pk: (1, DAY)}
    batch = choose_contacts(case, met, by=yan, reason="密接管控")
    assert "第二名流调员" in text_of(browser.get(batch.get_absolute_url()))
    assert browser.post(url("carry_out", batch.number)).status_code == 422
    assert sign_in(ye).post(url("carry_out", batch.number)).status_code == 302
    assert Measure.objects.count() == 2


def test_deeds_on_a_case(browser, case):
    do = lambda deed, **sent: browser.post(url("do", case.number, deed), sent)  # noqa: E731
    assert do("window", since="2024-02-25T11:00", reason="").status_code == 422
    assert do("window", since="2024-02-25T11:00", reason="已隔离").status_code == 302
    case.refresh_from_db()
    assert case.since == at(11, days=-1)
    days = {"sampled_on": "2024-02-26", "has_symptoms": "on", "onset_on": "2024-02-26"}
    assert do("correct", **days, reason="今晨发热").status_code == 302
    assert do(
        "visit",
        place_type="premises",
        place="shop",
        met_since="2024-02-25T17:00",
        met_until="2024-02-25T17:30",
        reason="本人回忆",
    ).url == url("timeline", case.number)
    assert "赵" in "".join(contacts_on(browser.get(case.get_absolute_url())))
    assert do("visit", place="shop").status_code == 422
    assert do("nothing").status_code == 404
    assert do("close", reason="已完成").status_code == 302
    assert contacts_on(browser.get(case.get_absolute_url())) == []
    assert do("close", reason="再次").status_code == 409
    assert "211403-2024-0001" in text_of(browser.get(f"{url('cases')}?state=closed"))


def test_a_visit_is_voided_on_the_timeline(browser, case, people):
    name = Visit.objects.get(person=people.he.pk, place="premises:office").number
    page = text_of(browser.get(url("timeline", case.number)))
    assert name in page
    assert "何海" in page  # the household
    assert "去向不明" in page
    void = lambda **sent: browser.post(url("void", case.number), sent)  # noqa: E731
    assert void(visit=name, reason="").status_code == 422
    other = Visit.objects.filter(person=people.xi.pk).first().number
    assert void(visit=other, reason="当天请假").status_code == 404
    assert void(visit=name, reason="当天请假").status_code == 302
    assert name not in text_of(browser.get(url("timeline", case.number)))


def test_a_contact_is_added_by_name(browser, case, people):
    sent = {"who": "李远", "where": "棋牌室", "since": "2024-02-25T20:00",
            "until": "2024-02-25T21:00", "reason": "一起打牌"}  # fmt: skip
    assert browser.get(url("add", case.number)).status_code == 200
    assert browser.post(url("add", case.number), sent | {"who": "无此人"}).status_code == 422
    assert browser.post(url("add", case.number), sent).url == case.get_absolute_url()
    page = browser.get(case.get_absolute_url())
    assert contacts_on(page)[0] == "李远"
    explained = browser.get(url("contact", case.number, people.yuan.number))
    assert "棋牌室" in text_of(explained)


def test_of_several_who_fit_one_is_chosen(browser, case, people):
    sent = {"who": "林", "where": "棋牌室", "since": "2024-02-25T20:00",
            "until": "2024-02-25T21:00", "reason": "一起打牌"}  # fmt: skip
    asked = browser.post(url("add", case.number), sent)
    assert "请选择" in text_of(asked)
    assert not Contact.objects.exists()
    browser.post(url("add", case.number), sent | {"person": people.xi.number})
    assert Contact.objects.get().person == people.xi


def test_people_are_found_by_name_and_by_whole_numbers(browser, people):
    found = lambda q: text_of(browser.post(url("find"), {"q": q}))  # noqa: E731
    assert people.he.number in found("何静")
    assert people.he.number in found(id_number(301))
    assert "没有此姓名" in found("无此人")


def test_who_has_an_open_case_has_no_second_one(browser, case, people):
    assert browser.get(url("open", people.he.number)).url == case.get_absolute_url()
    assert browser.get(url("open", "RY0000000000")).status_code == 404


def test_while_the_files_are_built_the_page_says_so(browser, case, people, monkeypatch):
    def not_ready():
        raise NotReady(Progress(5, 20))

    monkeypatch.setattr(asking, "current_index", not_ready)
    page = text_of(browser.get(case.get_absolute_url()))
    assert "20 条到访中的 5 条" in page
    assert 'hx-trigger="load delay:3s"' in page
    assert asked_of(case) == [("person", "核酸阳性")]  # nobody was named
    assert "准备中" in text_of(browser.get(url("timeline", case.number)))
    for name in ("contact", "set_aside", "take_back"):
        address = url(name, case.number, people.hai.number)
        answer = browser.get(address) if name == "contact" else browser.post(address)
        assert answer.url == case.get_absolute_url()
    sent = {"whom": "1", "reason": "密接管控"}
    assert browser.post(url("choose", case.number), sent).url == case.get_absolute_url()


def test_somebody_of_whom_nothing_is_known(browser, people, yan, kang):
    from tests.measures.build import a_person

    from .build import a_case

    case = a_case(a_person(kang, 390), yan)
    page = text_of(browser.get(case.get_absolute_url()))
    assert "没有该人员的到访记录" in page
    assert "没有登记其他人员" in text_of(browser.get(url("timeline", case.number)))


EVERYBODY_ELSE = ["kang", "ling", "sam", "rui", "lin", "ge", "jie"]


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_nobody_else_opens_a_page(who, case, people, yan, request):
    batch = choose_contacts(case, {people.hai.pk: (1, DAY)}, by=yan, reason="密接管控")
    browser = sign_in(request.getfixturevalue(who))
    addresses = [
        url("cases"), url("find"), url("open", people.he.number), case.get_absolute_url(),
        url("timeline", case.number), url("add", case.number), batch.get_absolute_url(),
        url("contact", case.number, people.hai.number),
    ]  # fmt: skip
    assert {browser.get(address).status_code for address in addresses} == {403}
    assert asked_of(case) == [("person", "核酸阳性")]


def test_an_investigator_of_another_area_sees_no_case(case, people, yan, staff):
    other = sign_in(staff("外", "investigator", "130302"))
    assert other.get(case.get_absolute_url()).status_code == 404
    assert other.get(url("cases")).status_code == 200
    assert case.number not in text_of(other.get(url("cases")))


def test_the_home_page_says_what_waits(browser, people, positive, yan, ye, case, monkeypatch):
    page = text_of(browser.get("/"))
    assert "流调中的病例" in page
    monkeypatch.setattr("longgang.tracing.home.TWO_PEOPLE_ABOVE", 0)
    choose_contacts(case, {people.hai.pk: (1, DAY)}, by=yan, reason="密接管控")
    assert "待第二人确认" in text_of(sign_in(ye).get("/"))
    assert "待第二人确认" not in text_of(browser.get("/"))


def test_rules_are_read_by_investigators_and_written_by_rules_officers(browser, people, rui):
    assert "第八版" in text_of(browser.get(url("rules")))
    figures = {"days_before": "3", "least_minutes": "10", "linger_minutes": "30"}
    circles = {"first_circle": "close_contact", "second_circle": ""}
    sent = figures | circles | {"document_number": "龙防指 9"}
    assert browser.post(url("rules"), sent).status_code == 403
    officer = sign_in(rui)
    assert officer.post(url("rules"), sent | {"days_before": "40"}).status_code == 422
    assert officer.post(url("rules"), sent).status_code == 302
    with as_if(NOW):
        rule = TracingRule.objects.in_force(DAY).get()
    assert (rule.days_before, rule.least_minutes, rule.author) == (3, 10, "瑞")
    assert Event.objects.filter(kind="tracing_rule.set", by_name="瑞").count() == 1


def test_names_are_masked_of_who_lives_elsewhere(browser, case, people, yan):
    set_aside(case, people.nan, degree=2, exposed_on=DAY, by=yan, reason="全程佩戴口罩")
    page = text_of(browser.get(case.get_absolute_url()))
    assert "王*" in page
    assert "王南" not in page


def test_the_list_costs_the_same_for_few_and_for_many(browser, people, kang, case, yan):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as queries:
            browser.get(url("cases"))
        return len(queries)

    cost()
    few = cost()
    for person in (people.xi, people.dong, people.hai):
        record_result(
            person, sampled_at=at(8), lab="疾控", result="positive", reported_at=NOW,
            concerns_area=person.area_code, by=kang,
        )  # fmt: skip
    assert cost() == few


def test_whether_somebody_is_in_place_stands_on_the_row(browser, case, people, yan, lin):
    carry_out(choose_contacts(case, {people.hai.pk: (1, DAY)}, by=yan, reason="密接"), by=yan)
    assert "尚未找到" in text_of(browser.get(case.get_absolute_url()))
    record_finding(find_open(people.hai), found="refused", words="不开门", by=lin)
    page = text_of(browser.get(case.get_absolute_url()))
    assert "尚未找到" not in page
    assert "拒不配合" in page
    assert "不开门" in page

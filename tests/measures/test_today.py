"""The phone of a grid worker: people of today by building, one tap to call, two to record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from longgang.audit.models import Disclosure
from longgang.core.clock import as_if
from longgang.health.api import (
    LabTest,
    SymptomReport,
    Temperature,
    record_temperature,
    report_symptoms,
)
from longgang.measures.api import hand_over, open_measure, record_visit
from longgang.measures.deeds import DAILY
from longgang.measures.models import HandOver, HelpRequest, Visit
from longgang.people.api import building_of
from tests.cast import sign_in

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
YESTERDAY = build.DAY - timedelta(days=1)
TODAY = "/measures/today/"
HOMES = ["锦湾小区3号楼2单元501", "锦湾小区3号楼1单元101", "锦湾小区5号楼", "王海寺村三组12号"]


def opened(serial, by, grid, address="", **facts):
    person = build.a_person(by, serial, area_code=grid, address=address)
    facts = {"base_on": YESTERDAY, "reason": "返回"} | facts
    return open_measure(person, "high_risk", by=by, **facts)


@pytest.fixture
def measures(grid, lin):
    with as_if(build.NOW - timedelta(days=1)):
        return [opened(20 + place, lin, grid, home) for place, home in enumerate(HOMES)]


def page_of(user, only=""):
    return sign_in(user).get(TODAY, {"only": only} if only else {})


def names_of(page):
    return {
        building: [line.measure.number for line in lines]
        for building, lines in page.context["day"].buildings
    }


def counts(page):
    return {kind: count for kind, _label, count, _tone in page.context["day"].counts}


def kinds(page):
    lines = [line for _building, lines in page.context["day"].buildings for line in lines]
    return {line.measure.number: set(line.kinds) for line in lines}


def test_people_stand_by_building_and_no_door_is_shown(measures, wei):
    page = page_of(wei)
    found = names_of(page)
    assert list(found) == ["王海寺村", "锦湾小区3号楼", "锦湾小区5号楼"]
    assert len(found["锦湾小区3号楼"]) == 2
    assert "501" not in page.content.decode()


@pytest.mark.parametrize(
    ("address", "building"),
    [
        ("锦湾小区 3 号楼2单元501", "锦湾小区 3 号楼"), ("滨海花园", "滨海花园"),
        ("王海寺村三组12号", "王海寺村"), ("建设街18号", ""), ("", ""), ("A座1203", "A座"),
    ],
)  # fmt: skip
def test_an_address_is_known_to_its_building(address, building):
    assert building_of(address) == building


def test_new_due_overdue_and_unreachable(measures, wei, lin, grid):
    late, done, unmet, sick = measures
    record_temperature(done.person, 36, **done.concern, by=wei)
    record_visit(unmet, was_met=False, by=wei)
    record_temperature(sick.person, 38, **sick.concern, by=wei)
    with as_if(build.local(2024, 2, 26, 10, 30)):
        new = opened(30, lin, grid)
        page = page_of(wei)
        found = kinds(page)
        assert found[late.number] >= {"overdue", "due"}
        assert "overdue" not in found[done.number]
        assert "unreachable" in found[unmet.number]
        assert found[new.number] == {"new", "due"}, "nothing was due before it was opened"
        assert counts(page) == {
            "waiting": 0, "new": 1, "overdue": 2, "due": 5, "unreachable": 1, "ever": 5,
        }  # fmt: skip
        only = [
            number for here in names_of(page_of(wei, "unreachable")).values() for number in here
        ]
        assert only == [unmet.number]
        assert "发热" in page.content.decode()


def fevers(page):
    lines = [line for _building, lines in page.context["day"].buildings for line in lines]
    return [
        line.measure.number for line in lines if "发热" in {str(tag.label) for tag in line.tags}
    ]


def own_reading(measure, celsius, at, ada):
    with as_if(at):
        record_temperature(measure.person, celsius, **measure.concern, by=ada)


@pytest.mark.parametrize(
    ("look", "is_gone"),
    [
        (lambda each, by: record_visit(each, was_met=True, by=by), True),
        (lambda each, by: record_temperature(each.person, 36, **each.concern, by=by), True),
        (lambda each, by: report_symptoms(each.person, [], **each.concern, by=by), True),
        (lambda each, by: record_visit(each, was_met=False, by=by), False),
    ],
)
def test_a_fever_stays_until_staff_have_looked(measures, wei, ada, monkeypatch, look, is_gone):
    monkeypatch.setattr("longgang.health.actions.readings.check_may_record", lambda *_a, **_k: None)
    sick = measures[3]
    own_reading(sick, 39, build.local(2024, 2, 26, 9, 40), ada)
    own_reading(sick, 36, build.local(2024, 2, 26, 9, 50), ada)
    with as_if(build.local(2024, 2, 29, 10)):
        assert fevers(page_of(wei)) == [sick.number], "their own next reading takes no fever away"
        person = sign_in(wei).get(sick.get_absolute_url())
        assert str(person.context["sick"].label) == "发热"
        assert "发热" in person.content.decode()
        look(sick, wei)
    with as_if(build.local(2024, 2, 29, 11)):
        assert fevers(page_of(wei)) == ([] if is_gone else [sick.number])


def test_who_has_a_fever_or_asks_for_help_stands_first(measures, wei):
    five = measures[2]
    assert next(iter(names_of(page_of(wei)))) == "王海寺村"
    record_temperature(five.person, 39, **five.concern, by=wei)
    assert next(iter(names_of(page_of(wei)))) == "锦湾小区5号楼"
    for each in measures[:2]:
        ask = HelpRequest.objects.create(
            number=f"H{each.pk}", measure=each, words="药", asked_at=build.NOW, asked_by=wei
        )
        assert names_of(page_of(wei))["锦湾小区3号楼"][0] == each.number
        assert list(names_of(page_of(wei)))[-1] == "王海寺村"
        ask.delete()


def test_symptoms_come_first_too(measures, wei):
    report_symptoms(measures[0].person, ["1"], **measures[0].concern, by=wei)
    assert "有症状" in page_of(wei).content.decode()


def test_how_somebody_stands_is_drawn_as_tags(measures, wei):
    page = page_of(wei).content.decode()
    assert '<div class="chips"><span class="tag tag-' in page


def test_a_call_is_one_tap_and_written_down(measures, wei):
    url = reverse("measures:call", args=[measures[0].number])
    answer = sign_in(wei).post(url, headers={"HX-Request": "true"})
    assert 'href="tel:13700000020" data-longgang-call' in answer.content.decode()
    seen = Disclosure.objects.get()
    assert (seen.purpose, seen.field) == ("care", "phone")
    assert measures[0].number in seen.reason
    assert "tel:13700000020" in sign_in(wei).post(url).content.decode(), "also without a script"


@pytest.mark.parametrize("name", ["bo", "ling", "sam", "ada"])
def test_nobody_else_calls(name, measures, request):
    url = reverse("measures:call", args=[measures[0].number])
    answer = sign_in(request.getfixturevalue(name)).post(url)
    assert answer.status_code in {403, 404}
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("deed", "sent", "table"),
    [
        ("visit", {"was_met": "no"}, Visit), ("temperature", {"celsius": "36.5"}, Temperature),
        ("symptoms", {"symptoms": ["2"]}, SymptomReport),
        ("sample", {"sampled_at": build.NOW.strftime("%Y-%m-%dT%H:%M")}, LabTest),
    ],
)  # fmt: skip
def test_a_deed_is_recorded_and_leads_back(deed, sent, table, measures, wei):
    url = reverse("measures:quick", args=[measures[0].number, deed])
    assert sign_in(wei).get(url).status_code == 200
    answer = sign_in(wei).post(url, sent)
    assert answer.url == f"{TODAY}#{measures[0].number}"
    assert table.objects.count() == 1


def test_who_enters_results_has_one_button_for_both(measures, wei, lin, jie):
    for user, verb in ((wei, "sample"), (jie, "test")):
        offered = {deed.verb for deed in DAILY if deed.is_offered(user, measures[0])}
        assert offered & {"sample", "test"} == {verb}, user


def test_what_is_wrong_stands_in_the_form(measures, wei):
    url = reverse("measures:quick", args=[measures[0].number, "temperature"])
    assert sign_in(wei).post(url, {"celsius": "63"}).status_code == 422
    assert sign_in(wei).get(url.replace("temperature", "nonsense")).status_code == 404


def test_who_is_handed_over_is_accepted_there(grid, wei, lin, bo):
    measure = opened(40, bo, build.GONGJIAN, area_code=build.GONGJIAN)
    hand_over(measure, to_area=grid, words="搬家", by=bo)
    page = page_of(wei)
    assert [line.row.measure.number for line in page.context["day"].waiting] == [measure.number]
    url = reverse("measures:quick", args=[measure.number, "accept"])
    assert sign_in(lin).post(url).status_code == 403, "the community waits for two hours"
    assert sign_in(wei).post(url).status_code == 302
    assert HandOver.objects.get().status == "accepted"
    after = page_of(wei)
    assert not after.context["day"].waiting
    assert "new" in kinds(after)[measure.number]


def test_the_page_asks_no_more_for_many(measures, wei, lin, grid, django_assert_max_num_queries):
    browser = sign_in(wei)
    browser.get(TODAY)
    with django_assert_max_num_queries(25) as few:
        browser.get(TODAY)
    for serial in range(50, 58):
        opened(serial, lin, grid, "锦湾小区3号楼")
    with django_assert_max_num_queries(len(few)):
        browser.get(TODAY)


@pytest.mark.parametrize(("name", "status"), [("lin", 200), ("kang", 403), ("ada", 403)])
def test_the_page_is_for_who_visits(name, status, request):
    assert page_of(request.getfixturevalue(name)).status_code == status

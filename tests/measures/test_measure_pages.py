"""The list of people under a measure and the page of one: who sees and does what, what is said."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from longgang.audit.api import Disclosure
from longgang.core.clock import as_if
from longgang.health.api import (
    LabTest,
    SymptomReport,
    Temperature,
    record_code,
    record_sample,
    record_temperature,
    report_symptoms,
)
from longgang.measures.actions.extending import extend_by_hand
from longgang.measures.actions.measures import (
    cancel_measure,
    lift_measure,
    open_measure,
    suspend_measure,
)
from longgang.measures.deeds import DEEDS
from longgang.measures.models import Measure
from longgang.measures.queries import list_duties
from tests.audit.helpers import assert_one_event
from tests.cast import sign_in

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LIST = "/measures/"
YESTERDAY = build.DAY - timedelta(days=1)


def opened(by, serial=1, who="close_contact", base_on=YESTERDAY, **facts):
    person = build.a_person(by, serial, **facts)
    return open_measure(person, who, base_on=base_on, by=by, reason="同餐")


@pytest.fixture
def measure(lin):
    return opened(lin)


def at(measure, deed=""):
    page = reverse("measures:measure", args=[measure.number])
    return f"{page}do/{deed}" if deed else page


def now_of(measure):
    return Measure.objects.get(pk=measure.pk)


def offered(page):
    """The deeds on the page, with their forms."""
    return {deed.verb: form for deed, form in page.context["daily"] + page.context["changes"]}


def names_on(user, query="", **typed):
    browser = sign_in(user)
    address = LIST + query
    answer = browser.post(address, typed, follow=True) if typed else browser.get(address)
    return {row.number for row in answer.context["table"].page.rows}


# --- who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lin", "ge", "jie", "kang", "ling"])
def test_who_looks_after_the_area_sees_it(measure, request, name):
    browser = sign_in(request.getfixturevalue(name))
    assert measure.number in {row.number for row in browser.get(LIST).context["table"].page.rows}
    assert browser.get(at(measure)).status_code == 200


def test_out_of_scope_does_not_exist(measure, bo):
    assert names_on(bo) == set()
    assert sign_in(bo).get(at(measure)).status_code == 404
    assert sign_in(bo).post(at(measure, "extend"), {"days": 2}).status_code == 404


@pytest.mark.parametrize("name", ["rui", "sam", "ada"])
def test_other_posts_are_refused_the_pages(measure, request, name):
    browser = sign_in(request.getfixturevalue(name))
    assert browser.get(LIST).status_code == 403
    assert browser.get(at(measure)).status_code == 403


# These come with a hand-over: where there is none, somebody else was faster.
OF_A_HAND_OVER = {"accept", "send-back", "confirm-release", "confirm-early"}
MAY_NOT = {
    "ge": ["test", "lift", "extend", "exposure", "take-back", "check-in", "suspend", "resume",
           "cancel"],
    "ling": [each for each in DEEDS if each not in OF_A_HAND_OVER],
    "kang": ["visit"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "deed"), [(n, deed) for n, deeds in MAY_NOT.items() for deed in deeds]
)
def test_in_scope_but_not_theirs_is_403(measure, request, name, deed):
    browser = sign_in(request.getfixturevalue(name))
    assert browser.post(at(measure, deed), {}).status_code == 403
    page = browser.get(at(measure))
    assert deed not in {
        each.verb for each, _form in page.context["daily"] + page.context["changes"]
    }


def test_the_command_reads_neither_names_nor_what_was_observed(measure, ling, lin):
    sign_in(lin).post(at(measure, "temperature"), {"celsius": "38.4"})
    page = sign_in(ling).get(at(measure)).content.decode()
    assert "何*" in page
    assert "何静" not in page
    assert "38.4" not in page
    assert names_on(ling, q="何静") == set()
    assert names_on(ling, q=measure.number) == {measure.number}


# --- the list -----------------------------------------------------------------------------------


def test_filters_narrow_as_they_say(measure, lin, kang):
    central = measure.number
    risk = opened(lin, 2, "high_risk").number
    over = opened(lin, 3, "low_risk")
    away = opened(lin, 4)
    suspend_measure(away, hospital="县医院", by=lin)
    ended = opened(lin, 5)
    cancel_measure(ended, by=kang, reason="登记错人")
    with as_if(build.local(2024, 2, 29, 9, 30)):
        everybody = {central, risk, over.number, away.number}
        assert names_on(lin) == everybody
        assert names_on(lin, "?state=ever") == everybody | {ended.number}
        assert names_on(lin, "?state=cancelled") == {ended.number}
        assert names_on(lin, "?state=suspended") == {away.number}
        assert names_on(lin, "?state=over") == {over.number}
        assert names_on(lin, "?who=high_risk") == {risk}
        assert names_on(lin, "?phase=central") == {central, away.number}
        assert names_on(lin, "?phase=home") == {risk}
        assert names_on(lin, "?today=due") == {central, risk}
        assert names_on(lin, "?today=overdue") == set()
        assert names_on(lin, f"?place={build.WANGHAISI}") == everybody
        assert names_on(lin, f"?place={build.GONGJIAN}") == set()
        assert names_on(lin, "?ends=soon") == everybody - {over.number}
    with as_if(build.local(2024, 3, 4, 21)):
        assert names_on(lin, "?ends=last_day") == {central, away.number}
        assert names_on(lin, "?today=overdue") == {central}


def test_search_by_name_initials_and_number(measure, lin):
    person = build.a_person(lin, 2)
    person.name, person.pinyin, person.initials = "王小明", "wangxiaoming", "wxm"
    person.save()
    other = open_measure(person, "high_risk", base_on=YESTERDAY, by=lin, reason="返回")
    assert names_on(lin, q="小明") == {other.number}
    assert names_on(lin, q="wxm") == {other.number}
    assert names_on(lin, q=measure.number.lower()) == {measure.number}
    assert names_on(lin, q="谁也不是") == set()


def test_the_list_asks_no_more_for_many_than_for_few(lin):
    browser = sign_in(lin)
    opened(lin, 1)
    counts = []
    for many in (2, 30):
        for serial in range(many, many * 2):
            opened(lin, serial)
        for query in ("", "?today=overdue&phase=central", "?export=xlsx"):
            with _counted() as seen:
                assert browser.get(LIST + query).status_code == 200
            counts.append(len(seen))
    assert counts[:3] == counts[3:]


def _counted():
    return CaptureQueriesContext(connection)


def test_the_page_asks_no_more_for_a_long_measure(measure, lin, kang):
    browser = sign_in(lin)
    browser.get(at(measure))  # what is remembered for seconds is known
    with _counted() as few:
        browser.get(at(measure))
    for minute in range(3):
        moment = build.local(2024, 2, 26, 8, minute)
        sign_in(kang).post(
            at(measure, "temperature"), {"celsius": "36.5", "taken_at": f"{moment:%Y-%m-%dT%H:%M}"}
        )
        record_sample(measure.person, sampled_at=moment, by=lin)
        extend_by_hand(now_of(measure), days=1, by=lin, reason="核实")
    browser.get(at(measure))
    with _counted() as many:
        browser.get(at(measure))
    assert len(many) == len(few)


def test_the_workbook_says_what_the_list_says(measure, lin):
    answer = sign_in(lin).get(LIST + "?export=xlsx")
    rows = openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    words = " ".join(str(cell) for row in rows for cell in row)
    for expected in ("何静", measure.number, "1 / 8", "密切接触者", "集中隔离医学观察"):
        assert expected in words


# --- deeds --------------------------------------------------------------------------------------


def test_a_day_is_recorded_on_the_page(measure, lin, ge):
    assert sign_in(ge).post(at(measure, "temperature"), {"celsius": "36.8"}).status_code == 302
    reading = Temperature.objects.get()
    assert (str(reading.celsius), reading.area_code) == ("36.8", build.WANGHAISI)
    sign_in(ge).post(at(measure, "symptoms"), {"symptoms": ["1"], "words": ""})
    assert SymptomReport.objects.get().symptoms == ["1"]
    answer = sign_in(ge).post(at(measure, "visit"), {"was_met": "yes", "words": "一切正常"})
    assert answer.status_code == 302
    assert measure.visits.get().was_met
    sign_in(lin).post(
        at(measure, "test"), {"sampled_at": "2024-02-26T08:00", "lab": "疾控", "result": ""}
    )
    assert LabTest.objects.get().result == ""
    page = sign_in(lin).get(at(measure)).content.decode()
    assert "36.8" in page
    assert "干咳" in page


@pytest.mark.parametrize(
    ("deed", "sent", "field"),
    [
        ("temperature", {"celsius": "52"}, "celsius"),
        ("temperature", {"celsius": "warm"}, "celsius"),
        ("temperature", {"celsius": "36.5", "taken_at": "2030-01-01T08:00"}, "taken_at"),
        ("visit", {"was_met": "yes", "visited_at": "0001-01-01T00:00"}, "visited_at"),
        ("visit", {"was_met": "yes", "visited_at": "0026-02-26T00:00"}, "visited_at"),
        ("visit", {"was_met": "yes", "visited_at": "1970-01-01T00:00"}, "visited_at"),
        ("visit", {"was_met": "yes", "visited_at": "2023-11-01T00:00"}, "visited_at"),
        ("visit", {"was_met": "yes", "visited_at": "2024-02-25T08:00"}, "visited_at"),
        ("visit", {"was_met": "yes", "visited_at": "2030-01-01T08:00"}, "visited_at"),
        ("symptoms", {"symptoms": ["9"]}, "words"),
        ("symptoms", {"symptoms": ["77"]}, "symptoms"),
        ("test", {"sampled_at": "1970-01-01T00:00"}, "sampled_at"),
        ("test", {"sampled_at": "2024-02-26T08:00", "result": "negative"}, "lab"),
        ("extend", {"days": "500", "reason": "核实", "seen": "1"}, "days"),
        ("extend", {"days": "2", "reason": "", "seen": "1"}, "reason"),
        ("exposure", {"exposed_on": "2024-02-27", "reason": "同餐", "seen": "1"}, "exposed_on"),
        ("exposure", {"exposed_on": "2024-01-01", "reason": "同餐", "seen": "1"}, "exposed_on"),
        ("check-in", {"checked_in_on": "2024-02-30", "seen": "1"}, "checked_in_on"),
        ("check-in", {"checked_in_on": "2024-02-26", "seen": "1"}, "elsewhere"),
        ("suspend", {"hospital": "", "seen": "1"}, "hospital"),
        ("cancel", {"reason": "", "seen": "1"}, "reason"),
    ],
)
def test_what_is_wrong_stands_at_its_field(measure, lin, deed, sent, field):
    answer = sign_in(lin).post(at(measure, deed), sent)
    assert answer.status_code == 422
    assert field in offered(answer)[deed].errors
    assert now_of(measure).term_count == 1
    assert not measure.visits.exists()


@pytest.mark.parametrize("typed", ["３６．７", "36。7", " 36.7 "])
def test_wide_digits_are_digits(measure, ge, typed):
    assert sign_in(ge).post(at(measure, "temperature"), {"celsius": typed}).status_code == 302
    assert str(Temperature.objects.get().celsius) == "36.7"


def test_the_page_stands_whatever_visit_was_stored(measure, lin, ge):
    """A moment before year 1 by the clock of the database is no moment for Python."""
    measure.visits.create(visited_at=build.NOW, visited_by=ge, was_met=True)
    with connection.cursor() as cursor:
        cursor.execute("update measures_visit set visited_at = '0001-01-01 00:00+08'")
    assert sign_in(lin).get(at(measure)).status_code == 200
    assert list_duties(measure, build.DAY)


def test_lifting_names_every_item_that_fails(measure, lin):
    with as_if(build.local(2024, 3, 5, 9)):
        answer = sign_in(lin).post(at(measure, "lift"), {"seen": "1"})
        assert answer.status_code == 422
        said = answer.content.decode()
        assert [item.code for item in answer.context["items"]] == [
            "measures.tests_missing", "measures.no_temperature",
        ]  # fmt: skip
        assert "2024-02-26" in said


def test_extend_take_back_hospital_and_return(measure, lin):
    browser = sign_in(lin)
    browser.post(at(measure, "extend"), {"days": 3, "reason": "同楼阳性", "seen": "1"})
    assert now_of(measure).ends_on.isoformat() == "2024-03-07"
    page = browser.get(at(measure)).content.decode()
    assert "2024-03-04" in page
    assert "同楼阳性" in page
    browser.post(at(measure, "take-back"), {"reason": "核实无误", "seen": "2"})
    assert now_of(measure).ends_on.isoformat() == "2024-03-04"
    again = browser.post(at(measure, "take-back"), {"reason": "核实无误", "seen": "3"})
    assert again.status_code == 422, "what was taken back is not taken back again"
    browser.post(at(measure, "suspend"), {"hospital": "县医院", "seen": "3"})
    assert now_of(measure).status == "suspended"
    browser.post(at(measure, "resume"), {"seen": "3"})
    assert now_of(measure).status == "running"
    came = {"checked_in_on": "2024-02-26", "elsewhere": "连山隔离点", "seen": "3"}
    browser.post(at(measure, "check-in"), came)
    assert now_of(measure).checked_in_on == build.DAY
    browser.post(
        at(measure, "exposure"), {"exposed_on": "2024-02-26", "reason": "同车", "seen": "4"}
    )
    assert now_of(measure).ends_on.isoformat() == "2024-03-05"
    with assert_one_event("measure.cancelled"):
        browser.post(at(measure, "cancel"), {"reason": "登记错人", "seen": "5"})
    assert browser.post(at(measure, "temperature"), {"celsius": "36.5"}).status_code == 409


def test_a_page_that_is_no_longer_true_changes_nothing(measure, lin, jie):
    extend_by_hand(measure, days=2, by=jie, reason="同楼阳性")
    sent = {"days": 2, "reason": "同楼阳性", "seen": "1"}
    assert sign_in(lin).post(at(measure, "extend"), sent).status_code == 409
    assert now_of(measure).term_count == 2


def test_no_such_deed(measure, lin):
    assert sign_in(lin).post(at(measure, "release"), {}).status_code == 404
    assert sign_in(lin).get(at(measure, "extend")).status_code == 405


def test_a_lifted_measure_offers_nothing(lin, kang, measure):
    Measure.objects.filter(pk=measure.pk).update(ends_on=YESTERDAY, day_one_on=YESTERDAY)
    measure.rule.lifted_by = []
    measure.rule.save()
    held = now_of(measure)
    lift_measure(held, by=lin)
    page = sign_in(lin).get(at(measure))
    assert (page.context["daily"], page.context["changes"], page.context["items"]) == ([], [], None)


def test_results_come_in_and_are_corrected(measure, lin, ge):
    moment = build.local(2024, 2, 26, 8)
    test = record_sample(measure.person, sampled_at=moment, concerns_area=measure.area_code, by=lin)
    url = reverse("measures:result", args=[measure.number, test.number])
    assert sign_in(ge).post(url, {}).status_code == 403
    assert sign_in(lin).post(url, {"result": "negative"}).status_code == 422, "the lab is missing"
    assert sign_in(lin).post(url, {"result": "negative", "lab": "疾控"}).status_code == 302
    again = {"result": "positive", "reason": "样本录错"}
    assert sign_in(lin).post(url, again).status_code == 302
    last = LabTest.objects.counted().get()
    assert (last.result, last.corrects) == ("positive", test)
    assert sign_in(lin).post(url, again).status_code == 404, "it counts no longer"


def test_what_was_only_declared_says_where(measure, lin):
    told = {**measure.concern, "told_in": "SB123", "by": lin}
    record_temperature(measure.person, 37, **told)
    report_symptoms(measure.person, ["1"], **told)
    record_code(measure.person, source="health_code", colour="yellow", seen_at=build.NOW, **told)
    page = sign_in(lin).get(measure.get_absolute_url()).content.decode()
    assert page.count('据申报 <span class="nowrap">SB123</span> 所述') == 3
    assert "黄" in page


def test_a_reading_is_corrected(measure, lin, ge, ling):
    sign_in(ge).post(at(measure, "temperature"), {"celsius": "39"})
    reading = Temperature.objects.get()
    url = reverse("measures:reading", args=[measure.number, reading.number])
    assert sign_in(ling).post(url, {}).status_code == 403
    assert sign_in(ge).post(url, {"celsius": "36.9", "reason": ""}).status_code == 422
    assert sign_in(ge).post(url, {"celsius": "36.9", "reason": "看错"}).status_code == 302
    assert str(Temperature.objects.counted().get().celsius) == "36.9"


def test_a_value_is_shown_for_a_purpose_that_is_written_down(measure, lin, ling):
    url = reverse("measures:reveal", args=[measure.number, "phone"])
    assert "13700000001" not in sign_in(lin).get(at(measure)).content.decode()
    assert sign_in(ling).post(url, {}).status_code == 403
    assert sign_in(lin).post(url, {"purpose": "care"}).status_code == 422
    answer = sign_in(lin).post(url, {"purpose": "care", "reason": "电话随访"})
    assert "13700000001" in answer.content.decode()
    assert Disclosure.objects.get().subject_number == measure.person.number
    other = reverse("measures:reveal", args=[measure.number, "name"])
    assert sign_in(lin).post(other, {}).status_code == 404


def test_another_address_is_noted_with_its_reason(measure, lin):
    browser = sign_in(lin)
    assert (
        browser.post(at(measure, "address"), {"address": " ", "reason": "搬家"}).status_code == 422
    )
    sent = {"address": "望海小区 9 号楼 202", "reason": "借住姨母家", "seen": measure.term_count}
    with assert_one_event("measure.address_set"):
        assert browser.post(at(measure, "address"), sent).status_code == 302
    kept = Measure.objects.get()
    assert kept.home.address == "望海小区 9 号楼 202"
    assert "9 号楼" not in browser.get(at(measure)).content.decode()

"""A person's measure through the real actions: opened once, extended, away, lifted, cancelled."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from longgang.areas.api import add_premises
from longgang.core.clock import as_if, now
from longgang.core.errors import IllegalMove, NotAllowed, Refused, StaleRow
from longgang.health.api import correct_result, record_result, record_temperature
from longgang.measures.actions.extending import (
    extend_by_hand,
    extend_for_exposure,
    extend_for_missed_tests,
    take_back_extension,
)
from longgang.measures.actions.measures import (
    cancel_measure,
    check_in,
    lift_measure,
    open_measure,
    record_visit,
    resume_measure,
    set_address,
    suspend_measure,
)
from longgang.measures.models import Measure, MeasureRule
from longgang.measures.queries import list_duties
from longgang.notices.models import Notice
from tests.audit.helpers import assert_one_event

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
YESTERDAY = build.DAY - timedelta(days=1)  # day one is today; central to 1 March, home to 4 March


@pytest.fixture
def person(ada):
    return build.a_person(ada)


@pytest.fixture
def measure(person, lin):
    return opened(person, lin)


def opened(person, by, **changes):
    values = {"base_on": YESTERDAY, "reason": "同餐"} | changes
    return open_measure(person, "close_contact", by=by, **values)


def now_of(measure):
    return Measure.objects.get(pk=measure.pk)


def on(day, hour=9, month=2):
    return as_if(build.local(2024, month, day, hour))


def take_test(person, by, result="negative", days_ago=0):
    at = build.local(2024, 2, 26, 8) - timedelta(days=days_ago)
    return record_result(person, sampled_at=at, lab="疾控", result=result, reported_at=at, by=by)


def codes(do):
    with pytest.raises(Refused) as refused:
        do()
    return [each.code.removeprefix("measures.") for each in refused.value.refusals]


def test_open_counts_by_the_rule_across_the_leap_day(person, lin):
    with assert_one_event("measure.opened"):
        measure = opened(person, lin)
    assert (measure.day_one_on, measure.ends_on) == (build.DAY, date(2024, 3, 4))
    assert measure.terms.get().old_ends_on is None


@pytest.mark.parametrize("name", ["bo", "ge", "ling", "rui", "sam", "ada"])
def test_open_refuses_others(name, person, request):
    with pytest.raises(NotAllowed):
        opened(person, request.getfixturevalue(name))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"base_on": None}, "exposure_missing"),
        ({"base_on": build.DAY + timedelta(days=1)}, "base_ahead"),
        ({"base_on": date(1970, 1, 1)}, "already_over"),
        ({"reason": "x"}, "reason_missing"),
        ({"area_code": "130302"}, "not_here"),
    ],
)
def test_open_refuses_what_cannot_be(person, lin, changes, code):
    assert codes(lambda: opened(person, lin, **changes)) == [code]
    assert not Measure.objects.exists()


def test_a_second_measure_is_refused_by_the_database(measure, person, jie):
    assert codes(lambda: opened(person, jie)) == ["under_one_already"]
    measure.pk, measure.number = None, "CS0"
    with pytest.raises(IntegrityError), transaction.atomic():
        measure.save(force_insert=True)


def test_extend_for_exposure_keeps_the_old_end_and_the_reason(measure, lin):
    with on(28), assert_one_event("measure.extended"):
        extend_for_exposure(measure, exposed_on=date(2024, 2, 28), by=lin, reason="再次同餐")
    changed = now_of(measure)
    term = changed.terms.get(place=2)
    assert (changed.ends_on, term.old_ends_on) == (date(2024, 3, 7), date(2024, 3, 4))
    assert (term.words, changed.rule_id) == ("再次同餐", measure.rule_id)


def test_an_older_exposure_never_shortens(measure, lin):
    older = YESTERDAY - timedelta(days=3)
    do = lambda: extend_for_exposure(measure, exposed_on=older, by=lin, reason="核实")  # noqa: E731
    assert codes(do) == ["would_be_shorter"]
    assert now_of(measure).term_count == 1


def test_two_extensions_at_once(measure, lin, jie):
    extend_by_hand(measure, days=2, by=lin, reason="同楼阳性")
    with pytest.raises(StaleRow):
        extend_by_hand(measure, days=2, by=jie, reason="同楼阳性")
    assert now_of(measure).ends_on == date(2024, 3, 6)


def test_take_back(measure, lin):
    extend_by_hand(measure, days=2, by=lin, reason="同楼阳性")
    take_back_extension(now_of(measure), by=lin, reason="样本录错")
    assert now_of(measure).ends_on == date(2024, 3, 4)
    assert now_of(measure).terms.count() == 3


def test_a_positive_result_is_told_and_extends_once(measure, person, lin, jie, kang, bo):
    with on(28):
        at = build.local(2024, 2, 28, 8)
        test = record_result(
            person, sampled_at=at, lab="疾控", result="positive", reported_at=at, by=kang
        )
    assert now_of(measure).ends_on == date(2024, 3, 7)
    told = Notice.objects.filter(kind="test.positive").values_list("user__name", flat=True)
    assert set(told) == {"林", "洁", "康"}
    page = measure.get_absolute_url()
    assert set(Notice.objects.filter(kind="test.positive").values_list("url", flat=True)) == {page}
    with on(28, 10):
        correct_result(test, result="negative", by=kang, reason="样本录错")
    assert now_of(measure).ends_on == date(2024, 3, 7)  # whoever owns it decides
    assert Notice.objects.filter(kind="test.positive_corrected").count() == 3


def test_a_missed_test_extends_once_with_a_test_on_the_new_day(measure):
    with on(27, 0):
        assert [extend_for_missed_tests(build.DAY) for _each in "ab"] == [1, 0]
    assert now_of(measure).ends_on == date(2024, 3, 5)
    with on(2, month=3):
        due = {str(duty.kind) for duty in list_duties(now_of(measure), date(2024, 3, 2))}
    assert "test" in due


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_the_test_that_an_extension_adds_stands_for_the_missed_one(
    measure, person, lin, is_taken_back
):
    with on(27, 0):
        extend_for_missed_tests(build.DAY)
    if is_taken_back:
        with on(27, 9):
            take_back_extension(now_of(measure), by=lin, reason="当日已采样，漏录")
    for month, day in [(2, 27), (2, 28), (3, 1), (3, 2), (3, 3), (3, 4), (3, 5)]:
        with on(day, 9, month=month):
            duties = list_duties(now_of(measure), date(2024, month, day))
            if "test" in {duty.kind for duty in duties}:
                record_result(
                    person, sampled_at=now(), lab="疾控", result="negative", reported_at=now(),
                    by=lin,
                )  # fmt: skip
    with on(6, month=3):
        record_temperature(person, Decimal("36.5"), by=lin)
        if is_taken_back:
            assert codes(lambda: lift_measure(now_of(measure), by=lin)) == ["tests_missing"]
        else:
            lift_measure(now_of(measure), by=lin)


def test_the_first_test_of_a_measure_opened_in_the_night_is_not_missed_at_midnight(person, lin):
    with on(26, hour=23):
        measure = opened(person, lin)
    with on(27, 0):
        assert extend_for_missed_tests(build.DAY) == 0
        found = {duty.kind: duty.state for duty in list_duties(measure, date(2024, 2, 27))}
        assert found["test"] == "due"
    with on(28, 0):
        assert [extend_for_missed_tests(date(2024, 2, day)) for day in (26, 27)] == [0, 1]


def test_missed_tests_are_looked_for_by_few_statements(
    measure, person, lin, django_assert_max_num_queries
):
    for serial in range(2, 6):
        other = build.a_person(lin, serial)
        opened(other, lin)
        take_test(other, lin)
    with on(27, 0), django_assert_max_num_queries(28):  # and those for the one that is extended
        assert extend_for_missed_tests(build.DAY) == 1


def test_a_test_that_was_taken_extends_nothing(measure, person, lin):
    take_test(person, lin)
    with on(27, 0):
        assert extend_for_missed_tests(build.DAY) == 0


def test_nothing_is_due_in_hospital_and_the_days_run_on(measure, lin):
    suspend_measure(measure, hospital="中心医院", by=lin)
    assert list_duties(now_of(measure), build.DAY) == []
    with on(28):
        resume_measure(now_of(measure), by=lin)
        assert list_duties(now_of(measure), date(2024, 2, 28))
    assert now_of(measure).ends_on == date(2024, 3, 4)


def test_check_in_is_noted(measure, lin):
    check_in(measure, checked_in_on=build.DAY, elsewhere=" 海滨二号隔离点 ", by=lin)
    assert now_of(measure).checked_in_on == build.DAY
    assert now_of(measure).terms.latest("place").words == "海滨二号隔离点"
    assert now_of(measure).ends_on == measure.ends_on


@pytest.mark.parametrize(
    ("elsewhere", "code"),
    [
        (" ", "elsewhere_missing"),
        ("望海宾馆集中隔离点", "site_checks_in"),
        ("望海 宾馆", "site_checks_in"),
    ],
)
def test_a_site_of_the_district_checks_in_itself(measure, lin, rui, elsewhere, code):
    add_premises(
        kind="site", name="望海宾馆集中隔离点", area_code=build.WANGHAISI, address="1 号", by=rui
    )
    assert codes(
        lambda: check_in(measure, checked_in_on=build.DAY, elsewhere=elsewhere, by=lin)
    ) == [code]  # fmt: skip
    assert now_of(measure).checked_in_on is None


def test_duties_are_done_by_what_was_observed(measure, person, lin):
    take_test(person, lin)
    record_temperature(person, Decimal("36.5"), by=lin)
    found = {str(each.kind): str(each.state) for each in list_duties(measure, build.DAY)}
    assert found == {"morning": "done", "test": "done", "evening": "due"}


def test_lift_names_every_item(measure, lin):
    assert codes(lambda: lift_measure(measure, by=lin)) == [
        "days_not_over", "tests_missing", "no_temperature",
    ]  # fmt: skip


def test_lift_after_the_last_day(measure, person, lin, ge):
    days = [date(2024, 2, 26), date(2024, 2, 27), date(2024, 2, 28), date(2024, 3, 1),
            date(2024, 3, 2), date(2024, 3, 4)]  # fmt: skip
    for day in days:
        at = build.local(day.year, day.month, day.day, 8)
        with as_if(at):
            record_result(
                person, sampled_at=at, lab="疾控", result="negative", reported_at=at, by=lin
            )
    with on(5, month=3):
        record_temperature(person, Decimal("36.5"), by=lin)
        with pytest.raises(NotAllowed):
            lift_measure(measure, by=ge)
        with assert_one_event("measure.lifted"):
            lift_measure(measure, by=lin)
        assert list_duties(now_of(measure), date(2024, 3, 5)) == []
        opened(person, lin, base_on=date(2024, 3, 5))  # a new one may follow


def test_cancel_needs_a_reason_and_happens_once(measure, lin):
    assert codes(lambda: cancel_measure(measure, by=lin, reason="x")) == ["reason_missing"]
    with assert_one_event("measure.cancelled"):
        cancel_measure(measure, by=lin, reason="同名不同人")
    with pytest.raises(StaleRow):
        cancel_measure(measure, by=lin, reason="同名不同人")
    with pytest.raises(IllegalMove):
        cancel_measure(now_of(measure), by=lin, reason="同名不同人")


def test_visits(measure, ge, bo):
    with assert_one_event("measure.visited"):
        record_visit(measure, was_met=False, by=ge)
    with pytest.raises(NotAllowed):
        record_visit(measure, was_met=True, by=bo)


def test_nobody_is_met_before_they_were_to_arrive(measure, ge):
    Measure.objects.update(arrived_on=date(2024, 2, 27))
    assert codes(lambda: record_visit(now_of(measure), was_met=True, by=ge)) == ["visited_before"]
    with on(27):
        record_visit(now_of(measure), was_met=True, by=ge)


def test_who_sees_it(measure, lin, bo, ge, jie, kang, ling, rui, sam, ada):
    seen = [
        user.name
        for user in (lin, bo, ge, jie, kang, ling, rui, sam, ada)
        if Measure.objects.visible_to(user).exists()
    ]
    assert seen == ["林", "葛", "洁", "康", "令"]


def test_days_in_hospital_are_added_where_the_rule_does_not_count_them(measure, lin):
    MeasureRule.objects.filter(pk=measure.rule_id).update(counts_hospital=False)
    suspend_measure(now_of(measure), hospital="中心医院", by=lin)
    with on(28):
        resume_measure(now_of(measure), by=lin)
    assert now_of(measure).ends_on == date(2024, 3, 6), "two days away, two days more"


def test_nobody_calls_at_the_door_of_somebody_in_hospital(measure, lin, ge):
    suspend_measure(measure, hospital="中心医院", by=lin)
    with pytest.raises(StaleRow):
        record_visit(now_of(measure), was_met=False, by=ge)


def test_an_exposure_that_is_taken_back_is_no_base_any_more(measure, lin):
    with on(27):
        extend_for_exposure(measure, exposed_on=date(2024, 2, 27), by=lin, reason="再次同餐")
        assert now_of(measure).exposed_on == date(2024, 2, 27)
        take_back_extension(now_of(measure), by=lin, reason="并无接触")
        assert now_of(measure).exposed_on == YESTERDAY


def test_in_the_evening_nothing_of_the_morning_is_missed(person, lin):
    with on(26, hour=19):
        found = {duty.kind: duty.state for duty in list_duties(opened(person, lin), build.DAY)}
    assert found == {"test": "due", "evening": "due"}
    other = build.a_person(lin, 2)
    with on(26, hour=21):
        found = {duty.kind: duty.state for duty in list_duties(opened(other, lin), build.DAY)}
    assert found == {"test": "late"}, "a test is taken whenever somebody was found"


def test_only_who_changes_a_measure_changes_its_address(measure, lin, ge, ling):
    for stranger in (ge, ling):
        with pytest.raises(NotAllowed):
            set_address(measure, address="锦湾小区 1 号楼", by=stranger, reason="搬家")
    set_address(measure, address="锦湾小区 1 号楼", by=lin, reason="搬家")
    assert now_of(measure).home.address == "锦湾小区 1 号楼"
    set_address(
        now_of(measure), address=measure.person.address or "望海寺 1 号", by=lin, reason="回家"
    )
    assert now_of(measure).home.address in {measure.person.address, "望海寺 1 号"}

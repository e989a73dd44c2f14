"""Opening a case, correcting it, closing it."""

from datetime import date, timedelta

import pytest

from longgang.accounts.api import Post
from longgang.audit.api import Disclosure, Event
from longgang.core.clock import as_if
from longgang.core.errors import IllegalMove, NotAllowed, Refused, StaleRow
from longgang.core.privacy import Purpose
from longgang.health.api import record_result
from longgang.measures.api import find_open
from longgang.people.api import merge_people
from longgang.tracing.actions import cases
from longgang.tracing.actions.batches import choose_contacts
from longgang.tracing.models import Case, TracingRule
from longgang.tracing.queries import positives_without_case
from tests.measures.build import DAY, NOW, local

from .build import a_case, at

pytestmark = pytest.mark.django_db


def test_a_case_counts_its_window_back_by_the_rule_in_force(people, yan):
    case = a_case(people.he, yan, onset_on=DAY - timedelta(days=1), has_symptoms=True)
    assert case.number == "211403-2024-0001"
    assert case.since == at(0, days=-3)
    assert case.until is None
    assert case.rule.days_before == 2
    event = Event.objects.get(kind="case.opened")
    assert (event.subject_number, event.by_name) == (case.number, "严")
    told = Disclosure.objects.get()
    assert (told.subject_number, told.field, told.purpose) == (
        case.number, "person", Purpose.TRACE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("today", "days", "second"),
    [
        (date(2022, 6, 27), 4, "secondary_contact"),
        (date(2022, 6, 28), 2, "secondary_contact"),
        (date(2022, 11, 11), 2, ""),
    ],
)
def test_each_version_has_its_days(dated, today, days, second):
    rule = TracingRule.objects.in_force(today).get()
    assert (rule.days_before, rule.second_circle) == (days, second)
    assert [rule.who_in(degree) for degree in (1, 2, 3)] == ["close_contact", second, ""]


def test_a_case_keeps_the_rule_it_was_opened_under(dated, people, yan):
    Post.objects.update(starts_on=date(2022, 1, 1))
    with as_if(local(2022, 6, 27, 9)):
        case = a_case(people.he, yan, sampled_on=date(2022, 6, 27))
    with as_if(local(2022, 6, 29, 9)):
        cases.correct_days(
            case, sampled_on=date(2022, 6, 26), has_symptoms=False, by=yan, reason="复核"
        )
    assert case.since == local(2022, 6, 22)


def test_cases_are_numbered_through_a_year(people, yan):
    assert a_case(people.he, yan).place == 1
    assert a_case(people.hai, yan).place == 2
    with as_if(local(2025, 1, 1, 9)):
        case = a_case(people.xi, yan, sampled_on=date(2025, 1, 1))
    assert case.number == "211403-2025-0001"


def test_a_person_has_one_open_case(people, yan, ye):
    case = a_case(people.he, yan)
    with pytest.raises(Refused) as refused:
        a_case(people.he, ye)
    assert refused.value.code == "tracing.case_open_already"
    cases.close_case(case, by=yan, reason="已完成")
    assert a_case(people.he, ye).place == 2


@pytest.mark.parametrize("who", ["kang", "ling", "sam", "rui", "ada", "lin"])
def test_only_investigators_open_one(who, people, request):
    with pytest.raises(NotAllowed):
        a_case(people.he, request.getfixturevalue(who))
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "x"}, "tracing.reason_missing"),
        ({"sampled_on": DAY + timedelta(days=1)}, "tracing.sampled_ahead"),
        ({"onset_on": DAY}, "tracing.onset_without_symptoms"),
    ],
)
def test_open_case_refuses(changes, code, people, yan):
    with pytest.raises(Refused) as refused:
        a_case(people.he, yan, **changes)
    assert refused.value.code == code
    assert not Event.objects.filter(kind="case.opened").exists()
    assert not Disclosure.objects.exists()


def test_without_a_rule_nobody_is_traced(people, yan):
    TracingRule.objects.all().delete()
    with pytest.raises(Refused) as refused:
        a_case(people.he, yan)
    assert refused.value.code == "tracing.no_rule"


def test_better_days_move_the_window_and_forget_what_was_moved_by_hand(case, yan):
    cases.move_window(case, since=at(5, days=-1), until=at(8), by=yan, reason="已隔离")
    assert (case.since, case.until, case.window_why) == (at(5, days=-1), at(8), "已隔离")
    cases.correct_days(
        case, sampled_on=DAY, has_symptoms=True, onset_on=DAY, by=yan, reason="今晨发热"
    )
    case.refresh_from_db()
    assert (case.since, case.until, case.window_why) == (at(0, days=-2), at(8), "")
    first, second = Event.objects.filter(kind="case.corrected").order_by("pk")
    assert first.reason == "已隔离"
    assert second.reason == "今晨发热"
    assert set(second.after) == {"rule", "sampled_on", "onset_on", "since", "until"}
    assert "2024" not in str(second.after)  # days of somebody's illness are masked


def test_an_end_before_the_corrected_beginning_is_dropped(case, yan):
    cases.move_window(case, since=at(0, days=-9), until=at(0, days=-8), by=yan, reason="试算")
    cases.correct_days(case, sampled_on=DAY, has_symptoms=False, by=yan, reason="复核")
    assert case.until is None


def test_a_closed_case_stays_as_it_is(case, yan):
    cases.close_case(case, by=yan, reason="已完成")
    assert Event.objects.get(kind="case.closed").reason == "已完成"
    with pytest.raises(IllegalMove):
        cases.move_window(case, since=at(0), until=None, by=yan, reason="再查")
    with pytest.raises(IllegalMove):
        cases.close_case(case, by=yan, reason="再关")


def test_of_two_who_close_one_wins(case, yan, ye):
    same = Case.objects.get()
    cases.close_case(case, by=yan, reason="已完成")
    with pytest.raises(StaleRow) as late:
        cases.close_case(same, by=ye, reason="已完成")
    assert late.value.code == "tracing.done_meanwhile"


def test_what_is_chosen_is_decided_before_a_case_is_closed(case, people, yan):
    choose_contacts(case, {people.hai.pk: (1, DAY)}, by=yan, reason="密接")
    with pytest.raises(Refused) as refused:
        cases.close_case(case, by=yan, reason="已完成")
    assert refused.value.code == "tracing.batch_waits"


@pytest.mark.parametrize("who", ["kang", "ling", "sam"])
def test_others_change_nothing(who, case, request):
    by = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        cases.close_case(case, by=by, reason="已完成")
    with pytest.raises(NotAllowed):
        cases.move_window(case, since=at(0), until=None, by=by, reason="再查")
    with pytest.raises(NotAllowed):
        cases.correct_days(case, sampled_on=DAY, has_symptoms=False, by=by, reason="复核")
    assert not Case.objects.visible_to(by).exists()


def positive(person, kang, *, days=0, result="positive"):
    return record_result(
        person, sampled_at=at(8, days=days), lab="疾控", result=result, reported_at=NOW,
        concerns_area=person.area_code, by=kang,
    )  # fmt: skip


def test_positive_results_wait_for_a_case_once_a_person(people, kang, yan):
    positive(people.he, kang, days=-1)
    test = positive(people.he, kang)
    positive(people.hai, kang, result="negative")
    other = positive(people.xi, kang, days=-2)
    positive(people.bei, kang, days=-31)
    assert [each.person for each in positives_without_case().tests] == [people.he, people.xi]
    case = a_case(people.he, yan, test_number=test.number)
    assert positives_without_case().tests == [other]
    cases.close_case(case, by=yan, reason="已完成")
    assert positives_without_case().tests == [other]
    with pytest.raises(Refused):
        a_case(people.he, yan, test_number=test.number)


def test_a_merge_takes_the_case_along(case, people, yan, staff):
    mei = staff("梅", "desk_supervisor")
    twin = people.yuan
    type(twin).objects.filter(pk=twin.pk).update(id_number_index="", id_number="")
    twin.refresh_from_db()
    merge_people(twin, people.he, by=mei, reason="同一人")
    case.refresh_from_db()
    assert case.person == twin
    assert find_open(twin) is None

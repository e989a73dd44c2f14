"""Moving people to a newer rule: previewed, proposed, confirmed by a second person, recorded."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longgang.accounts.api import Post, Role
from longgang.audit.models import Event
from longgang.core.clock import as_if
from longgang.core.errors import IllegalMove, NotAllowed, Refused
from longgang.measures.actions.extending import (
    extend_by_hand,
    extend_for_exposure,
)
from longgang.measures.actions.measure_rules import RuleFigures, set_rule
from longgang.measures.actions.measures import (
    cancel_measure,
    lift_measure,
    open_measure,
    resume_measure,
    suspend_measure,
)
from longgang.measures.actions.moving import confirm_moving, dismiss_moving, propose_moving
from longgang.measures.days import Phase, dates_of_tests
from longgang.measures.kinds import Base, DayOne, Why
from longgang.measures.models import Measure, MeasureRule, Moving
from longgang.measures.moving import Total, change_under, count_under, list_movable, total_of
from longgang.measures.queries import list_duties
from longgang.notices.models import Notice
from longgang.people.api import claim_person
from tests.audit.helpers import assert_one_event

from . import build
from .test_days import plans, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
YESTERDAY = build.DAY - timedelta(days=1)  # day one is today; 5 + 3 days: the last is 4 March
SHORT = (Phase("home", 3, (1, 3)),)
LONG = (Phase("central", 10, (1, 4, 7, 10)), Phase("monitoring", 5, (5,)))
LATER = date(2024, 2, 27)  # on which the newer rule holds


def opened(by, serial=1, area_code=build.WANGHAISI, base_on=YESTERDAY, who="close_contact"):
    person = build.a_person(by, serial, area_code)
    return open_measure(person, who, base_on=base_on, by=by, reason="同餐", area_code=area_code)


def on(day, hour=9, month=2):
    return as_if(build.local(2024, month, day, hour))


def a_rule(by, plan=LONG, who="close_contact", **figures):
    """In force from 27 February on; measures that are open keep theirs."""
    return set_rule(
        who, RuleFigures(plan, **figures), valid_from=LATER, document_number="2号", by=by
    )


def proposed(rule, by, area_code=build.DISTRICT, **changes):
    values = {"document_number": "龙防指〔2024〕3号", "reason": "执行新方案"} | changes
    return propose_moving(rule, area_code=area_code, by=by, **values)


def now_of(row):
    return type(row).objects.get(pk=row.pk)


def codes(do):
    with pytest.raises(Refused) as refused:
        do()
    return [each.code.removeprefix("measures.") for each in refused.value.refusals]


def test_a_proposal_keeps_who_gains_and_loses_how_many_days_and_moves_nobody(kang, rui):
    measure, older = opened(kang), opened(kang, 2, base_on=date(2024, 2, 20))
    rule = a_rule(rui)
    with on(27), assert_one_event("moving.proposed") as events:
        moving = proposed(rule, rui)
    changes = {line.measure_id: line.change for line in moving.lines.all()}
    assert changes[measure.pk].new_ends_on == date(2024, 3, 11)
    assert changes[older.pk].days == 7
    assert events[0].after["people"] == 2
    assert events[0].after["days_gained"] == 14
    assert {now_of(each).rule_id for each in (measure, older)} == {measure.rule_id}
    assert now_of(measure).ends_on == date(2024, 3, 4)


def test_only_those_of_the_kind_and_the_area_who_run_by_an_older_rule(kang, rui):
    here = opened(kang)
    there = opened(kang, 2, build.GONGJIAN)
    opened(kang, 3, who="high_risk")
    over = opened(kang, 4, base_on=date(2024, 2, 19))  # its last day is 27 February
    cancel_measure(opened(kang, 5), by=kang, reason="登记错人")
    rule = a_rule(rui)
    with on(27):
        newer = opened(kang, 6)
        listed = lambda area: set(list_movable(rule, area_code=area))  # noqa: E731
        assert listed(build.DISTRICT) == {here, there, over}
        assert listed(build.WANGHAISI) == {here, over}
    with on(28):
        assert listed(build.DISTRICT) == {here, there}
    assert newer.rule == rule


def test_who_is_in_hospital_is_moved_whatever_the_old_last_day(kang, rui):
    measure = opened(kang, base_on=date(2024, 2, 19))
    suspend_measure(measure, hospital="中心医院", by=kang)
    rule = a_rule(rui)
    with on(28):
        assert set(list_movable(rule, area_code=build.DISTRICT)) == {measure}


@pytest.mark.parametrize("name", ["lin", "kang", "ling", "sam", "jie", "ada"])
def test_propose_refuses_others(name, request, kang, rui):
    opened(kang)
    rule = a_rule(rui)
    with on(27), pytest.raises(NotAllowed):
        proposed(rule, request.getfixturevalue(name))


def test_propose_refuses_who_may_in_another_street_only(staff, kang, rui):
    opened(kang)
    rule = a_rule(rui)
    of_the_street = staff("规", Role.RULES_OFFICER, build.HULUDAO)
    with on(27):
        with pytest.raises(NotAllowed):
            proposed(rule, of_the_street)
        assert proposed(rule, of_the_street, build.WANGHAISI).lines.count() == 1


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"document_number": " "}, ["accounts.document_number_missing"]),
        ({"reason": ""}, ["reason_missing"]),
        (
            {"document_number": "", "reason": " "},
            ["accounts.document_number_missing", "reason_missing"],
        ),
        ({"reason": "因为" * 151}, ["reason_too_long"]),
        ({"area_code": build.GONGJIAN}, ["nobody_to_move"]),
    ],
)
def test_propose_refuses_what_cannot_be(kang, rui, changes, expected):
    opened(kang)
    rule = a_rule(rui)
    with on(27):
        assert codes(lambda: proposed(rule, rui, **changes)) == expected
    assert not Moving.objects.exists()


def test_propose_refuses_a_rule_that_is_not_in_force(kang, rui):
    measure = opened(kang)
    rule = a_rule(rui)
    assert codes(lambda: proposed(rule, rui)) == ["rule_replaced"], "it begins tomorrow"
    with on(27):
        assert codes(lambda: proposed(measure.rule, rui)) == ["rule_replaced"], "it has ended"


def test_the_same_is_proposed_once_at_a_time(kang, rui, yi, ling):
    opened(kang)
    rule = a_rule(rui)
    with on(27):
        moving = proposed(rule, rui)
        assert codes(lambda: proposed(rule, yi)) == ["moving_waits_already"]
        dismiss_moving(moving, by=ling, reason="先不调整")
        assert proposed(rule, yi).lines.count() == 1


def test_confirming_moves_them_and_says_so_everywhere(kang, rui, ling, lin):
    measure = opened(kang)
    rule = a_rule(rui)
    with on(27):
        moving = proposed(rule, rui)
    with on(28):
        assert confirm_moving(moving, by=ling) == 1
    changed = now_of(measure)
    term = changed.terms.get(place=2)
    assert (changed.rule, changed.ends_on, changed.term_count) == (rule, date(2024, 3, 11), 2)
    assert (term.why, term.words, term.by_name) == (Why.MOVED, "执行新方案", ling.name)
    assert (term.old_ends_on, term.ends_on) == (date(2024, 3, 4), date(2024, 3, 11))
    moving.refresh_from_db()
    assert (moving.status, moving.decided_by) == ("confirmed", ling)
    assert moving.lines.get().was_moved
    event = Event.objects.get(kind="measure.moved_to_rule")
    assert (event.subject_number, event.by_name) == (measure.number, ling.name)
    assert event.after["ends_on"] == "2024-03-11"
    assert Event.objects.get(kind="moving.confirmed").after["left_out"] == 0


def test_a_measure_may_become_shorter_and_is_not_lifted_by_it(kang, rui, ling):
    measure = opened(kang, base_on=date(2024, 2, 22))  # day one is the 23rd
    rule = a_rule(rui, SHORT)
    with on(27):
        moving = proposed(rule, rui)
        line = moving.lines.get()
        assert (line.new_ends_on, line.change.days) == (date(2024, 2, 25), -5)
        confirm_moving(moving, by=ling)
        changed = now_of(measure)
        assert (changed.status, changed.ends_on) == ("running", date(2024, 2, 25))
        assert changed.is_over(date(2024, 2, 27))
        assert list_duties(changed, date(2024, 2, 27)) == []
        with pytest.raises(Refused) as refused:
            lift_measure(changed, by=kang)
        assert "measures.days_not_over" not in [each.code for each in refused.value.refusals]


def test_what_was_due_on_past_days_stays_and_nothing_is_made_up(kang, rui, ling):
    measure = opened(kang)
    with on(28):
        before = [list_duties(measure, date(2024, 2, day)) for day in (26, 27)]
    rule = a_rule(rui, (Phase("home", 9, (2, 8)),))
    with on(28):
        confirm_moving(proposed(rule, rui), by=ling)
        changed = now_of(measure)
        assert [list_duties(changed, date(2024, 2, day)) for day in (26, 27)] == before
        assert dates_of_tests(changed.terms.get(place=2).count) == [date(2024, 3, 4)]


def test_the_database_refuses_one_person_for_both(kang, rui, ling):
    opened(kang)
    rule = a_rule(rui)
    with on(27):
        moving = proposed(rule, rui)
        Post.objects.create(
            user=rui, role=Role.COMMAND, area_code=build.DISTRICT, starts_on=build.DAY
        )
        both = now_of(rui)
        assert codes(lambda: confirm_moving(moving, by=both)) == ["core.two_people"]
        assert codes(lambda: dismiss_moving(moving, by=both, reason="不同意")) == [
            "core.two_people"
        ]
        with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
            Moving.objects.update(status="confirmed", decided_by=both, decided_at=build.NOW)
    assert now_of(moving).status == "proposed"


@pytest.mark.parametrize("name", ["lin", "kang", "yi", "sam", "jie", "ada"])
def test_nobody_else_decides(name, request, kang, rui):
    opened(kang)
    rule = a_rule(rui)
    with on(27):
        moving = proposed(rule, rui)
        other = request.getfixturevalue(name)
        with pytest.raises(NotAllowed):
            confirm_moving(moving, by=other)
        with pytest.raises(NotAllowed):
            dismiss_moving(moving, by=other, reason="不同意")


def test_the_command_of_another_street_does_not_decide(staff, kang, rui):
    opened(kang)
    rule = a_rule(rui)
    street = staff("街", Role.COMMAND, build.HULUDAO)
    with on(27):
        with pytest.raises(NotAllowed):
            confirm_moving(proposed(rule, rui), by=street)
        assert confirm_moving(proposed(rule, rui, build.WANGHAISI), by=street) == 1


def test_turning_it_down_leaves_everything_and_tells_the_proposer(kang, rui, ling):
    measure = opened(kang)
    rule = a_rule(rui)
    with on(27):
        moving = proposed(rule, rui)
        assert codes(lambda: dismiss_moving(moving, by=ling, reason=" ")) == ["reason_missing"]
        with assert_one_event("moving.dismissed"):
            dismiss_moving(moving, by=ling, reason="先征求意见")
        with pytest.raises(IllegalMove):
            confirm_moving(moving, by=ling)
        with pytest.raises(IllegalMove):
            dismiss_moving(moving, by=ling, reason="再次")
    assert now_of(measure).term_count == 1
    assert now_of(moving).decided_why == "先征求意见"
    assert Notice.objects.get(user=rui).kind == "moving.decided"


def extended(measure, by):
    extend_by_hand(measure, days=1, by=by, reason="再观察")


def exposed_again(measure, by):
    extend_for_exposure(measure, exposed_on=date(2024, 2, 27), by=by, reason="再次同餐")


def away(measure, by):
    suspend_measure(measure, hospital="中心医院", by=by)


def cancelled(measure, by):
    cancel_measure(measure, by=by, reason="登记错人")


@pytest.mark.parametrize("change", [extended, exposed_again, away, cancelled])
def test_whoever_changed_meanwhile_is_left_out_and_the_line_says_so(change, kang, rui, ling):
    changed, other = opened(kang), opened(kang, 2)
    rule = a_rule(rui)
    with on(27):
        moving = proposed(rule, rui)
        change(changed, kang)
        terms = now_of(changed).term_count
        assert confirm_moving(moving, by=ling) == 1
    assert [line.was_moved for line in moving.lines.order_by("measure_id")] == [False, True]
    assert (now_of(changed).rule_id, now_of(changed).term_count) == (changed.rule_id, terms)
    assert now_of(other).rule == rule
    assert Event.objects.get(kind="moving.confirmed").after["left_out"] == 1
    assert Notice.objects.filter(user=rui, text_en__contains="1 people moved, 1 left out").exists()


def test_whose_days_are_over_meanwhile_is_left_out(kang, rui, ling):
    opened(kang, base_on=date(2024, 2, 19)), opened(kang, 2)  # the first ends on the 27th
    rule = a_rule(rui)
    with on(27):
        moving = proposed(rule, rui)
    with on(28):
        assert confirm_moving(moving, by=ling) == 1
    assert [line.was_moved for line in moving.lines.order_by("measure_id")] == [False, True]


def test_when_everybody_changed_it_is_refused_and_stays_open(kang, rui, ling):
    measure = opened(kang)
    rule = a_rule(rui)
    with on(27):
        moving = proposed(rule, rui)
        extended(measure, kang)
        assert codes(lambda: confirm_moving(moving, by=ling)) == ["all_changed_meanwhile"]
        assert now_of(moving).status == "proposed"
        dismiss_moving(moving, by=ling, reason="重新提议")
        again = proposed(rule, rui)
        assert again.lines.get().extended_days == 1
        assert confirm_moving(again, by=ling) == 1
    assert now_of(measure).ends_on == date(2024, 3, 11), "the extension has fallen away"


def test_a_rule_replaced_meanwhile_is_refused(kang, rui, ling):
    measure = opened(kang)
    rule = a_rule(rui)
    with on(27):
        moving = proposed(rule, rui)
    figures = RuleFigures(SHORT)
    with on(27):
        set_rule(
            "close_contact", figures, valid_from=date(2024, 2, 28), document_number="4号", by=rui
        )
    with on(28):
        assert codes(lambda: confirm_moving(moving, by=ling)) == ["rule_replaced"]
    assert (now_of(moving).status, now_of(measure).term_count) == ("proposed", 1)


def test_confirming_twice_is_too_late(kang, rui, ling, wu):
    measure = opened(kang)
    rule = a_rule(rui)
    with on(27):
        moving = proposed(rule, rui)
        confirm_moving(moving, by=ling)
        before = Event.objects.count()
        with pytest.raises(IllegalMove):
            confirm_moving(moving, by=wu)
    assert (now_of(measure).term_count, Event.objects.count()) == (2, before)


def test_a_new_exposure_and_a_count_from_another_day_keep_their_base(kang, rui):
    """From check-in on, or from the newer exposure, when that was later."""
    measure = opened(kang)
    with on(28):
        extend_for_exposure(measure, exposed_on=date(2024, 2, 28), by=kang, reason="再次同餐")
        same = MeasureRule(
            base=Base.LAST_EXPOSURE, day_one=DayOne.SAME_DAY, phases=[p.as_row() for p in SHORT]
        )
        other = MeasureRule(
            base=Base.ARRIVAL, day_one=DayOne.NEXT_DAY, phases=[p.as_row() for p in SHORT]
        )
        held = now_of(measure)
        assert count_under(held, same).day_one == date(2024, 2, 28)
        held.arrived_on = date(2024, 2, 27)
        assert count_under(held, other).day_one == date(2024, 2, 28), "it was exposed before"
        held.day_one_on = date(2024, 3, 4)  # a positive test began the count anew
        assert count_under(held, other).day_one == date(2024, 3, 4)


def test_days_in_hospital_are_added_where_the_new_rule_does_not_count_them(kang, rui, ling):
    measure = opened(kang)
    away(measure, kang)
    with on(29):
        resume_measure(now_of(measure), by=kang)
        held = now_of(measure)
        assert held.term_count == 1, "its own rule counts them"
    phases = [phase.as_row() for phase in LONG]
    rule = MeasureRule(base="last_exposure", day_one="next_day", phases=phases)
    assert change_under(held, rule).new_ends_on == date(2024, 3, 11)
    rule.counts_hospital = False
    assert change_under(held, rule).new_ends_on == date(2024, 3, 14)


def test_each_owner_is_told_once_and_each_person_with_a_login(kang, rui, ling, lin, bo, ada, jie):
    own = claim_person(
        name="艾达", id_number=build.id_number(50), area_code=build.WANGHAISI, by=ada
    )
    open_measure(own, "close_contact", base_on=YESTERDAY, by=lin, reason="同餐")
    opened(kang), opened(kang, 2), opened(kang, 3, build.GONGJIAN)
    rule = a_rule(rui)
    Notice.objects.all().delete()
    with on(27):
        confirm_moving(proposed(rule, rui), by=ling)
    told = sorted(Notice.objects.values_list("user__name", "kind"))
    assert told == sorted(
        [(user.name, "moving.confirmed") for user in (kang, lin, bo, jie)]
        + [(rui.name, "moving.decided"), (ada.name, "measure.moved_to_rule")]
    )
    texts = dict(Notice.objects.values_list("user__name", "text_en"))
    assert texts[kang.name].startswith("4 people")
    assert texts[lin.name].startswith("3 people")
    assert texts[bo.name].startswith("1 people")
    assert "2024-03-11" in texts[ada.name]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    old=plans(),
    new=plans(),
    day_ones=st.tuples(st.sampled_from(DayOne.values), st.sampled_from(DayOne.values)),
    exposed=st.dates(date(2023, 12, 20), date(2024, 3, 2)),
)
def test_days_against_a_calendar(old, new, day_ones, exposed):
    """The second implementation walks the calendar: from the same exposure, by each rule."""
    rules = [
        MeasureRule(base="last_exposure", day_one=how, phases=[phase.as_row() for phase in plan])
        for how, plan in zip(day_ones, (old, new), strict=True)
    ]
    begins = [exposed if how == "same_day" else exposed + timedelta(days=1) for how in day_ones]
    pages = [walk(begin, plan) for begin, plan in zip(begins, (old, new), strict=True)]
    measure = Measure(
        rule=rules[0], exposed_on=exposed, opened_at=build.NOW, day_one_on=begins[0],
        ends_on=pages[0][-1][0],
    )  # fmt: skip
    change = change_under(measure, rules[1])
    assert (change.old_ends_on, change.new_ends_on) == (pages[0][-1][0], pages[1][-1][0])
    gained = sum(1 for day, *_rest in pages[1] if day > pages[0][-1][0])
    lost = sum(1 for day, *_rest in pages[0] if day > pages[1][-1][0])
    if begins[0] <= pages[1][-1][0] and begins[1] <= pages[0][-1][0]:
        assert change.days == gained - lost
    assert change.extended_days == 0
    count = count_under(measure, rules[1])
    planned = [day for day, place, number in pages[1] if number in new[place].test_days]
    assert dates_of_tests(count) == sorted({day for day in planned if day >= build.DAY})
    assert total_of([change]) == Total(
        people=1,
        gaining=int(change.days > 0),
        days_gained=max(change.days, 0),
        losing=int(change.days < 0),
        days_lost=max(-change.days, 0),
        over=int(pages[1][-1][0] < build.DAY),
    )

"""Extensions taken back after the measure was moved to a newer rule."""

from datetime import date

import pytest

from longgang.measures.actions.extending import extend_for_exposure, take_back_extension
from longgang.measures.actions.measure_rules import RuleFigures, set_rule
from longgang.measures.actions.measures import resume_measure
from longgang.measures.actions.moving import confirm_moving
from longgang.measures.kinds import Base, DayOne

from .test_moving import LONG, a_rule, away, codes, extended, now_of, on, opened, proposed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def test_a_move_cannot_be_taken_back_only_an_extension_after_it(kang, rui, ling):
    measure = opened(kang)
    extended(measure, kang)
    rule = a_rule(rui)
    with on(27):
        confirm_moving(proposed(rule, rui), by=ling)
        moved = now_of(measure)
        take = lambda row: take_back_extension(row, by=kang, reason="撤回")  # noqa: E731
        assert codes(lambda: take(moved)) == ["nothing_to_take_back"]
        extended(moved, kang)
        take(now_of(measure))
    assert (now_of(measure).ends_on, now_of(measure).rule) == (moved.ends_on, rule)


@pytest.mark.parametrize(
    "figures",
    [{}, {"base": Base.ARRIVAL}, {"day_one": DayOne.SAME_DAY}, {"counts_hospital": False}],
)
def test_an_extension_that_began_the_count_anew_is_taken_back_also_after_a_move(
    figures, kang, rui, ling
):
    """And it is as if it had not been: as with somebody to whom it has not happened."""
    wrong, other = opened(kang), opened(kang, 2)
    rule = a_rule(rui, **figures)
    for measure in (wrong, other):
        away(measure, kang)
        with on(28):
            resume_measure(now_of(measure), by=kang)
    with on(28):
        extend_for_exposure(now_of(wrong), exposed_on=date(2024, 2, 28), by=kang, reason="同餐")
        assert confirm_moving(proposed(rule, rui), by=ling) == 2
        newest = set_rule(
            "close_contact", RuleFigures(LONG[:1] * 2, **figures), valid_from=date(2024, 2, 29),
            document_number="4号", by=rui,
        )  # fmt: skip
    with on(29):
        assert confirm_moving(proposed(newest, rui), by=ling) == 2
        assert now_of(wrong).ends_on >= now_of(other).ends_on
        take_back_extension(now_of(wrong), by=kang, reason="并无接触")
    facts = [
        (row.day_one_on, row.ends_on, row.exposed_on, row.rule, row.terms.last().plan)
        for row in (now_of(wrong), now_of(other))
    ]
    assert facts[0] == facts[1]
    with on(29):
        again = lambda: take_back_extension(now_of(wrong), by=kang, reason="撤回")  # noqa: E731
        assert codes(again) == ["nothing_to_take_back"]

"""The engine answers exactly what the definition says."""

from collections import Counter

import pytest
from hypothesis import given, settings

from longgang.trail.engine import Question, Seed, exposure, trace
from tests.trail import oracle
from tests.trail.answers import as_dict, as_lists, index_of
from tests.trail.worlds import worlds


@settings(max_examples=400)
@given(worlds())
def test_trace_answers_what_the_definition_says(world):
    rows, types, question = world
    expected, _encounters = oracle.trace_with_encounters(rows, question, types)
    assert as_dict(trace(index_of(rows, types), question)) == as_lists(expected)


@settings(max_examples=40)
@given(worlds(least=300, most=600))
def test_trace_answers_the_same_on_all_cores(world):
    """Crowded places: blocks are passed over, and each core has totals of its own."""
    rows, types, question = world
    expected, _encounters = oracle.trace_with_encounters(rows, question, types)
    before = exposure.ALONE
    exposure.ALONE = 0
    try:
        assert as_dict(trace(index_of(rows, types), question)) == as_lists(expected)
    finally:
        exposure.ALONE = before


def test_trace_answers_twice_alike():
    """Totals are zero again after a question."""
    index = index_of([(1, 1, 0, 10), (2, 1, 5, 20), (3, 1, 15, 30)])
    question = Question((Seed(1),))
    assert as_dict(trace(index, question)) == as_dict(trace(index, question))
    assert as_dict(trace(index, question)) == {2: [1, 5, 5, 1], 3: [2, 15, 5, 1]}


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("linger", [0, 1, 30, 100])
def test_blocks_of_rows_are_passed_over_only_where_nobody_can_meet(backward, linger):
    """One visitor a second, and a source before them, among them and behind them."""
    visitors = [(person, 1, person, person + 1) for person in range(1, 400)]
    for begin in (-50, 0, 63, 64, 200, 399, 450):
        rows = [*visitors, (0, 1, begin, begin + 2)]
        question = Question((Seed(0),), degrees=1, linger=linger, backward=backward)
        expected = oracle.trace(rows, question)
        assert as_dict(trace(index_of(rows), question)) == as_lists(expected), begin


def test_the_worlds_have_somebody_in_every_circle():
    """Else the comparisons above would compare nothing."""
    farthest = Counter()

    @settings(max_examples=1000)  # which worlds they are depends on what else was imported
    @given(worlds())
    def count(world):
        rows, types, question = world
        contacts, _encounters = oracle.trace_with_encounters(rows, question, types)
        farthest[max((degree for degree, *_rest in contacts.values()), default=0)] += 1

    count()
    assert min(farthest[degree] for degree in range(4)) >= 10, farthest
    assert farthest[4]

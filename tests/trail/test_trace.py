"""The engine answers exactly what the definition says."""

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

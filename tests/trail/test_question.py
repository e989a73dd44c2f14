"""Questions that make no sense are refused before anything is looked at."""

import pytest

from longgang.trail.engine import EngineError, Question, Seed, trace
from tests.trail.answers import as_dict, index_of

ROWS = [(1, 1, 0, 10), (2, 1, 5, 20), (2, 2, 30, 40), (1, 2, 35, 50)]


@pytest.mark.parametrize(("ask", "code"), [
    (lambda: Question(()), "no_seed"),
    (lambda: Question((Seed(1),), degrees=0), "degrees"),
    (lambda: Question((Seed(1),), degrees=5), "degrees"),
    (lambda: Question((Seed(1),), linger=-1), "linger"),
    (lambda: Question((Seed(1),), latency=-1), "latency"),
    (lambda: Question((Seed(1),), min_exposure=0), "min_exposure"),
    (lambda: Seed(1, 5, 5), "empty_window"),
    (lambda: Seed(1, 6, 5), "empty_window"),
    (lambda: trace(index_of(ROWS), Question((Seed(9),))), "unknown_person"),
    (lambda: trace(index_of(ROWS), Question((Seed("1.0"),))), "unknown_person"),
    (lambda: trace(index_of(ROWS), Question((Seed(2**70),))), "unknown_person"),
    (lambda: trace(index_of(ROWS), Question((Seed(1),), only_types=frozenset(["bus"]))),
     "unknown_type"),
    (lambda: trace(index_of(ROWS), Question((Seed(1),), without_types=frozenset(["bus"]))),
     "unknown_type"),
])  # fmt: skip
def test_a_question_without_sense_is_refused(ask, code):
    with pytest.raises(EngineError) as refusal:
        ask()
    assert refusal.value.code == code


def test_places_are_taken_or_left_out_by_type():
    index = index_of(ROWS, types={1: "bus", 3: "nowhere"})
    only = trace(index, Question((Seed(1),), only_types=frozenset(["bus"])))
    without = trace(index, Question((Seed(1),), without_types=frozenset(["bus"])))
    assert as_dict(only) == {2: [1, 5, 5, 1]}
    assert as_dict(without) == {2: [1, 35, 5, 1]}


def test_too_many_encounters_are_an_error_and_spoil_no_later_answer(monkeypatch):
    """Of more than two thousand million, that is."""
    index = index_of(ROWS)
    monkeypatch.setattr("longgang.trail.engine.exposure.meet", lambda *_arguments: -1)
    with pytest.raises(EngineError) as refusal:
        trace(index, Question((Seed(1),)))
    assert refusal.value.code == "too_many"
    monkeypatch.undo()
    assert as_dict(trace(index, Question((Seed(1),)))) == {2: [1, 5, 10, 2]}

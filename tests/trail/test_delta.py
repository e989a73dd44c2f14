"""Visits added and voided since the files were built: answered as if they had always been so."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings

from longgang.trail.engine import (
    Delta,
    EngineError,
    Question,
    Seed,
    Visit,
    build,
    explain,
    make_visits,
    open_index,
    trace,
)
from tests.trail import oracle
from tests.trail.answers import as_dict, as_lists, index_of
from tests.trail.worlds import histories

BASE = [(1, 1, 0, 10), (2, 1, 5, 20), (3, 2, 0, 30)]


@settings(max_examples=250)
@given(histories())
def test_a_delta_answers_as_if_it_had_always_been_so(history):
    rows, steps, present, question = history
    delta = Delta(index_of(rows))
    for added, voided in steps:
        delta.add(Visit(*visit) for visit in added)
        delta.void(Visit(*visit) for visit in voided)
        delta.index()
    expected, encounters = oracle.trace_with_encounters(present, question)
    answer = trace(delta.index(), question)
    assert as_dict(answer) == as_lists(expected)
    assert len(delta.index()) == len(present)
    for person, met in encounters.items():
        found = explain(answer, person).encounters
        assert sorted((each.source, each.place, each.since, each.until) for each in found) == met


def test_a_delta_sorts_newcomers_among_the_others():
    index = index_of([("b", "x", 0, 10), ("d", "x", 0, 10)])
    delta = Delta(index)
    delta.add(Visit(person, "x", 0, 10) for person in ("e", "a", "c", "é"))
    assert list(as_dict(trace(delta.index(), Question((Seed("b"),))))) == ["a", "c", "d", "e", "é"]
    assert list(as_dict(trace(delta.index(), Question((Seed("é"),))))) == ["a", "b", "c", "d", "e"]


def test_a_delta_knows_the_types_of_new_places():
    delta = Delta(index_of(BASE, types={2: "home"}))
    delta.add([Visit(1, 9, 50, 60, "bus"), Visit(2, 9, 50, 60, "bus")])
    asked = {
        kind: as_dict(trace(delta.index(), Question((Seed(1),), only_types=frozenset([kind]))))
        for kind in ("", "home", "bus")
    }
    assert asked == {"": {2: [1, 5, 5, 1]}, "home": {}, "bus": {2: [1, 50, 10, 1]}}


def test_a_delta_leaves_the_files_as_they_are(tmp_path):
    index = build(tmp_path, make_visits(*zip(*BASE, strict=True)))
    delta = Delta(index)
    delta.void([Visit(*BASE[1])])
    assert as_dict(trace(delta.index(), Question((Seed(1),)))) == {}
    assert as_dict(trace(open_index(tmp_path), Question((Seed(1),)))) == {2: [1, 5, 5, 1]}


def test_of_two_alike_one_is_voided():
    delta = Delta(index_of([*BASE, BASE[1]]))
    delta.void([Visit(*BASE[1])])
    assert as_dict(trace(delta.index(), Question((Seed(1),)))) == {2: [1, 5, 5, 1]}
    delta.void([Visit(*BASE[1])])
    assert as_dict(trace(delta.index(), Question((Seed(1),)))) == {}


@pytest.mark.parametrize("visit", [
    (9, 1, 0, 10), (1, 9, 0, 10), (1, 2, 0, 10), (1, 1, 1, 10), (1, 1, 0, 11), ("x", 1, 0, 10),
])  # fmt: skip
def test_what_is_not_there_cannot_be_voided(visit):
    delta = Delta(index_of(BASE))
    with pytest.raises(EngineError) as refusal:
        delta.void([Visit(*visit)])
    assert refusal.value.code == "unknown_visit"
    assert len(delta.index()) == len(BASE)


@pytest.mark.parametrize(("visit", "code"), [
    ((1, 1, 5, 5), "ends_before_start"), ((1, 1, 5, 2**33), "too_long_apart"),
    ((1, 1, -(2**33), 5), "too_long_apart"), (("x", 1, 5, 6), "kind"), ((1, "x", 5, 6), "kind"),
])  # fmt: skip
def test_what_makes_no_sense_is_not_added(visit, code):
    delta = Delta(index_of(BASE))
    with pytest.raises(EngineError) as refusal:
        delta.add([Visit(*BASE[0]), Visit(*visit)])
    assert refusal.value.code == code
    assert len(delta.index()) == len(BASE)


def test_a_delta_is_used_from_several_threads():
    """Each answer holds what was added before it was asked."""
    delta = Delta(index_of(BASE))

    def add_and_ask(number):
        delta.add([Visit(100 + number, 1, 2, 8)])
        return 100 + number in as_dict(trace(delta.index(), Question((Seed(1),))))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(add_and_ask, range(40)))

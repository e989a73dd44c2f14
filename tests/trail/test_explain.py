"""An explanation lists the very encounters that were counted, and leads back to a seed."""

from collections import defaultdict

import pytest
from hypothesis import given, settings

from longgang.trail.engine import EngineError, Question, Seed, explain, list_met, trace
from tests.trail import oracle
from tests.trail.answers import as_dict, index_of
from tests.trail.worlds import worlds


def facts(encounter):
    return (encounter.source, encounter.place, encounter.since, encounter.until)


@settings(max_examples=250)
@given(worlds())
def test_explain_lists_every_encounter(world):
    rows, types, question = world
    contacts, expected = oracle.trace_with_encounters(rows, question, types)
    answer = trace(index_of(rows, types), question)
    assert as_dict(answer).keys() == expected.keys()
    for person, encounters in expected.items():
        explanation = explain(answer, person)
        assert explanation.degree == contacts[person][0]
        assert sorted(map(facts, explanation.encounters)) == encounters
        assert sum(each.seconds for each in explanation.encounters) == contacts[person][2]


@settings(max_examples=250)
@given(worlds())
def test_explain_leads_back_to_a_seed(world):
    """Each link is an encounter of its person, and the one that made them a contact."""
    rows, types, question = world
    contacts, expected = oracle.trace_with_encounters(rows, question, types)
    answer = trace(index_of(rows, types), question)
    for person in expected:
        chain = explain(answer, person).chain
        assert len(chain) == contacts[person][0]
        assert chain[0].person == person
        assert [link.source for link in chain[:-1]] == [link.person for link in chain[1:]]
        assert chain[-1].source in {seed.person for seed in question.seeds}
        for link in chain:
            assert facts(link) in expected[link.person]
            made_contact = link.until if question.backward else link.since
            assert made_contact == contacts[link.person][1]


@settings(max_examples=250)
@given(worlds())
def test_list_met_has_whom_the_seeds_met_at_each_place(world):
    rows, types, question = world
    contacts, expected = oracle.trace_with_encounters(rows, question, types)
    met = defaultdict(set)
    for person, encounters in expected.items():
        if contacts[person][0] == 1:
            for _source, place, _since, _until in encounters:
                met[place].add(person)
    found = list_met(trace(index_of(rows, types), question))
    assert {place: set(people) for place, people in found.items()} == met
    assert all(len(set(people)) == len(people) for people in found.values())


def test_list_met_leaves_out_what_comes_after_the_moment():
    rows = [(1, 1, 0, 5), (2, 1, 0, 5), (1, 2, 10, 20), (2, 2, 5, 30)]
    answer = trace(index_of(rows), Question((Seed(1),), moment=8))
    assert list_met(answer) == {1: [2]}


@pytest.mark.parametrize("person", [1, 3, "nobody"])
def test_explain_refuses_who_is_no_contact(person):
    answer = trace(index_of([(1, 1, 0, 9), (2, 1, 5, 7), (3, 2, 0, 9)]), Question((Seed(1),)))
    with pytest.raises(EngineError) as refusal:
        explain(answer, person)
    assert refusal.value.code == ("unknown_person" if person == "nobody" else "no_contact")

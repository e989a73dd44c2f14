"""The table of what a checkpoint answers: every shared case, every check reached, words for all."""

import pytest

from longgang.core.errors import Refused
from longgang.passes.deciding import (
    OPERATORS,
    TABLE,
    Decision,
    check_stop,
    decide,
    is_seal_number,
    place_of,
    stop_facts,
    tidy_seal_number,
)
from longgang.passes.gate_rules import decision_words, judge, judge_stranger, parse_temperature

from .gate_cases import CASES, CHOICES, DECISIONS, STOPS

WAYS = TABLE["ways"]
FACTS = {*CASES["base"]}
VALID = Decision("green", "passes.valid")
STOP_FACTS = {
    *TABLE["limits"],
    *CASES["stop_facts"],
    *stop_facts(TABLE, VALID, CASES["stop"], {}),
}


def as_decision(verdict):
    also = tuple((other["level"], other["code"]) for other in verdict["also"])
    return Decision(verdict["level"], verdict["code"], also)


@pytest.mark.parametrize("case", DECISIONS, ids=lambda case: f"{case['way']}: {case['name']}")
def test_decide(case):
    found = decide(TABLE, case["way"], case["facts"])
    assert [found.level, found.code, [list(other) for other in found.also]] == [
        case["level"], case["code"], case["also"]
    ]  # fmt: skip


def first_of(case, table=TABLE):
    """As find_for_gate chooses: the lowest place, then whoever is expected nearest to now."""

    def stands(each):
        facts = each | {"is_named": each["number"] == case["named"], "now": CASES["base"]["now"]}
        return place_of(table, case["way"], facts), abs(each["expected_at"] - facts["now"])

    return min(case["passes"], key=stands)["number"]


@pytest.mark.parametrize("case", CHOICES, ids=lambda case: f"{case['way']}: {case['of']}")
def test_of_several_passes_the_one_that_is_meant(case):
    assert first_of(case) == case["first"]
    assert first_of({**case, "passes": case["passes"][::-1]}) == case["first"]


@pytest.mark.parametrize("case", STOPS, ids=lambda case: f"{case['way']}: {case['name']}")
def test_check_stop(case):
    decision = as_decision(case["verdict"])
    assert check_stop(TABLE, case["way"], decision, case["stop"], case["facts"]) == case["codes"]


@pytest.mark.parametrize(("text", "value"), CASES["temperatures"])
def test_a_reading_is_read_the_same_everywhere(text, value):
    if value is None:
        with pytest.raises(Refused):
            parse_temperature(text)
    else:
        assert parse_temperature(text) == value


@pytest.mark.parametrize(("text", "number"), CASES["seals"])
def test_a_seal_number_is_tidied_the_same_everywhere(text, number):
    assert tidy_seal_number(text) == number


@pytest.mark.parametrize(("text", "is_one"), CASES["seal_numbers"])
def test_what_can_be_the_number_of_a_seal(text, is_one):
    assert is_seal_number(text) is is_one


def test_the_shared_cases_are_many():
    assert len(DECISIONS) >= 200
    assert len(STOPS) >= 60
    named = [(case["way"], case["name"]) for case in DECISIONS]
    assert len(set(named)) == len(named)


# --- the table itself ---


def without(table, section, way, place):
    """The same table with one check left out."""
    checks = [*table[section][way]]
    del checks[place]
    return {**table, section: {**table[section], way: checks}}


@pytest.mark.parametrize(
    ("way", "place"), [(way, place) for way in WAYS for place in range(len(WAYS[way]) - 1)]
)
def test_no_check_can_be_lost_unnoticed(way, place):
    """Without it at least one case has another answer."""
    poorer = without(TABLE, "ways", way, place)
    assert any(
        decide(poorer, way, case["facts"]) != decide(TABLE, way, case["facts"])
        for case in DECISIONS
        if case["way"] == way
    ), WAYS[way][place]


@pytest.mark.parametrize(
    ("way", "place"),
    [(way, place) for way, groups in TABLE["choice"].items() for place in range(len(groups) - 1)],
)
def test_no_place_of_the_choice_can_be_lost_unnoticed(way, place):
    poorer = without(TABLE, "choice", way, place)
    assert any(first_of(case, poorer) != case["first"] for case in CHOICES if case["way"] == way)


@pytest.mark.parametrize(
    ("way", "place"),
    [(way, place) for way, checks in TABLE["stops"].items() for place in range(len(checks))],
)
def test_no_check_of_a_stop_can_be_lost_unnoticed(way, place):
    poorer = without(TABLE, "stops", way, place)
    assert any(
        check_stop(poorer, case["way"], as_decision(case["verdict"]), case["stop"], case["facts"])
        != case["codes"]
        for case in STOPS
    ), TABLE["stops"][way][place]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_has_an_end(way):
    last = WAYS[way][-1]
    assert (last["when"], last["level"], last.get("goes_on")) == ([], "green", None)
    assert all(check["when"] for check in WAYS[way][:-1])


@pytest.mark.parametrize("way", WAYS)
def test_what_is_only_minded_is_amber_and_comes_last(way):
    """Nothing that ends stands behind what is minded, but green: an answer never hides another."""
    is_end = [check["level"] == "green" and not check.get("goes_on") for check in WAYS[way]]
    goes_on = [
        bool(check.get("goes_on")) for check, end in zip(WAYS[way], is_end, strict=True) if not end
    ]
    assert goes_on == sorted(goes_on)
    assert {check["level"] for check in WAYS[way] if check.get("goes_on")} <= {"amber", "green"}


def test_a_way_without_an_end_is_a_fault():
    with pytest.raises(ValueError, match="no end"):
        decide({"ways": {"entry": []}}, "entry", {})


def test_a_red_end_does_not_take_along_what_was_minded():
    table = {
        "ways": {
            "entry": [
                {"code": "a", "level": "amber", "when": [], "goes_on": True},
                {"code": "b", "level": "red", "when": []},
            ]
        }
    }
    assert decide(table, "entry", {}) == Decision("red", "b")


@pytest.mark.parametrize(
    ("section", "known"), [("ways", FACTS), ("stops", STOP_FACTS), ("choice", {*FACTS, "is_named"})]
)
def test_conditions_use_known_words_and_facts(section, known):
    for checks in TABLE[section].values():
        for check in checks:
            for name, word, *operand in check["when"]:
                assert name in known, check
                assert word in OPERATORS, check
                assert len(operand) == (word not in {"present", "absent"}), check
                is_name = isinstance(operand[0], str) if operand else False
                if is_name and word not in {"is", "is_not", "has"}:
                    assert operand[0] in known, check


def test_every_code_has_words_and_every_word_a_code():
    codes = {
        check["code"]
        for section in ("ways", "stops")
        for checks in TABLE[section].values()
        for check in checks
    }
    assert codes - {None} == set(TABLE["says"])


def test_what_says_to_call_is_marked_so_that_the_number_stands_beside_it():
    marked = {code for code, said in TABLE["says"].items() if said.get("call")}
    advised = {
        code
        for code, said in TABLE["says"].items()
        if "call the duty officer" in said["advice"].lower()
    }
    assert marked == advised
    assert {"passes.blocklisted", "passes.forged", "passes.data_too_old"} <= marked


def test_an_answer_asks_to_call_also_for_what_is_only_minded():
    assert not judge("entry", CASES["base"]).asks_to_call
    assert judge_stranger("entry", code="none", blocked=True).asks_to_call
    old = {"is_online": False, "data_age_s": None, "earlier_trip_open": True}
    assert judge("entry", CASES["base"] | old).asks_to_call


# --- its words ---


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_decision_words_are_said_in_the_language_asked_for(language):
    words = decision_words(language)
    assert words.keys() == TABLE["says"].keys()
    said = words["passes.blocklisted"]
    assert said == {
        "zh-hans": {"words": "已列入禁行名单", "advice": "不予放行，请联系值班员。"},
        "en": {"words": "On the blocklist", "advice": "Do not let pass; call the duty officer."},
    }[language]  # fmt: skip
    assert words["passes.may_leave"]["advice"] == ""


def test_only_the_pass_of_its_holder_has_advice_of_its_own():
    facts = CASES["base"]
    assert str(judge("pass", facts).advice) == "请在卡口出示此码。"
    assert str(judge("entry", facts).advice) == "请贴封签、拍照。"


@pytest.mark.parametrize(("way", "plate"), [("entry", "for_plate"), ("exit", "to_leave")])
def test_judge_stranger(way, plate):
    assert judge_stranger(way, code="not_ours").code == "passes.not_ours"
    assert judge_stranger(way, code="none").code == f"passes.no_pass_{plate}"


def test_judge_stranger_knows_a_blocked_plate():
    verdict = judge_stranger("entry", code="none", blocked=True)
    assert (verdict.level, verdict.may_pass) == ("red", False)

"""What a checkpoint answers in the browser: the shared cases, and anything as Python does."""

from random import Random
from typing import Any

import pytest
from django.templatetags.static import static
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from longgang.passes.deciding import TABLE, Decision, check_stop, decide, tidy_seal_number
from tests.passes.gate_cases import CASES, DECISIONS, STOPS

LOAD = """async ([module, table]) => {
    window.deciding = await import(module);
    window.table = await (await fetch(table)).json();
}"""
DECIDE = """cases => cases.map(({way, facts}) => deciding.decide(table, way, facts))"""
CHECK = """cases => cases.map(({way, verdict, stop, facts}) =>
    deciding.checkStop(table, way, verdict, stop, facts))"""
MANY = 300
ROUNDS = settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # what differs is named below, nothing is to be shrunk
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def page(open_browser) -> Page:
    """A page of ours that has the module and the table as the server gives them out."""
    page = open_browser().page
    page.goto("/login/staff/")
    page.evaluate(LOAD, [static("passes/decide.js"), static("passes/gate_decision.json")])
    return page


def as_decision(verdict: dict[str, Any]) -> Decision:
    """As Python says it."""
    also = tuple((other["level"], other["code"]) for other in verdict["also"])
    return Decision(verdict["level"], verdict["code"], also)


def told(decision: Decision) -> dict[str, Any]:
    """As JavaScript says it."""
    also = [{"level": level, "code": code} for level, code in decision.also]
    return {"level": decision.level, "code": decision.code, "also": also}


def test_every_shared_decision(page):
    found = page.evaluate(DECIDE, DECISIONS)
    wrong = [
        (case["way"], case["name"], answer)
        for case, answer in zip(DECISIONS, found, strict=True)
        if [answer["level"], answer["code"], [list(other.values()) for other in answer["also"]]]
        != [case["level"], case["code"], case["also"]]
    ]
    assert wrong == []


def test_every_shared_stop(page):
    found = page.evaluate(CHECK, STOPS)
    wrong = [
        (case["way"], case["name"], codes)
        for case, codes in zip(STOPS, found, strict=True)
        if codes != case["codes"]
    ]
    assert wrong == []


def test_readings_seals_and_words(page):
    texts = [text for text, _value in CASES["temperatures"]]
    found = page.evaluate(
        "texts => texts.map(text => deciding.readTemperature(table, text))", texts
    )
    assert [list(pair) for pair in zip(texts, found, strict=True)] == CASES["temperatures"]
    seals = [text for text, _number in CASES["seals"]]
    tidied = page.evaluate("texts => texts.map(deciding.tidySealNumber)", seals)
    assert [list(pair) for pair in zip(seals, tidied, strict=True)] == CASES["seals"]
    numbers = [text for text, _is_one in CASES["seal_numbers"]]
    can_be = page.evaluate("texts => texts.map(deciding.isSealNumber)", numbers)
    assert [list(pair) for pair in zip(numbers, can_be, strict=True)] == CASES["seal_numbers"]
    filled = page.evaluate(
        "words => deciding.fill(words, {people_count: 3, announced: 2})",
        "%(people_count)s people aboard, %(announced)s announced, %(other)s.",
    )
    assert filled == "3 people aboard, 2 announced, ?."


def test_who_may_pass(page):
    levels = ["green", "amber", "red", "grey"]
    may = page.evaluate("levels => levels.map(level => deciding.mayPass({level}))", levels)
    assert may == [True, True, False, False]


def test_a_table_without_an_end_is_a_fault(page):
    said = page.evaluate("""() => {
        try { return deciding.decide({ways: {entry: []}}, "entry", {}); }
        catch (error) { return error.message; }
    }""")
    assert "no end" in said


# --- anything at all ---

CODES = ["none", "signed", "not_ours", "unreadable", "other_issuer", "unknown_key",
         "key_withdrawn", "forged", "quantum"]  # fmt: skip
STATUSES = ["submitted", "returned", "withdrawn", "refused", "revoked", "superseded", "expired",
            "used", "issued", "new"]  # fmt: skip
TRIPS = ["expected", "entered", "arrived", "left", "closed", "cancelled"]
NOW = CASES["base"]["now"]
MOMENTS = [None, NOW, NOW - 1, NOW + 1, NOW - 0.25, NOW + 0.25, 0, NOW - 24 * 3600, "soon"]
DAYS = [None, "2026-03-09", "2026-03-10", "2026-03-11", "2025-12-31", 20260310]
YES_OR_NO = [None, True, False, 0, 1, "true"]
ANY_FACTS: dict[str, list[Any]] = {
    "code": ["none", "signed", "unknown_key", None, *CODES],
    "is_known": YES_OR_NO,
    "is_online": YES_OR_NO,
    "pass_status": [None, "issued", "issued", "issued", *STATUSES],
    "trip_status": [None, "expected", *TRIPS],
    "valid_from": MOMENTS,
    "valid_until": MOMENTS,
    "checkpoint": [None, "KK1", "KK2", ""],
    "here": [None, "KK1", "KK2"],
    "blocked": [*YES_OR_NO, False, False],
    "certificates_until": DAYS,
    "today": DAYS,
    "oldest_sample_at": [*MOMENTS, NOW - 24 * 3600 - 1, NOW - 48 * 3600],
    "test_max_hours": [None, 0, 24, 48, 0.5, True],
    "turn_back": [None, "", "waiting", "confirmed"],
    "earlier_trip_open": YES_OR_NO,
    "needs_seal": YES_OR_NO,
    "seal_number": [None, "", "FQ0001"],
    "now": [NOW, NOW, *MOMENTS],
    "data_age_s": [None, 0, 60, 14_400, 14_400.5, 14_401, "old"],
    "call_after_s": [None, 14_400, 60],
    "is_used_here": [*YES_OR_NO, False, False],
}
TEXTS = [None, "", " ", "\u3000", "\x1c", "\x85", "\ufeff", "\u200b", "王", " F-1", "F\u00a01"]
ANY_STOP: dict[str, list[Any]] = {
    "people_count": [None, 0, 1, 2, 3],
    "temperatures": [None, [], [36.5], [36.5, 37.3], [37.5, 37.29999], [33], [32.9], [43, 43.1],
                     [20, 50], [36.5, 36.6, 40]],
    "seal_state": [None, "", "none", "applied", "intact", "broken"],
    "seal_number": TEXTS,
    "note": TEXTS,
    "escort_name": TEXTS,
    "has_photo": YES_OR_NO,
}  # fmt: skip
ANY_STOP_FACTS: dict[str, list[Any]] = {
    "announced": [None, 0, 1, 2],
    "fever_from": [None, 37.3, 37.5, 40],
    "needs_seal": YES_OR_NO,
    "seal_number": [None, "", "FQ0001"],
    "entered_count": [None, 0, 1, 2],
}
ACTIONS = ["let_pass", "let_pass", "test_and_pass", "escort", "turn_back", "refused"]
seeds = given(st.integers(0, 2**32).map(Random))


def some_of(pools: dict[str, list[Any]], random: Random) -> dict[str, Any]:
    """A value of each pool; one in ten is left out."""
    return {name: random.choice(pool) for name, pool in pools.items() if random.random() > 0.1}


def differences(cases: list[Any], there: list[Any], here: list[Any]) -> list[Any]:
    return [
        (case, browser, python)
        for case, browser, python in zip(cases, there, here, strict=True)
        if browser != python
    ][:3]


def test_both_languages_decide_alike(page):
    """Many facts a call, so that thousands are asked in seconds."""

    @ROUNDS
    @seeds
    def agree(random):
        cases = [
            {"way": random.choice([*TABLE["ways"]]), "facts": some_of(ANY_FACTS, random)}
            for _ in range(MANY)
        ]
        here = [told(decide(TABLE, case["way"], case["facts"])) for case in cases]
        assert differences(cases, page.evaluate(DECIDE, cases), here) == []

    agree()


def test_both_languages_check_a_stop_alike(page):
    verdicts = [case["verdict"] for case in STOPS]

    @ROUNDS
    @seeds
    def agree(random):
        cases = [
            {
                "way": random.choice(["entry", "exit"]),
                "verdict": random.choice(verdicts),
                "stop": {"action": random.choice(ACTIONS)} | some_of(ANY_STOP, random),
                "facts": some_of(ANY_STOP_FACTS, random),
            }
            for _ in range(MANY)
        ]
        here = [
            check_stop(
                TABLE, case["way"], as_decision(case["verdict"]), case["stop"], case["facts"]
            )
            for case in cases
        ]
        assert differences(cases, page.evaluate(CHECK, cases), here) == []

    agree()


def test_both_languages_tidy_seals_alike(page):
    @ROUNDS
    @given(st.lists(st.text(max_size=70), max_size=20))
    def agree(typed):
        here = [tidy_seal_number(text) for text in typed]
        assert page.evaluate("texts => texts.map(deciding.tidySealNumber)", typed) == here

    agree()

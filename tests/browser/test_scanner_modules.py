"""The scanner's modules that need no page: line, clock, reading, choosing; in a real browser."""

import pytest

from longgang.core.identifiers import PROVINCES
from longgang.passes.deciding import TABLE
from tests.browser.conftest import PHONE
from tests.passes.gate_cases import CASES, CHOICES, READINGS

AT_STATIC = "/static/checkpoints"


@pytest.fixture
def run(open_browser):
    """`run("link.js", "isFit", [...])`: the outcome of one exported function."""
    page = open_browser(None, PHONE).page
    page.goto("/healthz")

    def call(module, function, *values):
        return page.evaluate(
            "([path, name, values]) => import(path).then(m => m[name](...values))",
            [f"{AT_STATIC}/{module}", function, list(values)],
        )

    return call


def results(text):
    """`ok:50 bad ok:1900` as the line's last results, the newest last."""
    made = []
    for word in text.split():
        kind, _colon, ms = word.partition(":")
        made.append({"isOk": kind == "ok", "ms": int(ms or 2000)})
    return made


def test_the_line_closes_and_opens_by_its_results(run):
    table = [  # last results, was it fit, is it fit
        ("", True, True),
        ("", False, False),
        ("bad", True, True),
        ("bad bad", True, False),
        ("bad ok:50 bad", True, False),
        ("bad ok:50 ok:50 ok:50 ok:50 bad", True, True),  # the first has left the window
        ("ok:1500 ok:1500", True, False),  # answers, but too slowly
        ("ok:1499 ok:1499", True, True),
        ("ok:50", False, False),
        ("ok:50 ok:50", False, True),
        ("bad bad bad ok:50 ok:50", False, True),
        ("ok:50 ok:1500", False, False),
        ("ok:50 bad", False, False),
    ]
    wrong = [
        (text, was)
        for text, was, expected in table
        if run("link.js", "isFit", results(text), was) is not expected
    ]
    assert wrong == []


def test_every_example_is_read_as_on_the_server(run):
    asked = [(case["text"], case["province"]) for case in READINGS]
    asked += [(f"a1234{letter}", province) for province in PROVINCES.values() for letter in "O7"]
    read = [run("reading.js", "readText", *each) for each in asked]
    expected = [{"kind": case["kind"], "value": case["value"] or case["text"]} for case in READINGS]
    expected += [
        {"kind": "plate", "value": f"{province}A1234{digit}"}
        for province in PROVINCES.values() for digit in "07"
    ]  # fmt: skip
    wrong = [
        (question, got, wanted)
        for question, got, wanted in zip(asked, read, expected, strict=True)
        if got != wanted
    ]
    assert wrong == []


def test_the_clock_follows_the_server_also_when_somebody_sets_the_phone(open_browser):
    page = open_browser(None, PHONE).page
    page.goto("/healthz")
    shown = page.evaluate("""async () => {
        const { Clock } = await import("/static/checkpoints/clock.js");
        let wall = 1_000_000, steady = 0;
        const clock = new Clock(null, { wall: () => wall, steady: () => steady });
        const shown = [clock.now()];                       // never heard: the phone's own time
        clock.learn(5_000_100, 1_000_000, 1_000_200);      // the server is 4,000,000 ms ahead
        shown.push(clock.now());
        wall += 60_000; steady += 60_000;                  // a minute passes
        shown.push(clock.now());
        wall += 86_400_000;                                // somebody sets the phone a day ahead
        shown.push(clock.now());
        wall -= 2 * 86_400_000; steady += 1_000;           // and back by two
        shown.push(clock.now());
        wall += 500; steady += 900;                        // no jump, only a clock that drifts
        shown.push(clock.now());
        return shown;
    }""")
    assert shown == [1_000_000, 5_000_000, 5_060_000, 5_060_000, 5_061_000, 5_061_500]


def test_of_several_passes_the_one_that_is_meant_is_chosen_as_on_the_server(run):
    now = CASES["base"]["now"] * 1000

    def chosen(rows, **asked):
        row = run("judge.js", "choose", TABLE, rows, asked | {"now": now})
        return row and row["number"]

    found = [chosen(case["passes"], way=case["way"], named=case["named"]) for case in CHOICES]
    assert found == [case["first"] for case in CHOICES]
    inside, evening = CHOICES[2]["passes"]
    assert chosen([inside], way="entry", named="211403000001") is None  # on no list of this phone
    assert chosen([inside], way="exit", named="211403000001") == "inside"
    assert chosen([evening], way="exit", named="211403000001") is None
    assert chosen([], way="entry") is None


def test_what_this_phone_has_done_itself_counts(run):
    def check(seq, way, action="let_pass", undone=None):
        return {"seq": seq, "way": way, "action": action, "undone": undone}

    entry, out = check(1, "entry"), check(2, "exit")
    assert run("judge.js", "ownStanding", []) == ""
    assert run("judge.js", "ownStanding", [entry]) == "entered"
    assert run("judge.js", "ownStanding", [out, entry]) == "closed"
    assert run("judge.js", "ownStanding", [check(1, "entry", "refused")]) == ""
    assert run("judge.js", "ownStanding", [check(1, "entry", "turn_back")]) == ""
    assert run("judge.js", "ownStanding", [check(1, "entry", undone={"why": "x"})]) == ""

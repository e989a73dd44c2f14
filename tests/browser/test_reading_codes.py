"""The reader of codes in the browser: bound to the examples, and of one mind with the server's."""

import base64
import random

import pytest

from longgang.passes.codes import PassClaims, SignedCode, read_signed
from scripts.write_vectors import HOST
from tests.passes.vectors import read_vectors, verifying_keys

VECTORS = read_vectors()
KEYS, ISSUER = verifying_keys(VECTORS), VECTORS["issuer"]
GOOD = [case["text"] for case in VECTORS["cases"] if case["state"] == "signed"]
READ_ALL = """async ([texts, {keys, issuer}]) => {
    const { readSigned } = await import("/static/passes/code.js");
    const read = [];
    for (const text of texts) read.push(await readSigned(text, { keys, issuer }));
    return read;
}"""
# Changes letters of good codes, and keeps what was believed though it is another code.
FUZZ = """async ([good, {keys, issuer}, rounds]) => {
    const { readSigned } = await import("/static/passes/code.js");
    let state = 20221014;
    const dice = (sides) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * sides);
    };
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567abcxyz189=ıﬁ辽\\u0000\\ud83d ";
    const seen = {};
    const wrong = [];
    for (let round = 0; round < rounds; round += 1) {
        const text = good[dice(good.length)];
        const begin = text.indexOf("/C/") + 6;
        const place = begin + dice(text.length - begin);
        const letter = alphabet[dice(alphabet.length)];
        const changed = [
            () => text.slice(0, place) + letter + text.slice(place + 1),
            () => text.slice(0, place) + letter + text.slice(place),
            () => text.slice(0, place),
            () => text.slice(0, place) + text.slice(place + 1 + dice(9)),
            () => text.slice(0, place) + text.slice(begin, place) + text.slice(place),
        ][dice(5)]();
        const read = await readSigned(changed, { keys, issuer });
        seen[read.state] = (seen[read.state] ?? 0) + 1;
        const isSame = changed.trim().toUpperCase() === text.toUpperCase();
        if ((read.state === "signed") !== isSame) wrong.push(changed);
    }
    return { seen, wrong };
}"""


@pytest.fixture
def page(open_browser):
    """Any page of the house: its policy decides what may be loaded."""
    visit = open_browser()
    visit.go("/")
    return visit.page


def in_python(text: str) -> dict[str, object]:
    return as_javascript(read_signed(text, KEYS, ISSUER))


def as_javascript(read: SignedCode) -> dict[str, object]:
    claims = read.claims and claims_as_javascript(read.claims)
    return {"state": read.state.value, "claims": claims, "kid": read.kid}


def claims_as_javascript(claims: PassClaims) -> dict[str, object]:
    return {
        "issuer": claims.issuer,
        "number": claims.number,
        "plate": claims.plate,
        "colour": claims.colour,
        "validFrom": claims.valid_from,
        "validUntil": claims.valid_until,
        "checkpoint": claims.checkpoint,
        "people": claims.people,
        "oneTrip": claims.one_trip,
    }


def test_every_example_reads_as_written_down(page):
    read = page.evaluate(READ_ALL, [[case["text"] for case in VECTORS["cases"]], VECTORS])
    expected = [
        {
            "state": case["state"],
            "claims": case["claims"] and claims_as_javascript(PassClaims(**case["claims"])),
            "kid": case["kid"],
        }
        for case in VECTORS["cases"]
    ]
    wrong = [
        (case["name"], got)
        for case, got, wanted in zip(VECTORS["cases"], read, expected, strict=True)
        if got != wanted
    ]
    assert wrong == []


def test_no_changed_code_is_believed(page):
    """A letter changed, put in, left out, cut, doubled: 3,000 times."""
    found = page.evaluate(FUZZ, [GOOD[:8], VECTORS, 3_000])
    assert found["wrong"] == []
    assert sum(found["seen"].values()) == 3_000
    assert found["seen"].keys() >= {"signed", "unreadable", "forged"}


def test_both_languages_are_of_one_mind(page):
    """Bytes changed within the message, nonsense in its place: both say the same of each."""
    dice = random.Random(17)  # noqa: S311 - the same changes every time
    texts = []
    for _round in range(1_500):
        text = dice.choice(GOOD[:8])
        code = text.removeprefix(HOST)
        data = bytearray(base64.b32decode(code + "=" * (-len(code) % 8)))
        for _change in range(dice.choice((1, 1, 1, 2, 5))):
            place = dice.randrange(len(data))
            data[place] = dice.choice((data[place] ^ 1 << dice.randrange(8), dice.randrange(256)))
        if dice.random() < 0.2:
            del data[dice.randrange(len(data)) :]
        texts.append(HOST + base64.b32encode(bytes(data)).decode().rstrip("="))
    read = page.evaluate(READ_ALL, [texts, VECTORS])
    apart = [(text, got) for text, got in zip(texts, read, strict=True) if got != in_python(text)]
    assert apart == []
    assert len({each["state"] for each in read}) >= 4


def test_the_readers_key_may_be_nonsense(page):
    """What a phone holds may be damaged; that is no reason to let anything through, or to fail."""
    broken = [
        {"kid": VECTORS["keys"][0]["kid"], "x": x, "withdrawn": False} for x in ("", "!", "AA")
    ]
    read = page.evaluate(READ_ALL, [GOOD[:1], {"keys": broken, "issuer": ISSUER}])
    assert read[0]["state"] == "forged"

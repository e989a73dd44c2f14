"""The signed code of a pass: what is written, what is believed, and everything that is not."""

import base64
import dataclasses

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from longgang.passes.codes import (
    CodeState,
    PassClaims,
    VerifyingKey,
    address_of_code,
    is_code,
    read_signed,
    write_code,
)
from scripts import write_vectors

from .vectors import PLACE, from_base64url, read_vectors, verifying_keys

VECTORS = read_vectors()
KEYS = verifying_keys(VECTORS)
ISSUER = VECTORS["issuer"]
GOOD = VECTORS["cases"][0]


def private(name: str) -> bytes:
    return next(from_base64url(key["d"]) for key in VECTORS["keys"] if key["name"] == name)


SIGNING = private("the one that signs")


def claims_of(**changes) -> PassClaims:
    return PassClaims(**(GOOD["claims"] | changes))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_every_example_reads_as_written_down(case):
    read = read_signed(case["text"], KEYS, ISSUER)
    claims = dataclasses.asdict(read.claims) if read.claims else None
    assert (read.state, read.kid, claims) == (case["state"], case["kid"], case["claims"])


def test_the_examples_hold_every_state():
    assert {case["state"] for case in VECTORS["cases"]} == set(CodeState)


def test_the_examples_are_what_the_script_writes():
    assert PLACE.read_text(encoding="ascii") == write_vectors.written()


def test_we_write_the_code_that_another_implementation_wrote():
    assert GOOD["text"].endswith("/C/" + write_code(claims_of(), SIGNING))


def test_an_address_is_a_code_when_its_path_ends_in_a_signed_message():
    assert is_code(GOOD["text"])
    assert is_code(GOOD["text"][:60])
    assert not is_code("https://tong.example.gov.cn/passes/p/aB3dE5gH7jK9mN1pQ3sT5v/")


@pytest.mark.parametrize(
    ("changes", "version"),
    [
        ({}, 10),
        ({"plate": "辽PD12345", "colour": "94", "checkpoint": "KK0123456789A"}, 11),
        # The longest plate that the register takes, at a checkpoint with the longest number.
        ({"plate": "军" * 12, "colour": "94", "checkpoint": "K" * 32, "people": 99}, 12),
    ],
)
def test_the_qr_code_stays_small_under_a_long_name(changes, version):
    """Version 12 at level M, alphanumeric, under a host of 60 characters."""
    host = "https://" + "pass." * 9 + "longgang.gov.cn"
    assert len(host) == len("https://") + 60
    code = write_code(claims_of(**changes), SIGNING)
    drawn = segno.make(address_of_code(code, public_url=host), error="m", boost_error=False)
    assert drawn.mode == "alphanumeric"
    assert drawn.version <= version


texts = st.text(max_size=100).filter(bool)
codes = st.builds(
    PassClaims,
    issuer=st.just(ISSUER),
    number=st.from_regex(r"[0-9]{12}", fullmatch=True),
    plate=st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
    colour=st.integers(1, 99).map(str),
    valid_from=st.integers(0, 2**52),
    valid_until=st.integers(2**52 + 1, 2**53 - 1),
    checkpoint=st.text(st.characters(codec="utf-8"), max_size=32),
    people=st.integers(0, 99),
    one_trip=st.booleans(),
)


@given(codes)
def test_whatever_is_written_is_believed_and_reads_the_same(claims):
    text = address_of_code(write_code(claims, SIGNING), public_url="https://tong.example.gov.cn")
    read = read_signed(text, KEYS, ISSUER)
    assert (read.state, read.claims) == (CodeState.SIGNED, claims)


@given(st.text() | st.text().map(lambda text: f"https://x/C/2KC{text}"))
def test_no_text_is_believed_by_chance_or_raises(text):
    assert read_signed(text, KEYS, ISSUER).state in {CodeState.NOT_OURS, CodeState.UNREADABLE}


@given(st.binary(max_size=600))
def test_no_bytes_are_believed_by_chance_or_raise(data):
    text = "HTTPS://X/C/" + base64.b32encode(b"\xd2\x84" + data).decode().rstrip("=")
    assert read_signed(text, KEYS, ISSUER).state == CodeState.UNREADABLE


@given(st.data())
def test_a_code_with_any_byte_changed_is_not_believed(data):
    text = GOOD["text"].removeprefix(write_vectors.HOST)
    written = bytearray(base64.b32decode(text + "=" * (-len(text) % 8)))
    place = data.draw(st.integers(0, len(written) - 1))
    written[place] ^= data.draw(st.integers(1, 255))
    changed = write_vectors.url(bytes(written))
    assert read_signed(changed, KEYS, ISSUER).state != CodeState.SIGNED


def test_two_keys_of_one_id_are_both_tried():
    kid = GOOD["kid"]
    stranger = VerifyingKey(kid, KEYS[1].x)
    assert read_signed(GOOD["text"], [stranger, KEYS[0]], ISSUER).state == CodeState.SIGNED
    assert read_signed(GOOD["text"], [stranger], ISSUER).state == CodeState.FORGED


def test_without_any_key_nothing_is_known():
    assert read_signed(GOOD["text"], [], ISSUER).state == CodeState.UNKNOWN_KEY

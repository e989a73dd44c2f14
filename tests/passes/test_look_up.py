"""Where a code leads at a gate: to its pass, or to the reason why it may not be believed."""

import base64

import pytest

from longgang.audit.api import SYSTEM
from longgang.core.clock import now, today
from longgang.core.identifiers import Plate, PlateColour
from longgang.passes.actions.blocklist import confirm_block, propose_block
from longgang.passes.actions.keys import rotate_signing_key, withdraw_signing_key
from longgang.passes.codes import PassClaims, address_of_code, write_code
from longgang.passes.gate_codes import read_code
from longgang.passes.gate_look import look_up
from longgang.passes.models import SigningKey
from longgang.passes.signing import address_in_code

from . import build
from .gate import an_entry, the_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(db):
    return rotate_signing_key(by=SYSTEM)


@pytest.fixture
def vehicle_pass(wen, lin, district, key):
    return build.an_issued_pass(wen, reviewer=lin)


@pytest.fixture
def code(vehicle_pass):
    return address_in_code(vehicle_pass, now=now())


@pytest.fixture
def look(west_exit):
    def at_west_exit(text, direction="entry", colour="", premises=west_exit):
        answer = look_up(
            read_code(text, province="辽"), colour=colour, premises=premises,
            direction=direction, moment=now(),
        )  # fmt: skip
        return answer.verdict.level, answer.verdict.code.removeprefix("passes."), answer

    return at_west_exit


def a_code(issuer="211403", number="211403999999", plate="辽P88888", key=None):
    """A code of our own making; without a key of ours, of a thief's."""
    claims = PassClaims(issuer, number, plate, "2", 1, 4_000_000_000, build.WEST_EXIT, 1, True)
    private = bytes.fromhex(key.private_key) if key else bytes(range(32))
    return address_of_code(write_code(claims, private), public_url="https://longgang.example")


def test_a_signed_code_leads_to_its_pass(look, code, vehicle_pass):
    level, found, answer = look(code)
    assert (level, found) == ("green", "valid")
    assert (answer.vehicle_pass, answer.plate) == (vehicle_pass, vehicle_pass.plate)


def test_a_signed_code_of_a_used_pass_is_red(look, code, vehicle_pass, hai, west_exit):
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    level, found, answer = look(code)
    assert (level, found) == ("red", "already_inside")
    assert answer.vehicle_pass == vehicle_pass


@pytest.mark.parametrize("direction", ["entry", "exit"])
def test_a_withdrawn_key_voids_its_codes(look, code, key, direction, vehicle_pass):
    withdraw_signing_key(key, by=SYSTEM, reason="泄露")
    level, found, answer = look(code, direction)
    assert (level, found) == ("red", "key_withdrawn")
    assert (answer.vehicle_pass, answer.plate) == (None, vehicle_pass.plate)


@pytest.mark.parametrize("direction", ["entry", "exit"])
def test_a_forged_code_is_red(look, code, direction):
    forged = code[:-30] + ("A" if code[-30] != "A" else "B") + code[-29:]
    assert look(forged, direction)[:2] == ("red", "forged")


def test_a_code_signed_with_a_key_of_nobody_is_forged(look, key):
    level, found, answer = look(a_code())
    assert (level, found) == ("red", "forged")
    assert (answer.vehicle_pass, answer.plate, answer.plate_colour) == (None, "辽P88888", "2")


def test_a_code_of_another_district_is_grey(look, key):
    assert look(a_code(issuer="211404"))[:2] == ("grey", "other_issuer")


def test_a_code_that_was_cut_off_cannot_be_read(look, code):
    assert look(code[:-20])[:2] == ("grey", "unreadable")


def test_signed_by_us_but_no_such_pass_is_red(look, key):
    """A stolen key signs what we never issued: the register knows."""
    level, found, answer = look(a_code(key=SigningKey.objects.get(pk=key.pk)))
    assert (level, found, answer.vehicle_pass) == ("red", "unknown_pass", None)


@pytest.mark.parametrize(
    "text", ["", "https://example.org/x", "x" * 10_240, "HTTPS://EXAMPLE.ORG/C/HELLO", "a\x00b",
             base64.b32encode(bytes(range(200))).decode()],
)  # fmt: skip
def test_anything_else_is_not_ours(look, text, key):
    assert look(text)[:2] == ("grey", "not_ours")


def test_a_plate_that_nobody_announced_is_grey(look):
    level, found, answer = look("P99999")
    assert (level, found, answer.plate) == ("grey", "no_pass_for_plate", "辽P99999")


@pytest.mark.parametrize(("colour", "blocked"), [("", True), ("2", True), ("1", False)])
def test_a_blocked_plate_that_nobody_announced_is_red(look, colour, blocked, mei, kai):
    entry = propose_block(
        plate=Plate("辽P99999", PlateColour.YELLOW), reason="冲卡",
        document_number="龙政〔2026〕1号", ends_on=today(), by=kai,
    )  # fmt: skip
    assert look("P99999", colour=colour)[1] == "no_pass_for_plate"
    confirm_block(entry, by=mei)
    found = "blocklisted" if blocked else "no_pass_for_plate"
    assert look("P99999", colour=colour)[1] == found


def test_a_token_of_nobody_is_not_ours(look):
    assert look("aB3dE5gH7jK9mN1pQ3sT5v")[:2] == ("grey", "not_ours")

"""What a scanner or a glove typed, and which pass it means."""

from datetime import timedelta

import pytest
import time_machine

from longgang.audit.api import SYSTEM
from longgang.core.clock import now
from longgang.core.identifiers import PROVINCES, parse_plate
from longgang.core.tokens import new_token
from longgang.passes import finding
from longgang.passes.actions.keys import rotate_signing_key, withdraw_signing_key
from longgang.passes.finding import find_for_gate
from longgang.passes.gate_codes import CodeKind, GateCode, read_code
from longgang.passes.models import VehiclePass
from longgang.passes.queries import running_trip
from longgang.passes.signing import address_in_code

from . import build
from .gate import an_entry, an_exit, the_trip
from .gate_cases import READINGS
from .vectors import read_vectors

# One of each shape that GA 36 draws, with the code of its colour; and two as written.
REGISTERED = [
    ("辽P12345", "2"), ("辽P1234挂", "2"), ("辽P1234学", "2"), ("辽P1234警", "4"),
    ("粤Z1234港", "3"), ("粤Z1234澳", "3"), ("辽A1234领", "3"), ("沪12345领", "3"),
    ("辽P1234试", "1"), ("辽P1234超", "1"), ("使123456", "3"), ("123456使", "3"),
    ("辽X1234应急", "4"), ("辽PD12345", "5"), ("辽P12345D", "5"),
    ("WJ辽1234X", "4"), ("A123BC77", "9"),
]  # fmt: skip
TOKEN = "aB3dE5gH7jK9mN1pQ3sT5v"


@pytest.mark.parametrize("case", READINGS, ids=lambda case: repr(case["text"])[:40])
def test_every_example_is_read_as_on_a_device(case):
    read = read_code(case["text"], province=case["province"])
    kinds = {CodeKind.PLATE: "plate", CodeKind.PASS_NUMBER: "number"}
    kind = kinds.get(read.kind, "code")
    assert (kind, read.value if kind != "code" else "") == (case["kind"], case["value"])


@pytest.mark.parametrize("province", PROVINCES.values())
@pytest.mark.parametrize(("typed", "digit"), [("O", "0"), ("7", "7")])
def test_every_province_can_be_preset(province, typed, digit):
    assert read_code(f"a1234{typed}", province=province).value == f"{province}A1234{digit}"


def test_every_plate_that_can_be_registered_is_read_as_it_is_kept():
    """Whatever the register keeps, a glove at the gate finds it by typing it as it is drawn."""
    kept = [parse_plate(text, colour).number for text, colour in REGISTERED]
    assert [read_code(plate, province="辽") for plate in kept] == [
        GateCode(CodeKind.PLATE, plate) for plate in kept
    ]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (TOKEN, "token", TOKEN),
        (f"  {TOKEN}\n", "token", TOKEN),
        (f"https://longgang.example/passes/p/{TOKEN}/", "token", TOKEN),
        (f"http://10.0.0.1:8000/passes/p/{TOKEN}/?from=qr#top", "token", TOKEN),
        ("https://example.org/else", "nothing", ""),
        (f"https://example.org/?x=/{TOKEN}", "nothing", ""),
        ("", "nothing", ""),
        ("辽P12345\x00", "nothing", ""),
        ("x" * 10_000, "nothing", ""),
    ],
)
def test_what_is_no_plate_and_no_number(text, kind, value):
    assert read_code(text, province="辽") == GateCode(CodeKind(kind), value)


def test_a_signed_code_is_kept_as_it_came():
    text = read_vectors()["cases"][0]["text"]
    assert read_code(text, province="辽") == GateCode(CodeKind.SIGNED, text)


# --- which pass ---


@pytest.fixture
def two(db, wen, lin, district):
    """The same truck, now and in the evening."""
    build.a_rule("freight", "industrial", same_trip_hours=1)
    first = build.an_issued_pass(wen, reviewer=lin, expected_entry_at=build.in_hours(1))
    second = build.an_issued_pass(wen, reviewer=lin, expected_entry_at=build.in_hours(6))
    return first, second


def found(text, direction="entry", colour="", moment=None):
    passes = find_for_gate(
        read_code(text), colour=colour, direction=direction, moment=moment or now()
    )
    return [each.number for each in passes]


@pytest.mark.django_db
def test_by_plate_the_pass_expected_nearest_comes_first(two):
    first, second = two
    assert found("辽P12345") == [first.number, second.number]
    later = now() + timedelta(hours=8)
    assert found("辽P12345", moment=later) == [second.number, first.number]


@pytest.mark.django_db
def test_by_plate_the_colour_tells_two_vehicles_apart(two):
    assert len(found("辽P12345", colour="2")) == 2
    assert found("辽P12345", colour="1") == []


@pytest.mark.django_db
def test_a_pass_past_its_time_comes_last(two):
    first, second = two
    assert found("辽P12345", moment=first.valid_until)[0] == second.number


@pytest.mark.django_db
def test_at_the_exit_the_trip_that_is_inside_comes_first(two, hai, west_exit):
    first, second = two
    an_entry(the_trip(second), premises=west_exit, by=hai)
    assert found("辽P12345", "exit")[0] == second.number
    assert found("辽P12345", "entry")[0] == first.number
    assert found(first.token, "exit")[0] == second.number
    assert found(first.token, "entry")[0] == first.number


@pytest.fixture
def inside_and_tomorrow(vehicle_pass, wen, lin, hai, west_exit):
    """The same truck: inside on one pass, with another that counts only from tomorrow on."""
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    tomorrow = build.an_issued_pass(wen, reviewer=lin, expected_entry_at=build.in_hours(30))
    return vehicle_pass, tomorrow


@pytest.mark.django_db
def test_who_is_inside_is_not_told_to_come_back_tomorrow(inside_and_tomorrow):
    inside, tomorrow = inside_and_tomorrow
    assert found("辽P12345", "entry") == [inside.number, tomorrow.number]
    assert found(tomorrow.pass_number, "entry") == [tomorrow.number, inside.number]
    assert found("辽P12345", "exit") == [inside.number, tomorrow.number]
    assert found(tomorrow.pass_number, "exit") == [inside.number, tomorrow.number]
    in_time = tomorrow.valid_from + timedelta(minutes=1)
    assert found("辽P12345", "entry", moment=in_time)[0] == tomorrow.number


@pytest.mark.django_db
def test_who_leaves_with_the_code_of_an_old_pass_is_let_out_on_the_one_inside(
    inside_and_tomorrow, hai, west_exit
):
    inside, tomorrow = inside_and_tomorrow
    an_exit(the_trip(inside), premises=west_exit, by=hai)
    assert found(inside.pass_number, "exit")[0] == inside.number  # it has left: nothing to do
    with time_machine.travel(tomorrow.valid_from + timedelta(minutes=1)):
        an_entry(the_trip(tomorrow), premises=west_exit, by=hai)
        assert found(inside.pass_number, "exit")[0] == tomorrow.number


@pytest.mark.django_db
def test_the_pass_that_is_meant_is_found_among_however_many(inside_and_tomorrow, wen, monkeypatch):
    inside, tomorrow = inside_and_tomorrow
    monkeypatch.setattr(finding, "PASSES_OF_A_PLATE", 2)
    for hours in (60, 90, 120):
        build.a_submitted_pass(wen, expected_entry_at=build.in_hours(hours))
    assert found("辽P12345", "exit") == [inside.number, tomorrow.number]
    old = VehiclePass.objects.latest("submitted_at")
    assert found(old.number)[0] == old.number


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["token", "pass_number", "number"])
def test_a_code_or_a_number_names_its_pass(two, name):
    _first, second = two
    assert found(getattr(second, name))[0] == second.number


@pytest.mark.django_db
def test_a_signed_code_names_its_pass(two):
    _first, second = two
    rotate_signing_key(by=SYSTEM)
    code = address_in_code(second, now=now())
    assert found(code)[0] == second.number
    assert found(code.lower() + "\r\n")[0] == second.number


@pytest.mark.django_db
def test_a_signed_code_that_nobody_may_believe_finds_nothing(two):
    _first, second = two
    key = rotate_signing_key(by=SYSTEM)
    code = address_in_code(second, now=now())
    forged = code[:-30] + ("A" if code[-30] != "A" else "B") + code[-29:]
    assert found(forged) == []
    assert found(code[:-8]) == []
    withdraw_signing_key(key, by=SYSTEM, reason="泄露")
    assert found(code) == []


@pytest.mark.django_db
def test_what_nobody_knows_finds_nothing(two):
    assert found(new_token()) == []
    assert found("211403999999") == []
    assert found("辽P99999") == []
    assert found("???") == []


@pytest.mark.django_db
def test_the_running_trip_is_not_the_one_that_was_withdrawn(wen, lin, hai, district, west_exit):
    build.a_rule("freight", "industrial", one_trip=False, valid_hours=48)
    vehicle_pass = build.an_issued_pass(wen, reviewer=lin)
    an_entry(the_trip(vehicle_pass), premises=west_exit, by=hai)
    entered = running_trip(vehicle_pass)
    an_exit(entered, premises=west_exit, by=hai)
    following = running_trip(type(vehicle_pass).objects.get(pk=vehicle_pass.pk))
    assert (following.status, following.pk > entered.pk) == ("expected", True)

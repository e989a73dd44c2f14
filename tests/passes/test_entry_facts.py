"""What the gate asks by hand-written SQL is what the querysets say of the blocklist."""

import pytest

from longgang.core.clock import now, today
from longgang.core.identifiers import parse_plate
from longgang.passes.actions.blocklist import confirm_block, lift_block, propose_block
from longgang.passes.gate_feed import blocked_plates
from longgang.passes.models import BlockEntry
from longgang.passes.queries import entry_facts, gate_facts

from . import build
from .gate import the_trip

pytestmark = pytest.mark.django_db


def block(lin, **whom):
    return propose_block(
        document_number="龙政发〔2026〕3号", ends_on=build.in_days(3), by=lin, reason="冲卡", **whom
    )


def assert_blocked(vehicle_pass, expected):
    trip = the_trip(vehicle_pass)
    asked = [ask(vehicle_pass, trip, day=today()).blocked for ask in (entry_facts, gate_facts)]
    assert asked == [expected, expected]


@pytest.mark.parametrize(
    ("colour", "change", "expected"),
    [
        ("2", "", True),
        ("1", "", False),  # the same number in another colour is another vehicle
        ("2", "proposed", False),
        ("2", "lifted", False),
        ("2", "ends today", True),
        ("2", "ended yesterday", False),
    ],
)
def test_a_vehicle_is_blocked_alike(vehicle_pass, lin, mei, colour, change, expected):
    entry = block(lin, plate=parse_plate(vehicle_pass.plate, colour))
    if change != "proposed":
        confirm_block(entry, by=mei)
    if change == "lifted":
        lift_block(entry, by=mei, reason="误报")
    if change.startswith("end"):
        days = 0 if change == "ends today" else -1
        BlockEntry.objects.update(ends_on=build.in_days(days))
    assert_blocked(vehicle_pass, expected)


def test_a_company_is_blocked_at_no_gate(wen, lin, mei, acid_works, district):
    """Devices hold plates alone; the company is met when it applies."""
    issued = build.an_issued_pass(wen, reviewer=lin, company=acid_works)
    confirm_block(block(lin, credit_code=acid_works.credit_code), by=mei)
    assert_blocked(issued, False)
    assert blocked_plates(now()) == []


@pytest.mark.parametrize("is_aboard", [True, False])
def test_a_person_aboard_is_blocked_alike(vehicle_pass, lin, mei, wen, is_aboard):
    person = vehicle_pass.aboard.get().person if is_aboard else build.a_person(wen)
    confirm_block(block(lin, person=person), by=mei)
    assert_blocked(vehicle_pass, is_aboard)

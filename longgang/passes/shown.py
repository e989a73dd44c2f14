"""From what a device saw of a vehicle to the pass that is meant, and how far it may be believed."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from longgang.core.clock import local_day, now, today
from longgang.core.errors import Refusal

from .codes import CodeState
from .finding import find_for_gate
from .gate_codes import CodeKind, GateCode, read_code
from .gate_rules import Verdict, flat_facts, judge, judge_pass, judge_stranger
from .lifecycle import OPEN
from .models import BlockEntry, SigningKey, Trip, VehiclePass
from .models.check import Direction
from .queries import (
    entered_count,
    entry_facts,
    find_trip_by_pass_number,
    gate_facts,
    running_trip,
)
from .signing import read_pass_code

NO_CODE = "none"


@dataclass(frozen=True)
class Shown:
    """The pass that was meant, if there is one; what is said of the code; the plate as known."""

    vehicle_pass: VehiclePass | None
    code: str = NO_CODE
    plate: str = ""
    colour: str = ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why a vehicle should not have been let pass on the strength of this code."""
        return () if self.code in {NO_CODE, CodeState.SIGNED} else (f"passes.{self.code}",)


def show_facts(way: str, shown: Shown, *, premises_number: str, moment: datetime) -> dict[str, Any]:
    """What a device is told of one vehicle: the facts as its table asks for them, and the verdict.

    Nobody's name or phone; of the people aboard how many they should be.
    """
    day = local_day(moment)
    vehicle_pass = shown.vehicle_pass
    if vehicle_pass is None or shown.doubts:
        blocks = BlockEntry.objects.in_force(day).filter(plate=shown.plate)
        blocked = bool(shown.plate) and blocks.exists()
        facts: dict[str, Any] = {
            "code": shown.code, "is_known": False, "is_online": True, "blocked": blocked,
            "plate": shown.plate, "plate_colour": shown.colour,
        }  # fmt: skip
        return {"facts": facts, "verdict": _verdict(judge(way, facts))}
    trip = running_trip(vehicle_pass)
    known = (entry_facts if way == Direction.ENTRY else gate_facts)(vehicle_pass, trip, day=day)
    facts = flat_facts(
        replace(known, code=shown.code), premises_number=premises_number, now=moment, today=day
    )
    verdict = judge(way, facts)
    facts |= {
        "pass_number": vehicle_pass.pass_number,
        "plate": vehicle_pass.plate,
        "plate_colour": vehicle_pass.plate_colour,
        "announced": len(vehicle_pass.aboard.all()),
        "fever_from": float(vehicle_pass.rule.fever_from),
        "entered_count": entered_count(trip) if trip and way == Direction.EXIT else None,
    }
    return {"facts": facts, "verdict": _verdict(verdict)}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    also = [{"level": each.level, "code": each.code} for each in verdict.also]
    return {"level": verdict.level, "code": verdict.code, "also": also}


def find_trip_asked(way: str, *, code: str, number: str) -> Trip | None:
    """The trip of a pass that is named beyond doubt: by its number, or a signed code of ours.

    Everything else goes the long way, by `find_shown`; so does who leaves on a pass that is only
    expected, for another pass of the plate may be inside.
    """
    number = number_named(code=code, number=number)
    trip = find_trip_by_pass_number(number) if number else None
    is_elsewhere = trip is not None and way == Direction.EXIT and trip.status not in OPEN
    return None if is_elsewhere else trip


def number_named(*, code: str, number: str) -> str:
    """The number of the pass in a code that may be believed, or as typed; "" for any other code."""
    if not code:
        return number
    read = read_pass_code(code)
    return read.claims.number if read.state == CodeState.SIGNED and read.claims else ""


def judge_shown(way: str, shown: Shown) -> Refusal:
    """What is answered where no trip can be recorded: a bad code, a plate without a pass, a pass
    that was never issued.
    """
    if shown.vehicle_pass is not None and not shown.doubts:
        facts = gate_facts(shown.vehicle_pass, None, day=today())
        judged = judge_pass(facts, now=now())
        return Refusal(judged.code, judged.words, judged.advice)
    judged = judge_stranger(way, code=shown.code)
    return Refusal(judged.code, judged.words, judged.advice)


def find_shown(
    *,
    code: str = "",
    number: str = "",
    plate: str = "",
    colour: str = "",
    direction: str,
    moment: datetime,
) -> Shown:
    """What a code, a number or a plate meant at a moment.

    A signed code that may not be believed leads to no pass by itself, but its plate does, and
    whoever was let pass with it is found all the same.
    """
    state, wanted = NO_CODE, _typed(number, plate)
    if code:
        read = read_code(code)
        if read.kind == CodeKind.SIGNED:
            state, wanted, plate, colour = _signed(code, wanted, plate, colour, moment)
        elif read.kind == CodeKind.NOTHING:
            state = str(CodeState.NOT_OURS)
        else:
            wanted = read
    found = find_for_gate(wanted, colour=colour, direction=direction, moment=moment)
    return Shown(found[0] if found else None, state, plate, colour)


def _typed(number: str, plate: str) -> GateCode:
    """The number or plate that the device names beside the code."""
    for text, kind in ((number, CodeKind.PASS_NUMBER), (plate, CodeKind.PLATE)):
        read = read_code(text)
        if read.kind == kind:
            return read
    return GateCode(CodeKind.NOTHING)


def _signed(
    code: str, typed: GateCode, plate: str, colour: str, moment: datetime
) -> tuple[str, GateCode, str, str]:
    read = read_pass_code(code)
    state, claims = str(read.state), read.claims
    if state == CodeState.KEY_WITHDRAWN and _was_good(read.kid, moment):
        state = str(CodeState.SIGNED)
    if claims is None:
        return state, typed, plate, colour
    plate, colour = plate or claims.plate, colour or claims.colour
    if state in {CodeState.SIGNED, CodeState.KEY_WITHDRAWN}:
        return state, GateCode(CodeKind.PASS_NUMBER, claims.number), plate, colour
    number = typed.value if typed.kind == CodeKind.PASS_NUMBER else ""
    return state, _typed(number, plate), plate, colour


def _was_good(kid: str, moment: datetime) -> bool:
    """Whether the key still counted at that moment."""
    return not SigningKey.objects.filter(kid=kid, withdrawn_at__lte=moment).exists()

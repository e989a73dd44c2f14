"""The answer of a gate to a code, a number or a plate: a pass and its verdict, or why not."""

from dataclasses import dataclass
from datetime import datetime

from longgang.areas.api import Premises
from longgang.core.clock import local_day

from .codes import CodeState
from .gate_codes import CodeKind, GateCode
from .gate_rules import Verdict, judge_entry, judge_exit, judge_stranger
from .models import Trip, VehiclePass
from .models.check import Direction
from .queries import entry_facts, gate_facts, is_plate_blocked, running_trip
from .shown import Shown, find_shown


@dataclass(frozen=True)
class Answer:
    """The verdict at this gate and moment, and the pass if there is one.

    `plate` is what was typed, what stands on the pass, or what a code claims that nobody vouches
    for.
    """

    verdict: Verdict
    vehicle_pass: VehiclePass | None = None
    plate: str = ""
    plate_colour: str = ""


def look_up(
    code: GateCode, *, colour: str, premises: Premises, direction: str, moment: datetime
) -> Answer:
    """The pass that was meant, judged; a code that may not be believed leads to no pass."""
    is_plate = code.kind == CodeKind.PLATE
    shown = find_shown(
        code="" if is_plate else code.value,
        plate=code.value if is_plate else "",
        colour=colour,
        direction=direction,
        moment=moment,
    )
    if shown.vehicle_pass is None or shown.doubts:
        return _stranger(shown, code.kind, direction=direction, moment=moment)
    meant = shown.vehicle_pass
    verdict = judge_vehicle(
        meant, running_trip(meant), premises=premises, direction=direction, moment=moment
    )
    return Answer(verdict, meant, meant.plate, meant.plate_colour)


def _stranger(shown: Shown, kind: CodeKind, *, direction: str, moment: datetime) -> Answer:
    """Why there is no pass. A number or link of nobody is none of ours, as any other text."""
    is_told = kind in {CodeKind.PLATE, CodeKind.SIGNED}
    plate, colour = shown.plate, shown.colour if shown.plate else ""
    verdict = judge_stranger(
        direction,
        code=shown.code if is_told else CodeState.NOT_OURS,
        blocked=bool(plate) and is_plate_blocked(plate, colour=colour, day=local_day(moment)),
    )
    return Answer(verdict, None, plate, colour)


def judge_vehicle(
    vehicle_pass: VehiclePass,
    trip: Trip | None,
    *,
    premises: Premises,
    direction: str,
    moment: datetime,
) -> Verdict:
    """The verdict about a pass at this gate and moment."""
    day = local_day(moment)
    if direction == Direction.EXIT:
        return judge_exit(gate_facts(vehicle_pass, trip, day=day))
    facts = entry_facts(vehicle_pass, trip, day=day)
    return judge_entry(facts, premises_number=premises.number, now=moment, today=day)

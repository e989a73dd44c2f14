"""What an officer sees of a vehicle: what the decision needs and no more, names masked."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.areas.api import Premises, find_desk_by_code, place_name
from longgang.core.clock import local_day
from longgang.core.days import short_moment
from longgang.core.errors import Refusal, Words
from longgang.core.identifiers import PlateColour
from longgang.core.parts import Verdict as DrawnVerdict
from longgang.core.privacy import mask_name
from longgang.core.sealed import last_four
from longgang.core.tags import Tag, Tone

from .finding import find_for_gate
from .gate_codes import CodeKind, GateCode
from .gate_look import judge_vehicle
from .gate_rules import DECIDED_ALREADY, GONE_ON, Verdict, answer_words, check_undo
from .gate_wording import (
    TONES,
    draw,
    entered_words,
    left_words,
    limit_words,
    standing_of,
    visited_words,
)
from .lifecycle import LIVE, OPEN, PassStatus, TripStatus
from .models import Check, RefusedScan, Trip, VehiclePass
from .models.check import Direction, Disposition, SealState
from .queries import (
    entered_count,
    list_own_checks,
    list_own_refused,
    running_trip,
)

ALREADY_INSIDE, INSIDE_ON_ANOTHER = "passes.already_inside", "passes.inside_on_another"
OTHERS_SHOWN = 5
STOPS_SHOWN = 20


@dataclass(frozen=True)
class RiderLine:
    """Somebody who should be aboard, to compare with the face and the card."""

    role: str
    name: str
    last4: str


@dataclass(frozen=True)
class VehicleAtGate:
    """One vehicle before the officer, at one checkpoint, going one way."""

    vehicle_pass: VehiclePass
    trip: Trip | None
    direction: str
    verdict: Verdict
    drawn: DrawnVerdict
    riders: tuple[RiderLine, ...]
    facts: tuple[tuple[Words, object], ...]
    others: tuple[VehiclePass, ...]
    entered_count: int | None = None
    inside: Trip | None = None  # it stands at the entry, and perhaps wants out

    @property
    def is_entry(self) -> bool:
        """Whether it wants in."""
        return self.direction == Direction.ENTRY

    @property
    def may_record(self) -> bool:
        """Whether the officer may let it go, as far as the verdict says."""
        if self.trip is None or not self.verdict.may_pass:
            return False
        return self.is_entry or self.trip.status in OPEN | {TripStatus.EXPECTED}

    @property
    def may_turn_back(self) -> bool:
        """Whether turning it back may be asked for."""
        return (
            self.is_entry
            and self.trip is not None
            and self.verdict.code != "passes.turn_back_waiting"
        )

    @property
    def must_test(self) -> bool:
        """Whether it may only go after a sample was taken here."""
        return "passes.test_old" in self.verdict.codes

    @property
    def needs_seal(self) -> bool:
        """Whether its cab is sealed and photographed on the way in."""
        return self.vehicle_pass.rule.needs_seal

    @property
    def announced(self) -> int:
        """How many people the pass names."""
        return len(self.riders)

    @property
    def expected_count(self) -> int:
        """How many people the officer should count."""
        return self.announced if self.entered_count is None else self.entered_count


def show_vehicle(
    vehicle_pass: VehiclePass, *, premises: Premises, direction: str, moment: datetime
) -> VehicleAtGate:
    """Judge the vehicle at this moment and gather what the officer compares."""
    trip = running_trip(vehicle_pass)
    verdict = judge_vehicle(
        vehicle_pass, trip, premises=premises, direction=direction, moment=moment
    )
    others = _others(vehicle_pass, direction=direction, moment=moment)
    inside = _trip_inside(verdict, trip, others)
    lines = _lines(verdict, vehicle_pass, inside or trip)
    return VehicleAtGate(
        vehicle_pass=vehicle_pass,
        trip=trip,
        direction=direction,
        verdict=verdict,
        drawn=draw(verdict, plate=vehicle_pass.plate, lines=lines),
        riders=tuple(_riders(vehicle_pass)),
        facts=tuple(_facts(vehicle_pass)),
        others=others,
        inside=inside,
        entered_count=entered_count(trip) if trip and direction == Direction.EXIT else None,
    )


def _trip_inside(
    verdict: Verdict, trip: Trip | None, others: tuple[VehiclePass, ...]
) -> Trip | None:
    """The trip on which a vehicle is inside, on this pass or another, that stands at the entry."""
    on_others = [] if verdict.code != INSIDE_ON_ANOTHER else map(running_trip, others)
    trips = [trip] if verdict.code == ALREADY_INSIDE else on_others
    return next((each for each in trips if each and each.status in OPEN), None)


def _lines(verdict: Verdict, vehicle_pass: VehiclePass, trip: Trip | None) -> tuple[str, ...]:
    """The facts behind the answer: who, where and when."""
    if verdict.code in {ALREADY_INSIDE, INSIDE_ON_ANOTHER} and trip:
        return (entered_words(trip),)
    if verdict.code == "passes.already_left" and trip:
        return (left_words(trip),)
    if "passes.other_checkpoint" in verdict.codes:
        return (place_name(vehicle_pass.checkpoint_number),)
    if limit := limit_words(verdict, vehicle_pass):
        return (limit,)
    if vehicle_pass.status == PassStatus.SUBMITTED:
        return (_whom_to_call(vehicle_pass.desk_code),)
    return ()


def _whom_to_call(desk_code: str) -> str:
    """The desk and its phone."""
    desk = find_desk_by_code(desk_code)
    return f"{desk} {desk.phone}".strip() if desk else ""


def _riders(vehicle_pass: VehiclePass) -> list[RiderLine]:
    return [
        RiderLine(
            str(aboard.get_role_display()),
            mask_name(aboard.name),
            last_four(aboard.id_number),
        )
        for aboard in vehicle_pass.aboard.all()
    ]


def _facts(vehicle_pass: VehiclePass) -> list[tuple[Words, object]]:
    facts: list[tuple[Words, object]] = [
        (_("Plate colour"), PlateColour(vehicle_pass.plate_colour).label),
        (_("Expected at"), short_moment(vehicle_pass.expected_entry_at)),
        (_("Visits"), visited_words(vehicle_pass)),
    ]
    if vehicle_pass.trailer_plate:
        facts.insert(1, (_("Trailer plate"), vehicle_pass.trailer_plate))
    if vehicle_pass.goods_name:
        facts.append(
            (_("Goods"), f"{vehicle_pass.goods_name} {vehicle_pass.goods_quantity}".strip())
        )
    if vehicle_pass.is_hazardous:
        facts.append(
            (_("Hazardous goods"), f"UN {vehicle_pass.un_number} · {vehicle_pass.hazard_class}")
        )
    return facts


def _others(
    vehicle_pass: VehiclePass, *, direction: str, moment: datetime
) -> tuple[VehiclePass, ...]:
    """Other passes of the plate that still count, to switch to."""
    same_plate = find_for_gate(
        GateCode(CodeKind.PLATE, vehicle_pass.plate),
        colour=vehicle_pass.plate_colour,
        direction=direction,
        moment=moment,
    )
    living = [
        each
        for each in same_plate
        if each.pk != vehicle_pass.pk
        and (each.status in LIVE or getattr(running_trip(each), "status", "") in OPEN)
    ]
    return tuple(living[:OTHERS_SHOWN])


_NOT_LET = {Direction.ENTRY: _("Not let in"), Direction.EXIT: _("Not let out")}


@dataclass(frozen=True)
class OwnStop:
    """One line of what an officer has done today: a check, or a scan that was not let pass."""

    row: Check | RefusedScan
    at: datetime
    plate: str
    standing: Tag
    url: str
    words: Words = ""
    may_undo: bool = False


def own_stops(user: User, *, moment: datetime) -> list[OwnStop]:
    """What this officer has recorded and refused today, the latest first."""
    day = local_day(moment)
    checks = [
        OwnStop(
            check,
            check.at,
            check.shown_plate,
            standing_of(check),
            reverse("passes:gate_done", args=[check.number]),
            may_undo=may_undo(check, officer_id=user.pk, moment=moment),
        )
        for check in list_own_checks(user, day=day)[:STOPS_SHOWN]
    ]
    refused = [
        OwnStop(
            scan,
            scan.happened_at,
            scan.plate,
            Tag(_NOT_LET[Direction(scan.direction)], TONES[scan.verdict_level]),
            scan.get_absolute_url(),
            answer_words(scan.verdict_code),
        )
        for scan in list_own_refused(user, day=day)[:STOPS_SHOWN]
    ]
    both = [*checks, *refused]
    both.sort(key=lambda stop: stop.at, reverse=True)
    return both[:STOPS_SHOWN]


def may_undo(check: Check, *, officer_id: int, moment: datetime) -> bool:
    """Whether the button is worth showing; the action asks again. Expects the trip loaded."""
    return why_not_undone(check, officer_id=officer_id, moment=moment) is None


def why_not_undone(check: Check, *, officer_id: int, moment: datetime) -> Refusal | None:
    """What stands against taking a check back, in words; None where it may be tried."""
    is_turn_back = check.disposition == Disposition.TURN_BACK
    if check.undone_at or (is_turn_back and not check.is_waiting):
        return DECIDED_ALREADY
    if refusal := check_undo(
        at=check.at, now=moment, officer_id=check.officer_id, by_id=officer_id
    ):
        return refusal
    made = TripStatus.CLOSED if check.direction == Direction.EXIT else TripStatus.ENTERED
    stands = is_turn_back or check.trip is None or check.trip.status == made
    return None if stands else GONE_ON


def show_done(check: Check) -> DrawnVerdict:
    """The answer after the check: what the officer does with the vehicle now."""
    word, tone, lines = _done(check)
    return DrawnVerdict(tone, word, plate=check.shown_plate, lines=lines)


def _done(check: Check) -> tuple[Words, Tone, list[Words]]:
    if check.undone_at:
        return _("Undone"), Tone.IDLE, [check.undone_why]
    if check.disposition == Disposition.TURN_BACK:
        return _turn_back(check)
    if check.direction == Direction.EXIT:
        return _("Let the truck go"), Tone.GOOD, [_("The loop is closed."), *_passed_on(check)]
    lines: list[Words] = []
    if check.seal_number:
        lines.append(_("Seal %(number)s is on the cab.") % {"number": check.seal_number})
    if check.disposition == Disposition.TEST_AND_PASS:
        lines.append(_("The sample is taken; nobody waits for the result."))
    if check.escort_name:
        lines.append(_("Escort: %(name)s") % {"name": check.escort_name})
    return _("Let the truck go"), Tone.GOOD, lines


def _passed_on(check: Check) -> list[Words]:
    """What of an exit somebody else looks into now, so that the officer need not."""
    told: list[Words] = []
    if check.seal_state == SealState.BROKEN:
        told.append(_("The duty officer looks into the broken seal."))
    if check.verdict_code == "passes.never_entered":
        told.append(_("The duty officer looks into the missing entry."))
    elif check.trip is not None and check.trip.arrived_at is None:
        told.append(_("The site did not confirm the arrival."))
    return told


def _turn_back(check: Check) -> tuple[Words, Tone, list[Words]]:
    if check.confirmed_at:
        return _("Turn back"), Tone.BAD, [check.note, _("The lead has confirmed it.")]
    if check.overruled_at:
        return _("Do not turn back"), Tone.GOOD, [check.overruled_why, _("Check the vehicle in.")]
    return (
        _("Waiting for the lead"),
        Tone.SOON,
        [check.note, _("The vehicle waits aside. This page shows the decision by itself.")],
    )

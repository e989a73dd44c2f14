"""What a pass's trips are, worked out anew from all its stops after one was told late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, prefetch_related_objects

from longgang.audit.api import ActsAsActor, record
from longgang.core.clock import now
from longgang.core.prepared import Prepared
from longgang.core.statements import Given
from longgang.core.tokens import new_number, new_token

from ..lifecycle import OPEN, PASS, TRIP, PassStatus, TripStatus
from ..loops import Folded, Loop, Stay, StopMade, at_one_time, fold
from ..models import Check, Trip, VehiclePass
from ..models.check import Direction, Disposition, SealState
from . import notices
from .steps import expect_trip

SEAL_TWICE = "seal_twice"
SEAL_BROKEN = "seal_broken"
INSIDE_TWICE = "inside_twice"
EARLIER_TRIP_OPEN = "passes.earlier_trip_open"


@dataclass(frozen=True)
class Found:
    """Something that does not fit: the kind, the stops behind it, and the seal it is about."""

    kind: str
    nonces: frozenset[str]
    seal_number: str = ""


def standing_checks(vehicle_pass: VehiclePass) -> list[Check]:
    """The checks at which the pass's vehicle was let in or out, in the order they were learned."""
    return _STANDING.list(vehicle_pass=vehicle_pass.pk)


_STANDING = Prepared(
    lambda: (
        Check.objects.filter(trip__vehicle_pass=Given("vehicle_pass"), undone_at=None)
        .exclude(disposition=Disposition.TURN_BACK)
        .order_by("pk")
    )
)


def settle(
    vehicle_pass: VehiclePass, *, by: ActsAsActor, told: Iterable[Check] = ()
) -> list[Found]:
    """Bring the trips of a pass to what its stops say together; what does not fit comes back.

    The outcome is the same in whatever order the stops became known. Expects the pass locked, and
    writes one event for every trip that stands otherwise than before.

    1. Every stop belongs to one loop; every loop to the trip that one of its stops belongs to.
    2. Trips nobody will make any more are cancelled, loops that are over are closed, and last the
       one that runs is opened, so that no constraint is touched on the way.
    3. A pass for one trip is used; a longer one expects its vehicle again.
    """
    checks = [*standing_checks(vehicle_pass), *told]
    folded = fold_checks(checks, one_trip=vehicle_pass.one_trip)
    by_nonce = {check.nonce: check for check in checks}
    trips = list(vehicle_pass.trips.select_for_update().order_by("pk"))
    pairs = _assign(folded.loops, trips, by_nonce)
    if vehicle_pass.one_trip and all(loop.is_open for loop in folded.loops):
        _reopen(vehicle_pass, by=by)
    _cancel(trips, pairs, vehicle_pass, by=by)
    for loop, trip in sorted(pairs, key=lambda pair: pair[0].is_open):
        _write(vehicle_pass, loop, trip, by_nonce, by=by)
    _end_or_expect(vehicle_pass, folded, by=by)
    return findings_of(vehicle_pass, checks, folded)


@dataclass(frozen=True)
class Examined:
    """A pass as its stops show it: what does not fit, and what speaks against each of them."""

    found: list[Found]
    doubts: dict[str, list[str]]  # by the nonce of a check at which it was let pass
    nonces: frozenset[str]  # of all its checks, also of those that were taken back
    seals: frozenset[str]


def examine(vehicle_pass: VehiclePass) -> Examined:
    """Look at a pass again, writing nothing."""
    checks = standing_checks(vehicle_pass)
    ever = Check.objects.filter(trip__vehicle_pass=vehicle_pass).order_by()
    seals = dict(ever.values_list("nonce", "seal_number"))
    return Examined(
        findings_of(vehicle_pass, checks, fold_checks(checks, one_trip=vehicle_pass.one_trip)),
        {check.nonce: check.doubts for check in checks if check.doubts},
        frozenset(seals),
        frozenset(seals.values()) - {""},
    )


def fold_checks(checks: Iterable[Check], *, one_trip: bool) -> Folded:
    """The loops of these checks."""
    return fold(
        (
            StopMade(
                check.nonce,
                check.direction == Direction.ENTRY,
                check.at,
                check.device_number,
                check.device_seq,
            )
            for check in checks
        ),
        one_trip=one_trip,
    )


def findings_of(vehicle_pass: VehiclePass, checks: Iterable[Check], folded: Folded) -> list[Found]:
    """What does not fit, among the stops of the pass and between its seals and those of others, its
    trips and those of the same vehicle on other passes.
    """
    by_nonce = {check.nonce: check for check in checks}
    found = [Found(kind, nonces) for kind, nonces in folded.findings.items()]
    broken = [each.nonce for each in by_nonce.values() if each.seal_state == SealState.BROKEN]
    found += [Found(SEAL_BROKEN, frozenset({nonce})) for nonce in broken]
    applied = {each.seal_number for each in by_nonce.values() if each.seal_state == "applied"}
    found += [each for seal in sorted(applied - {""}) for each in find_doubled(seal)]
    return found + find_inside_twice(vehicle_pass, folded.loops, by_nonce)


def find_doubled(seal_number: str) -> list[Found]:
    """Every two entries that put this seal on two cabs at a time. Two queries."""
    trips = _WITH_SEAL.list(seal_number=seal_number)
    prefetch_related_objects(trips, "checks")
    seals = {
        trip.pk: Stay(trip.pk, _entry_nonce(trip), trip.entered_at, trip.closed_at)
        for trip in trips
        if trip.entered_at is not None
    }
    return [
        Found(SEAL_TWICE, frozenset(pair), seal_number)
        for pair in sorted(at_one_time(seals.values()))
    ]


_WITH_SEAL = Prepared(
    lambda: Trip.objects.filter(seal_number=Given("seal_number"), entered_at__isnull=False)
)


def find_inside_twice(
    vehicle_pass: VehiclePass, loops: Iterable[Loop], checks: dict[str, Check]
) -> list[Found]:
    """Every two entries, one of them on this pass, that had its vehicle inside on two passes at a
    time; unless the officer at the later one was told so and wrote a note. Two queries at most.
    """
    own = [
        Stay(0, loop.entry.nonce, loop.entry.at, _exit_at(loop))
        for loop in loops
        if loop.entry is not None
    ]
    if not own:
        return []
    beside = _BESIDE.list(
        vehicle_pass=vehicle_pass.pk,
        plate=vehicle_pass.plate,
        colour=vehicle_pass.plate_colour,
        since=min(stay.since for stay in own),
    )
    prefetch_related_objects(beside, "checks")
    entries = dict(checks)
    pairs: set[tuple[str, str]] = set()
    for trip in beside:
        assert trip.entered_at is not None, "asked for"
        stay = Stay(trip.pk, _entry_nonce(trip), trip.entered_at, trip.closed_at)
        entries |= {check.nonce: check for check in trip.checks.all()}
        for each in own:
            pairs |= at_one_time([each, stay])
    return [
        Found(INSIDE_TWICE, frozenset(pair))
        for pair in sorted(pairs)
        if not _was_told_of_the_earlier(entries[pair[1]])
    ]


_BESIDE = Prepared(
    lambda: Trip.objects.filter(
        Q(closed_at=None) | Q(closed_at__gt=Given("since")),
        vehicle_pass__plate=Given("plate"),
        vehicle_pass__plate_colour=Given("colour"),
        entered_at__isnull=False,
    ).exclude(vehicle_pass=Given("vehicle_pass"))
)


def _was_told_of_the_earlier(entry: Check) -> bool:
    """Whether the answer said that an earlier trip is open; the note is what the officer said."""
    is_answered = entry.verdict_code == EARLIER_TRIP_OPEN or not entry.is_offline
    return is_answered and bool(entry.note)


def _entry_nonce(trip: Trip) -> str:
    """The check that put the trip's seal on."""
    entries = [
        check
        for check in trip.checks.all()
        if check.direction == Direction.ENTRY
        and check.disposition != Disposition.TURN_BACK
        and check.undone_at is None
    ]
    fitting = [check for check in entries if check.seal_number == trip.seal_number] or entries
    return min(fitting, key=lambda check: (check.at, check.nonce)).nonce if fitting else ""


Pair = tuple[Loop, Trip | None]


def _assign(loops: Iterable[Loop], trips: list[Trip], checks: dict[str, Check]) -> list[Pair]:
    """Each loop with the trip of one of its stops, so that what the site confirmed stays with it.

    A loop none of whose stops had a trip takes the one that was expected, else one that was
    cancelled, else a new one.
    """
    by_pk = {trip.pk: trip for trip in trips}
    taken: set[int] = set()
    chosen: list[Trip | None] = []
    wanted = [
        sorted((checks[stop.nonce].pk, checks[stop.nonce].trip_id) for stop in loop.stops)
        for loop in loops
    ]
    for stops in wanted:
        own = next((pk for _check, pk in stops if pk is not None and pk not in taken), None)
        if own is not None:
            taken.add(own)
        chosen.append(by_pk[own] if own is not None else None)
    for status in (TripStatus.EXPECTED, TripStatus.CANCELLED):
        free = [trip for trip in trips if trip.status == status and trip.pk not in taken]
        for place, trip in enumerate(chosen):
            if trip is None and free:
                chosen[place] = free.pop(0)
                taken.add(chosen[place].pk)  # type: ignore[union-attr]
    return list(zip(loops, chosen, strict=True))


def _cancel(
    trips: list[Trip], pairs: list[Pair], vehicle_pass: VehiclePass, *, by: ActsAsActor
) -> None:
    """Nobody is expected while the vehicle is inside, nor after the only trip of its pass.

    A trip whose every stop was undone did not take place.
    """
    is_over = bool(pairs) and (vehicle_pass.one_trip or pairs[-1][0].is_open)
    kept = {trip.pk for _loop, trip in pairs if trip is not None}
    free = [trip for trip in trips if trip.pk not in kept and trip.status != TripStatus.CANCELLED]
    is_over = is_over or vehicle_pass.status != PassStatus.ISSUED
    for trip in sorted(free, key=lambda each: each.status != TripStatus.EXPECTED):
        verb = _way_out(trip, is_over=is_over)
        if verb:
            notices.mark_gone_on(trip)
            TRIP.move(trip, verb, **_NOTHING_HAPPENED)
            record(TRIP.moves[verb].event, trip, by=by, area_code=trip.area_code)
        is_over = True  # one that is expected is enough


def _reopen(vehicle_pass: VehiclePass, *, by: ActsAsActor) -> None:
    """Its exit was taken back: the pass has not been used after all."""
    if PASS.may("reopen", vehicle_pass.status):
        PASS.move(vehicle_pass, "reopen")
        record("pass.reopened", vehicle_pass, by=by, area_code=vehicle_pass.area_code)


def _way_out(trip: Trip, *, is_over: bool) -> str:
    """What becomes of a trip without stops: expected again, else it did not take place."""
    if trip.status == TripStatus.EXPECTED:
        return "cancel" if is_over else ""
    if is_over:
        return "drop"
    return "undo_let_out" if trip.status == TripStatus.CLOSED else "undo_entry"


_NOTHING_HAPPENED: dict[str, Any] = {
    "entered_at": None, "entered_through": "", "closed_at": None, "closed_through": "",
    "due_at": None, "seal_number": "", "is_seal_doubled": False, "seal_broken_why": "",
}  # fmt: skip


def _write(
    vehicle_pass: VehiclePass,
    loop: Loop,
    trip: Trip | None,
    checks: dict[str, Check],
    *,
    by: ActsAsActor,
) -> None:
    """Bring one trip to what its loop says, and its checks to the trip."""
    seals = _seals_beside(loop, trip, checks)
    values = _values(vehicle_pass, loop, trip, checks) | {"is_seal_doubled": seals.is_odd}
    _mark(seals.newly_odd, is_doubled=True)
    if trip is None:
        trip = Trip.objects.create(
            number=new_number("XC"),
            token=new_token(),
            vehicle_pass=vehicle_pass,
            area_code=vehicle_pass.area_code,
            expected_at=vehicle_pass.expected_entry_at,
            status=_status_of(loop, None),
            **values,
        )
        before: dict[str, Any] = {}
    else:
        before = _facts(trip)
        _bring(trip, loop, values)
    _mark(seals.no_longer_odd, is_doubled=False)
    _attach(trip, loop, checks)
    if before != (after := _facts(trip)):
        record("trip.settled", trip, by=by, area_code=trip.area_code, before=before, after=after)


def _attach(trip: Trip, loop: Loop, checks: dict[str, Check]) -> None:
    nonces = [stop.nonce for stop in loop.stops if checks[stop.nonce].trip_id != trip.pk]
    if nonces:
        Check.objects.filter(nonce__in=nonces).update(trip=trip)
        for nonce in nonces:
            checks[nonce].trip = trip


def _facts(trip: Trip) -> dict[str, Any]:
    names = (
        "status", "entered_at", "entered_through", "closed_at", "closed_through", "seal_number",
        "is_seal_doubled",
    )  # fmt: skip
    return {name: getattr(trip, name) for name in names}


def _values(
    vehicle_pass: VehiclePass, loop: Loop, trip: Trip | None, checks: dict[str, Check]
) -> dict[str, Any]:
    entry = checks[loop.entry.nonce] if loop.entry else None
    out = checks[loop.exit.nonce] if loop.exit else None
    seal = entry.seal_number if entry and entry.seal_state == SealState.APPLIED else ""
    entered_at = loop.entry.at if loop.entry else None
    return {
        "entered_at": entered_at,
        "entered_through": entry.premises_number if entry else "",
        "closed_at": loop.exit.at if loop.exit else None,
        "closed_through": out.premises_number if out else "",
        "seal_number": seal,
        "seal_broken_why": out.note if out and out.seal_state == SealState.BROKEN else "",
        "due_at": None if out else _due_at(vehicle_pass, entered_at, trip),
    }


def _due_at(
    vehicle_pass: VehiclePass, entered_at: datetime | None, trip: Trip | None
) -> datetime | None:
    """The limit of the leg that runs."""
    rule = vehicle_pass.rule
    if trip is not None and trip.left_at is not None:
        return trip.left_at + timedelta(minutes=rule.exit_minutes)
    if trip is not None and trip.arrived_at is not None:
        return trip.arrived_at + timedelta(minutes=rule.leave_minutes)
    return entered_at + timedelta(minutes=rule.arrive_minutes) if entered_at else None


@dataclass(frozen=True)
class SealsBeside:
    """How a loop's seal stands to those on other cabs: of two, the one that came later is odd."""

    is_odd: bool = False
    newly_odd: tuple[int, ...] = ()
    no_longer_odd: tuple[int, ...] = ()


def _seals_beside(loop: Loop, trip: Trip | None, checks: dict[str, Check]) -> SealsBeside:
    """Whether the seal was on another cab at the time, and whose mark changes with that."""
    entry = checks[loop.entry.nonce] if loop.entry else None
    if loop.entry is None or entry is None or entry.seal_state != SealState.APPLIED:
        return SealsBeside()
    own = Stay(trip.pk if trip else 0, entry.nonce, loop.entry.at, _exit_at(loop))
    others = Trip.objects.select_for_update().exclude(pk=own.trip).order_by("pk")
    rows = {
        _entry_nonce(row): row
        for row in others.filter(seal_number=entry.seal_number).prefetch_related("checks")
        if row.entered_at is not None
    }
    seals = [
        Stay(row.pk, nonce, row.entered_at, row.closed_at)
        for nonce, row in rows.items()
        if row.entered_at is not None
    ]
    odd = {later for _earlier, later in at_one_time([own, *seals])}
    changed = [(nonce, row) for nonce, row in rows.items() if row.is_seal_doubled != (nonce in odd)]
    return SealsBeside(
        own.nonce in odd,
        tuple(row.pk for nonce, row in changed if nonce in odd),
        tuple(row.pk for nonce, row in changed if nonce not in odd),
    )


def _mark(trips: tuple[int, ...], *, is_doubled: bool) -> None:
    if trips:
        Trip.objects.filter(pk__in=trips).update(is_seal_doubled=is_doubled)


def _exit_at(loop: Loop) -> datetime | None:
    return loop.exit.at if loop.exit else None


def _status_of(loop: Loop, trip: Trip | None) -> TripStatus:
    if not loop.is_open:
        return TripStatus.CLOSED
    if trip is not None and trip.left_at is not None:
        return TripStatus.LEFT
    if trip is not None and trip.arrived_at is not None:
        return TripStatus.ARRIVED
    return TripStatus.ENTERED


def _bring(trip: Trip, loop: Loop, values: dict[str, Any]) -> None:
    """By the verbs of the lifecycle; where the status stays, its facts alone are put right."""
    verbs = _verbs(trip, loop)
    if verbs:
        notices.mark_gone_on(trip)
    for verb in verbs[:-1]:
        TRIP.move(trip, verb, entered_at=values["entered_at"], due_at=values["due_at"] or now())
    if verbs:
        TRIP.move(trip, verbs[-1], **values)
        return
    if any(getattr(trip, name) != value for name, value in values.items()):
        Trip.objects.filter(pk=trip.pk, status=trip.status).update(**values)
        for name, value in values.items():
            setattr(trip, name, value)


def _verbs(trip: Trip, loop: Loop) -> list[str]:
    """The way from the trip's status to the one that its loop has."""
    enter = {TripStatus.EXPECTED: "enter", TripStatus.CANCELLED: "enter_late"}.get(
        TripStatus(trip.status)
    )
    let_out = {TripStatus.EXPECTED: "let_out", TripStatus.CANCELLED: "let_out_late"}.get(
        TripStatus(trip.status)
    )
    if loop.is_open:
        if trip.status == TripStatus.CLOSED:
            return [_UNDO[_status_of(loop, trip)]]
        return [enter] if enter else []
    if trip.status in OPEN:
        return ["close"]
    if enter and let_out:
        return [enter, "close"] if loop.entry else [let_out]
    return []


_UNDO = {
    TripStatus.ENTERED: "undo_exit",
    TripStatus.ARRIVED: "undo_exit_arrived",
    TripStatus.LEFT: "undo_exit_left",
}


def _end_or_expect(vehicle_pass: VehiclePass, folded: Folded, *, by: ActsAsActor) -> None:
    """One trip is one trip; a longer pass waits for its vehicle to come again."""
    is_over = any(not loop.is_open for loop in folded.loops)
    if vehicle_pass.one_trip:
        if is_over and PASS.may("use", vehicle_pass.status):
            PASS.move(vehicle_pass, "use")
            record("pass.used", vehicle_pass, by=by, area_code=vehicle_pass.area_code)
    elif (
        is_over
        and not folded.loops[-1].is_open
        and vehicle_pass.status == PassStatus.ISSUED
        and vehicle_pass.valid_until is not None
        and vehicle_pass.valid_until > now()
        and not vehicle_pass.trips.filter(status=TripStatus.EXPECTED).exists()
    ):
        expect_trip(vehicle_pass)

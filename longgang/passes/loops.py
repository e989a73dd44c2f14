"""From the stops of one pass to its loops, whatever the order in which they became known.

Plain values: no database, no clock. A device without network tells late, twice, and after others;
so the loops, and what is wrong with them, follow from the set of stops alone.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Finding(StrEnum):
    """What is wrong with the stops of a pass taken together."""

    DOUBLE_USE = "double_use"
    NO_ENTRY = "no_entry"
    EXIT_TWICE = "exit_twice"


@dataclass(frozen=True)
class FromDevice:
    """Which device recorded a stop: its number, its own count, what its clock showed."""

    number: str = ""
    seq: int | None = None
    at: datetime | None = None
    data_age_s: int | None = None


FROM_THE_PAGE = FromDevice()


@dataclass(frozen=True)
class StopMade:
    """One stop at which a vehicle was let in or out. `seq` is its device's own count."""

    nonce: str
    is_entry: bool
    at: datetime
    device: str = ""
    seq: int | None = None


@dataclass(frozen=True)
class Loop:
    """A way in and a way out; either may be unknown. `others` changed nothing about it."""

    entry: StopMade | None = None
    exit: StopMade | None = None
    others: tuple[StopMade, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the vehicle is inside."""
        return self.exit is None

    @property
    def stops(self) -> tuple[StopMade, ...]:
        """All of them, entry and exit first."""
        return tuple(stop for stop in (self.entry, self.exit, *self.others) if stop is not None)


@dataclass(frozen=True)
class Folded:
    """The loops of a pass in the order of the clock, and the nonces behind each finding."""

    loops: tuple[Loop, ...] = ()
    findings: dict[Finding, frozenset[str]] = field(default_factory=dict)


def in_order(stops: Iterable[StopMade]) -> list[StopMade]:
    """By the clock; but what one device did stays in the order in which it did it.

    A clock that was put back in between cannot turn two stops of one device around: the later one
    counts as happening no earlier than the one before it.
    """
    latest: dict[str, datetime] = {}
    placed = []
    for stop in sorted(stops, key=lambda each: (each.device, each.seq or 0, each.at, each.nonce)):
        at = stop.at
        if stop.device and stop.seq is not None:
            at = max(at, latest.get(stop.device, at))
            latest[stop.device] = at
        placed.append(replace(stop, at=at))
    return sorted(placed, key=lambda each: (each.at, each.device, each.seq or 0, each.nonce))


def fold(stops: Iterable[StopMade], *, one_trip: bool) -> Folded:
    """The loops that these stops make, each stop in exactly one.

    Whoever is inside and enters, or enters again on a pass for one trip, uses it twice. An exit
    without an entry is a loop of its own; after the only trip of a pass, it is a second exit.
    """
    loops: list[Loop] = []
    found: dict[Finding, set[str]] = {finding: set() for finding in Finding}
    for stop in in_order(stops):
        last = loops[-1] if loops else None
        if stop.is_entry:
            if last is not None and last.is_open:
                loops[-1] = Loop(last.entry, last.exit, (*last.others, stop))
            else:
                loops.append(Loop(entry=stop))
            if last is not None and (last.is_open or one_trip):
                found[Finding.DOUBLE_USE] |= {stop.nonce, *_entries(last)}
        elif last is not None and last.is_open:
            loops[-1] = Loop(last.entry, stop, last.others)
        elif last is not None and one_trip:
            loops[-1] = Loop(last.entry, last.exit, (*last.others, stop))
            found[Finding.EXIT_TWICE] |= {stop.nonce, last.exit.nonce if last.exit else ""}
        else:
            loops.append(Loop(exit=stop))
            found[Finding.NO_ENTRY].add(stop.nonce)
    return Folded(
        tuple(loops), {kind: frozenset(nonces) for kind, nonces in found.items() if nonces}
    )


def _entries(loop: Loop) -> set[str]:
    return {stop.nonce for stop in loop.stops if stop.is_entry}


@dataclass(frozen=True)
class Stay:
    """A vehicle with its seal inside, from the entry of a trip until its exit."""

    trip: int
    nonce: str  # of the entry
    since: datetime
    until: datetime | None


def at_one_time(stays: Collection[Stay]) -> frozenset[tuple[str, str]]:
    """Pairs of entries on two trips that were inside at a time, the earlier one first."""
    ordered = sorted(stays, key=lambda stay: (stay.since, stay.nonce))
    pairs = set()
    for place, earlier in enumerate(ordered):
        for later in ordered[place + 1 :]:
            if earlier.trip != later.trip and (
                earlier.until is None or later.since < earlier.until
            ):
                pairs.add((earlier.nonce, later.nonce))
    return frozenset(pairs)


def happened_at(
    device_at: datetime,
    *,
    offset_ms: int | None,
    sent_at: datetime,
    received_at: datetime,
    not_before: datetime,
) -> datetime:
    """When a stop happened by our clock, told by a device whose own clock may be wrong by days.

    The device knows by how much it was wrong from its last answer before the stop; if it never had
    one, what it shows while it tells says so. Never later than we heard of it, nor before the
    device was enrolled.
    """
    shift = received_at - sent_at if offset_ms is None else timedelta(milliseconds=offset_ms)
    return max(not_before, min(device_at + shift, received_at))

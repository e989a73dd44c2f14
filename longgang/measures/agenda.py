"""What each day of a measure has, packed into one number so that lists can ask the database for it.

The number says the phase of the day and which duties are due on it, as `duties.py` computes them.
Only what does not change by itself is packed: what is done and what the clock says come on top.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from .days import count_on, days_between, stand_on
from .duties import NOON, DutyKind, Watch, kinds_on
from .kinds import PhaseKind

BITS = {kind: 1 << place for place, kind in enumerate(DutyKind)}
PHASES = {kind: place for place, kind in enumerate(PhaseKind, 1)}
PHASE_AT = len(BITS)  # the phase stands above the duties
EVERY_DUTY = (1 << PHASE_AT) - 1


def agenda_of(watch: Watch, samples: Collection[datetime]) -> tuple[date, list[int]]:
    """The first day of a measure and the number of every day from there on, as that day sees it.
    `samples` are the local moments of those of the day of opening.
    """
    whole = replace(watch, closed_on=None)  # its status says that
    first = min(count.day_one for count in whole.course)
    last = max(count.last_day for count in whole.course)
    return first, [_pack(day, whole, samples) for day in days_between(first, last)]


def _pack(day: date, watch: Watch, samples: Collection[datetime]) -> int:
    count = count_on(day, watch.course)
    stand = stand_on(day, count) if count else None
    phase = PHASES[PhaseKind(stand.phase.kind)] if stand else 0
    return phase << PHASE_AT | pack(kinds_on(day, watch, samples, today=day))


def pack(kinds: Collection[str]) -> int:
    """Several duties as one number."""
    return sum(BITS[DutyKind(kind)] for kind in set(kinds))


def kinds_of_reading(at: datetime) -> list[DutyKind]:
    """What a temperature of this local moment does."""
    half = DutyKind.MORNING if at.time() < NOON else DutyKind.EVENING
    return [half, DutyKind.READING]

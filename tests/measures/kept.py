"""What is kept with a measure, read back, and the same by the arithmetic of days."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from longgang.measures.agenda import BITS, EVERY_DUTY, PHASE_AT, PHASES
from longgang.measures.days import count_on, stand_on
from longgang.measures.duties import Done, Watch, kinds_on

Day = tuple[str, set[str]]  # the phase and the duties


def unpack(number: int) -> Day:
    """What one number says."""
    phase = next((str(kind) for kind, at in PHASES.items() if at == number >> PHASE_AT), "")
    return phase, {str(kind) for kind, bit in BITS.items() if number & EVERY_DUTY & bit}


def what_is_on(day: date, watch: Watch, done: Done) -> Day:
    """The same of a day, as it sees itself, from the terms."""
    count = count_on(day, watch.course)
    stand = stand_on(day, count) if count else None
    return str(stand.phase.kind) if stand else "", {
        str(kind) for kind in kinds_on(day, watch, done.samples, today=day)
    }


def beyond(days: Iterable[date]) -> list[date]:
    """The days around these, on which nothing may be."""
    listed = sorted(days)
    around = [timedelta(days=each) for each in (1, 2, 30)]
    return [listed[0] - each for each in around] + [listed[-1] + each for each in around]


def what_was_done(day: date | None, done: Done) -> set[str]:
    """On the day of which something is kept, in words of duties."""
    readings = [at.time() < time(12) for at in done.readings if at.date() == day]
    return {
        *(("morning" if is_early else "evening") for is_early in readings),
        *(["reading"] if readings else []),
        *(["test"] if any(at.date() == day for at in done.samples) else []),
        *(["visit"] if any(at.date() == day for at in done.visits) else []),
    }

"""What the gate says in whole sentences: who was faster, where and when; its colours as tones."""

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import premises_name
from longgang.core.parts import Verdict as DrawnVerdict
from longgang.core.tags import Tag, Tone

from .gate_rules import Level, Verdict
from .models import Check, Trip
from .models.check import Direction, Disposition

TONES = {
    Level.GREEN: Tone.GOOD,
    Level.AMBER: Tone.SOON,
    Level.RED: Tone.BAD,
    Level.GREY: Tone.IDLE,
}


def draw(verdict: Verdict, *, plate: str = "", lines: tuple[str, ...] = ()) -> DrawnVerdict:
    """The answer as the part that fills the screen: words, plate, advice, and what else to mind."""
    also = [_("Also: %(words)s") % {"words": other.words} for other in verdict.also]
    said = [str(line) for line in (*lines, verdict.advice, *also) if line]
    return DrawnVerdict(TONES[verdict.level], verdict.words, plate=plate, lines=said)


def entered_words(trip: Trip) -> str:
    """Who let this trip in, where and when: for the officer who comes second."""
    check = _last_check(trip, Direction.ENTRY)
    return _("Entered at %(time)s through %(place)s, checked by %(name)s.") % {
        "time": f"{localtime(trip.entered_at):%m-%d %H:%M}",
        "place": premises_name(trip.entered_through),
        "name": check.officer.name if check else "?",
    }


def left_words(trip: Trip) -> str:
    """The same for its exit."""
    check = _last_check(trip, Direction.EXIT)
    return _("Left at %(time)s through %(place)s, checked by %(name)s.") % {
        "time": f"{localtime(trip.closed_at):%m-%d %H:%M}",
        "place": premises_name(trip.closed_through),
        "name": check.officer.name if check else "?",
    }


def _last_check(trip: Trip, direction: str) -> Check | None:
    return (
        trip.checks.filter(direction=direction, undone_at=None)
        .exclude(disposition=Disposition.TURN_BACK)
        .select_related("officer")
        .first()
    )


def standing_of(check: Check) -> Tag:
    """How a check stands now, as a tag."""
    if check.undone_at:
        return Tag(_("Undone"), Tone.IDLE)
    if check.disposition != Disposition.TURN_BACK:
        return Tag(_("Let out") if check.direction == Direction.EXIT else _("Let in"), Tone.GOOD)
    if check.confirmed_at:
        return Tag(_("Turned back"), Tone.BAD)
    if check.overruled_at:
        return Tag(_("Not to be turned back"), Tone.SOON)
    return Tag(_("Waits for the lead"), Tone.SOON)


def measure_of(check: Check) -> Promise | str:
    """What was decided, in one word."""
    return Disposition(check.disposition).label

"""How a pass and its trips stand: in a word, in steps, and the clock of its waiting."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from longgang.core.clock import now
from longgang.core.days import short_moment
from longgang.core.errors import filled
from longgang.core.parts import Clock, Step
from longgang.core.privacy import mask_name
from longgang.core.sentences import join_sentences
from longgang.core.tags import Tag, Tone

from .lifecycle import OPEN, PassStatus, TripStatus
from .models import Trip, VehiclePass
from .queries import running_trip
from .reasons import RefusalReason
from .rules import REMINDER_SHARE
from .wording import pass_tag, trip_tag

_WENT_WRONG = {
    PassStatus.WITHDRAWN,
    PassStatus.REFUSED,
    PassStatus.RETURNED,
    PassStatus.REVOKED,
    PassStatus.EXPIRED,
    PassStatus.SUPERSEDED,
}


def standing_of(trip: Trip) -> Tag:
    """The status of a trip, and that its running leg is past its limit."""
    state = trip_tag(trip.status)
    if trip.due_at is not None and trip.status in OPEN and trip.due_at < now():
        return Tag(filled(_("%(state)s, overdue"), state=state.label), Tone.BAD)
    return state


def begun_trip(vehicle_pass: VehiclePass) -> Trip | None:
    """The trip of a pass once its vehicle has come in. Expects `trips` loaded."""
    trip = running_trip(vehicle_pass)
    return trip if trip is not None and trip.status in OPEN | {TripStatus.CLOSED} else None


def trip_of(vehicle_pass: VehiclePass) -> str:
    """Where its vehicle is, in words; empty before it has come in. Expects `trips` loaded."""
    trip = begun_trip(vehicle_pass)
    return str(standing_of(trip)) if trip else ""


def standing_of_pass(vehicle_pass: VehiclePass) -> Tag:
    """How a pass stands: as its trip does once that has begun, unless the pass was taken back.

    Expects `trips` loaded.
    """
    trip = begun_trip(vehicle_pass)
    if trip is None or vehicle_pass.status in {PassStatus.REVOKED, PassStatus.SUPERSEDED}:
        return pass_tag(vehicle_pass.status)
    return standing_of(trip)


def waiting_clock(vehicle_pass: VehiclePass, moment: datetime) -> Clock | None:
    """How long it has waited; None once it is decided."""
    if vehicle_pass.status != PassStatus.SUBMITTED:
        return None
    limit = vehicle_pass.due_at - vehicle_pass.submitted_at
    remind_at = vehicle_pass.submitted_at + limit * REMINDER_SHARE
    return Clock(vehicle_pass.submitted_at, remind_at, vehicle_pass.due_at, moment)


def trip_steps(vehicle_pass: VehiclePass, trip: Trip | None) -> list[Step]:
    """Submitted, decided, entered, arrived, left, closed; with the time of each.

    What went wrong stands where it happened: instead of the decision, or after it. Expects `steps`
    loaded.
    """
    at_the_desk = [
        (_("Submission"), vehicle_pass.submitted_at),
        (_("Review"), vehicle_pass.decided_at),
    ]
    under_way = [
        (_("Entry"), trip.entered_at if trip else None),
        (_("Arrival"), trip.arrived_at if trip else None),
        (_("Departure"), trip.left_at if trip else None),
        (_("Exit"), trip.closed_at if trip else None),
    ]
    if PassStatus(vehicle_pass.status) not in _WENT_WRONG:
        return _way([*at_the_desk, *under_way], goes_on=True)
    was_issued = bool(vehicle_pass.pass_number)
    last = max((step.at for step in vehicle_pass.steps.all()), default=vehicle_pass.decided_at)
    wrong = Step(pass_label(vehicle_pass), "bad", _clock_words(last))
    way = [*_way(at_the_desk[: 1 + was_issued], goes_on=False), wrong]
    return [*way, *_way(under_way, goes_on=False)] if trip and trip.entered_at else way


def _way(moments: list[tuple[str, datetime | None]], *, goes_on: bool) -> list[Step]:
    """A step may be passed over: a gate never holds a truck for a forgotten confirmation."""
    last = max((place for place, (_label, at) in enumerate(moments) if at), default=-1)
    return [
        Step(label, "done", _clock_words(at))
        if at
        else Step(label, "now" if goes_on and place == last + 1 else "next")
        for place, (label, at) in enumerate(moments)
    ]


def pass_label(vehicle_pass: VehiclePass) -> str:
    """The status in words."""
    return str(PassStatus(vehicle_pass.status).label)


def _clock_words(at: datetime | None) -> str:
    return short_moment(at) if at else ""


def standing_words(vehicle_pass: VehiclePass) -> str:
    """What the applicant has to know about the status: why, until when, or replaced by what."""
    if vehicle_pass.status == PassStatus.ISSUED:
        begin, until = localtime(vehicle_pass.valid_from), localtime(vehicle_pass.valid_until)
        return _("Valid from %(begin)s until %(until)s.") % {
            "begin": f"{begin:%Y-%m-%d %H:%M}",
            "until": f"{until:%Y-%m-%d %H:%M}",
        }
    if vehicle_pass.status == PassStatus.SUPERSEDED and vehicle_pass.superseded_by:
        return _("The new pass has the number %(number)s.") % {
            "number": vehicle_pass.superseded_by.pass_number
        }
    code = vehicle_pass.reason_code
    reason = RefusalReason(code).label if code in RefusalReason.values else ""
    return join_sentences(reason, vehicle_pass.reason_words)


def behalf_words(vehicle_pass: VehiclePass) -> str:
    """Who applied for whom, masked; empty for those who applied for themselves."""
    if vehicle_pass.on_behalf_of is None:
        return ""
    names = {
        "by": mask_name(vehicle_pass.applicant.name),
        "person": mask_name(vehicle_pass.on_behalf_of.name),
    }
    return _("%(by)s applied on behalf of %(person)s.") % names

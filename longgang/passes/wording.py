"""Labels, colours and sentences of the passes: what a page, a notice and the audit book say."""

from typing import Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import area_name
from longgang.audit.api import name_in_words
from longgang.core.days import short_moment
from longgang.core.errors import Refusal
from longgang.core.parts import Moment, Step
from longgang.core.privacy import mask_name
from longgang.core.sentences import beside, join_sentences
from longgang.core.tags import Tag, Tone

from .lifecycle import OPEN, PassStatus, TripStatus
from .models import ReviewStep, Trip, VehiclePass
from .reasons import RefusalReason
from .rules import STREET_CODE_LENGTH
from .signing import KeyState

NO_RULE = Refusal(
    "passes.no_rule",
    _("The district has no rule for this kind of trip."),
    _("Choose another class of goods, or call 12345."),
    field="goods_class",
)
NO_DESK = Refusal(
    "passes.no_desk",
    _("No desk is in charge of this kind of trip."),
    _("Call 12345: the district has not named a desk for it yet."),
)
NUMBERS_USED_UP = Refusal(
    "passes.numbers_used_up",
    _("The district's 12-digit numbers are used up."),
    _("Call the operator of the platform."),
)

# The words stand beside the colour, so it is never the only sign.
_PASS_TONES = {
    PassStatus.SUBMITTED: Tone.INFO,
    PassStatus.RETURNED: Tone.SOON,
    PassStatus.REFUSED: Tone.BAD,
    PassStatus.ISSUED: Tone.GOOD,
    PassStatus.REVOKED: Tone.BAD,
}
_TRIP_TONES = {
    TripStatus.EXPECTED: Tone.INFO,
    TripStatus.ENTERED: Tone.SOON,
    TripStatus.ARRIVED: Tone.SOON,
    TripStatus.LEFT: Tone.SOON,
    TripStatus.CLOSED: Tone.GOOD,
}


def pass_tag(status: str) -> Tag:
    """The status of an application or pass; what is over is grey."""
    known = PassStatus(status)
    return Tag(known.label, _PASS_TONES.get(known, Tone.IDLE))


def trip_tag(status: str) -> Tag:
    """The status of a trip; what is over is grey."""
    known = TripStatus(status)
    return Tag(known.label, _TRIP_TONES.get(known, Tone.IDLE))


_KEY_TAGS = {
    KeyState.WAITING: Tag(_("Published, signs later"), Tone.INFO),
    KeyState.SIGNING: Tag(_("Signs now"), Tone.GOOD),
    KeyState.VERIFYING: Tag(_("Its codes still count"), Tone.IDLE),
    KeyState.WITHDRAWN: Tag(_("Withdrawn and void"), Tone.BAD),
}


def key_tag(state: KeyState) -> Tag:
    """What a key that signs passes is good for."""
    return _KEY_TAGS[state]


EVENT_WORDS = {
    "pass.submitted": _("Application submitted"),
    "pass.resubmitted": _("Application corrected and submitted again"),
    "pass.withdrawn": _("Application withdrawn"),
    "pass.returned": _("Application returned for correction"),
    "pass.refused": _("Application refused"),
    "pass.handed_over": _("Application handed to another desk"),
    "pass.issued": _("Pass issued"),
    "pass.used": _("Pass used"),
    "pass.reopened": _("Pass reopened"),
    "pass.expired": _("Pass expired"),
    "pass.revoked": _("Pass revoked"),
    "pass.superseded": _("Pass replaced by a newer one"),
    "pass.reminded": _("Desk reminded of a waiting application"),
    "pass.escalated": _("Waiting application escalated to the supervisor"),
    "draft.saved": _("Draft saved"),
    "draft.discarded": _("Draft discarded"),
    "trip.entered": _("Vehicle entered"),
    "trip.entry_undone": _("Entry undone"),
    "trip.arrived": _("Vehicle arrived at the site"),
    "trip.left": _("Vehicle left the site"),
    "trip.closed": _("Trip closed"),
    "trip.exit_undone": _("Exit undone"),
    "trip.cancelled": _("Trip did not take place"),
    "trip.overdue_noticed": _("Overdue trip reported to its owner"),
    "trip.let_out": _("Vehicle let out without a recorded entry"),
    "check.turn_back_asked": _("Turning back proposed"),
    "check.turn_back_confirmed": _("Turning back confirmed"),
    "check.turn_back_overruled": _("Turning back overruled"),
    "check.undone": _("Check undone"),
    "check.told": _("Check told afterwards by a device"),
    "trip.settled": _("Trip put right after a check became known"),
    "scan.refused": _("Vehicle not let pass at a checkpoint"),
    "block.proposed": _("Blocklist entry proposed"),
    "block.confirmed": _("Blocklist entry confirmed"),
    "block.lifted": _("Blocklist entry lifted"),
    "rule.set": _("Rule set"),
    "key.published": _("Key for signing passes published"),
    "key.brought_forward": _("Next key for signing passes put into use early"),
    "key.destroyed": _("Private half of a relieved key for signing passes destroyed"),
    "key.withdrawn": _("Key for signing passes withdrawn"),
    "fleet.read": _("Workbook read"),
    "fleet.submitted": _("Workbook submitted"),
}

# The steps of a decision, as applicant and desks read them.
STEP_WORDS = {
    "submit": (_("Submitted"), Tone.INFO),
    "resubmit": (_("Corrected and submitted again"), Tone.INFO),
    "withdraw": (_("Withdrawn"), Tone.IDLE),
    "return": (_("Returned for correction"), Tone.SOON),
    "refuse": (_("Refused"), Tone.BAD),
    "hand_over": (_("Handed to another desk"), Tone.INFO),
    "issue": (_("Issued"), Tone.GOOD),
    "expire": (_("Expired"), Tone.IDLE),
    "revoke": (_("Revoked"), Tone.BAD),
    "supersede": (_("Replaced by a newer pass"), Tone.IDLE),
}

APPLICANTS_STEPS = {"submit", "resubmit", "withdraw"}  # theirs is no name that everybody reads


def moments_of(vehicle_pass: VehiclePass) -> list[Moment]:
    """The steps of the decision, for a timeline. Expects `steps` loaded."""
    return [_moment(step) for step in vehicle_pass.steps.all()]


def _moment(step: ReviewStep) -> Moment:
    label, tone = STEP_WORDS[step.verb]
    reason = RefusalReason(step.reason_code).label if step.reason_code else ""
    is_applicants = step.verb in APPLICANTS_STEPS
    who = mask_name(step.by_name) if is_applicants else name_in_words(step.by_name)
    if step.verb == "supersede":
        reason = _("The new pass has the number %(number)s.") % {"number": step.words}
        return Moment(label, step.at, who, reason, tone)
    return Moment(label, step.at, who, join_sentences(reason, step.words), tone)


def owner_of(trip: Trip) -> str:
    """Whose turn it is on the leg now running: who is asked when it is overdue.

    On the way in the carrier and the street of the visited party, at the site the visited party, on
    the way out the carrier. Expects `vehicle_pass__company` loaded.
    """
    if trip.status not in OPEN:
        return ""
    vehicle_pass = trip.vehicle_pass
    if trip.status == TripStatus.ARRIVED:
        return vehicle_pass.visited_name
    carrier = vehicle_pass.company.name if vehicle_pass.company else gettext("the driver")
    if trip.status == TripStatus.LEFT:
        return carrier
    return beside(carrier, area_name(trip.area_code[:STREET_CODE_LENGTH]))


DAY_FIGURES = {
    "submitted": _("Applications submitted"),
    "decided": _("Applications decided"),
    "entered": _("Vehicles entered"),
    "closed": _("Loops closed"),
}

_LEGS = [
    (TripStatus.EXPECTED, _("Expected entry"), "expected_at"),
    (TripStatus.ENTERED, _("Entered"), "entered_at"),
    (TripStatus.ARRIVED, _("At the site"), "arrived_at"),
    (TripStatus.LEFT, _("Left the site"), "left_at"),
    (TripStatus.CLOSED, _("Loop closed"), "closed_at"),
]


def trip_steps(trip: Trip) -> list[Step]:
    """The loop as a stepper: what is done and when, where the truck is now, what is next."""
    order = [leg[0] for leg in _LEGS]
    if trip.status not in order:
        return [Step(TripStatus(trip.status).label, "bad")]
    here = order.index(TripStatus(trip.status))
    return [_step(trip, place, here) for place in range(len(_LEGS))]


def _step(trip: Trip, place: int, here: int) -> Step:
    _status, label, column = _LEGS[place]
    moment = getattr(trip, column)
    is_last = place == here == len(_LEGS) - 1
    state: Literal["done", "now", "next"] = (
        "done" if place < here or is_last else "now" if place == here else "next"
    )
    shown = short_moment(moment) if moment and place <= here else ""
    return Step(label, state, shown)

"""Labels, colours and sentences of the measures: what a page and the audit book say."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.areas.api import area_name
from longgang.core.clock import now
from longgang.core.errors import Words
from longgang.core.privacy import mask_name
from longgang.core.sentences import beside, listed
from longgang.core.tags import Tag, Tone

from .days import Phase
from .duties import Duty, DutyKind, DutyState
from .kinds import Found, PhaseKind
from .lifecycle import OPEN, HandOverStatus, MeasureStatus, MovingStatus
from .models import HandOver, Measure, Moving
from .standing import Standing


def name_of(measure: Measure, user: User) -> str:
    """The person's name; masked for who may read the list but nobody's entry in the register."""
    may_know = holds(user, Permission.PERSON_VIEW, **measure.seen_from)
    name: str = measure.person.name
    return name if may_know else mask_name(name)


def measure_tag(measure: Measure, standing: Standing) -> Tag:
    """Where somebody stands today: the phase, or what matters more."""
    if measure.status not in OPEN:
        return Tag(MeasureStatus(measure.status).label, Tone.IDLE)
    if measure.status == MeasureStatus.SUSPENDED:
        return Tag(MeasureStatus.SUSPENDED.label, Tone.SOON, sign="stethoscope")
    if measure.is_over(standing.on):
        return Tag(_("Days over, to be lifted"), Tone.BAD, sign="lock-open")
    if standing.stand is None:
        return Tag(_("Not begun yet"), Tone.INFO)
    return Tag(PhaseKind(standing.stand.phase.kind).label, Tone.INFO, sign="home")


HAND_OVER_TONES = {
    HandOverStatus.PROPOSED: Tone.SOON,
    HandOverStatus.OFFERED: Tone.SOON,
    HandOverStatus.ACCEPTED: Tone.GOOD,
    HandOverStatus.RETURNED: Tone.BAD,
    HandOverStatus.ENDED: Tone.IDLE,
}


def hand_over_tag(row: HandOver) -> Tag:
    """How it stands, from the clock: red once the community or the street may accept too."""
    status = HandOverStatus(row.status)
    if status == HandOverStatus.OFFERED and row.community_at <= now():
        to_whom = (
            _("Not accepted: raised to the street")
            if row.street_at <= now()
            else _("Not accepted: raised to the community")
        )
        return Tag(to_whom, Tone.BAD)
    return Tag(status.label, HAND_OVER_TONES[status])


def proposed_in_words(row: HandOver) -> str:
    """Who proposes what to a second person."""
    who = {"who": row.offered_by.name}
    if row.is_early:
        return gettext("%(who)s proposes that they go home before the last day at the site.") % who
    return gettext("%(who)s proposes the release.") % who


def sender_of(row: HandOver) -> str:
    """The site, or the area, that handed somebody over."""
    return str(row.from_site or area_name(row.from_area_code))


MOVING_TONES = {
    MovingStatus.PROPOSED: Tone.SOON,
    MovingStatus.CONFIRMED: Tone.GOOD,
    MovingStatus.DISMISSED: Tone.IDLE,
}


def moving_tag(moving: Moving) -> Tag:
    """Where a proposal to move people stands."""
    status = MovingStatus(moving.status)
    return Tag(status.label, MOVING_TONES[status])


def sick_tag(standing: Standing) -> Tag | None:
    """A fever or symptoms, by what was last seen or said."""
    if standing.has_fever:
        return Tag(_("Fever"), Tone.BAD)
    return Tag(_("Has symptoms"), Tone.BAD) if standing.has_symptoms else None


def today_tag(standing: Standing) -> Tag | str:
    """What matters today, at a glance: how somebody is, then what is due."""
    if sick := sick_tag(standing):
        return sick
    if standing.overdue:
        words = format_lazy(_("{n} overdue"), n=len(standing.overdue))
        return Tag(words, Tone.BAD)
    if standing.due:
        return Tag(format_lazy(_("{n} due"), n=len(standing.due)), Tone.SOON)
    return Tag(_("All done"), Tone.GOOD) if standing.duties else ""


DUTY_TONES = {
    DutyState.AHEAD: Tone.IDLE,
    DutyState.DUE: Tone.SOON,
    DutyState.LATE: Tone.BAD,
    DutyState.DONE: Tone.GOOD,
    DutyState.MISSED: Tone.BAD,
}


def duty_tag(duty: Duty) -> Tag:
    """One duty with how it stands: “Test · Missed”."""
    state = DutyState(duty.state)
    return Tag(beside(DutyKind(duty.kind).label, state.label), DUTY_TONES[state])


FOUND_TONES = {
    Found.IN_PLACE: Tone.GOOD,
    Found.REFUSED: Tone.BAD,
    Found.ELSEWHERE: Tone.SOON,
    Found.NOT_FOUND: Tone.SOON,
}


def found_tag(found: Found | None) -> Tag:
    """What was found; while nobody has said anything, that they were not found yet."""
    if found is None:
        return Tag(_("Not found yet"), sign="map-pin")
    return Tag(found.label, FOUND_TONES[found], sign="map-pin")


def duties_in_words(duties: Sequence[Duty]) -> str:
    """Which duties, one after the other."""
    return listed(DutyKind(duty.kind).label for duty in duties)


def day_in_words(day: date) -> str:
    """A day as every page writes it."""
    return day.isoformat()


def phase_in_words(phase: Phase) -> str:
    """What one phase asks for: tests on which of its days, readings a day, visits."""
    parts = [gettext("%(n)s days") % {"n": phase.days}]
    if phase.test_days:
        parts.append(gettext("tests on days %(days)s") % {"days": _listed(phase.test_days)})
    if phase.readings:
        parts.append(gettext("temperature %(n)s times a day") % {"n": phase.readings})
    if phase.visit_days:
        parts.append(gettext("visits on days %(days)s") % {"days": _listed(phase.visit_days)})
    return gettext("; ").join(parts)


def _listed(days: Sequence[int]) -> str:
    return listed(days)


def missed_in_words(duties: Sequence[Duty]) -> str:
    """What was missed so far, counted by kind; empty when nothing was."""
    missed = Counter(duty.kind for duty in duties if duty.state == DutyState.MISSED)
    return listed(f"{DutyKind(kind).label} ×{count}" for kind, count in sorted(missed.items()))


STANDING_WORDS = pgettext_lazy(
    "measure", "Day {day} of {days}, {to_go} to go. The last day is {last}."
)

EVENT_WORDS: dict[str, Words] = {
    "measure_rule.set": _("Rule of a measure set"),
    "measure_rule.ended": _("Rule of a measure ended"),
    "measure.opened": _("Measure opened"),
    "measure.extended": _("Measure extended"),
    "measure.extension_taken_back": _("Extension of a measure taken back"),
    "measure.checked_in": _("Checked in at the site"),
    "measure.site_changed": _("Handed on to another site"),
    "measure.handed_over": _("Person handed over"),
    "measure.release_proposed": _("Release from the site proposed"),
    "measure.early_proposed": _("Going home early from the site proposed"),
    "measure.accepted": _("Person accepted"),
    "measure.sent_back": _("Person sent back"),
    "measure.not_accepted": _("Nobody accepted the person in time"),
    "measure.hand_over_ended": _("Hand-over no longer needed"),
    "help.asked": _("Help asked for"),
    "help.answered": _("Request for help answered"),
    "measure.suspended": _("Gone to hospital"),
    "measure.resumed": _("Back from hospital"),
    "measure.lifted": _("Measure lifted"),
    "measure.cancelled": _("Measure cancelled"),
    "measure.stays_home": _("Isolated at home instead of at a site"),
    "measure.visited": _("Visit recorded"),
    "measure.person_found": _("Said whether the person is in place"),
    "measure.address_set": _("Address of a measure changed"),
    "measure.moved_to_rule": _("Measure moved to a newer rule"),
    "moving.proposed": _("Moving people to a newer rule proposed"),
    "moving.confirmed": _("People moved to a newer rule"),
    "moving.dismissed": _("Moving people to a newer rule turned down"),
}
NAMES: dict[str, Words] = {
    "measures.measure": _("measure"),
    "measures.measure.who": _("for whom"),
    "measures.measure.rule": _("rule of a measure"),
    "measures.measure.day_one_on": _("day one"),
    "measures.measure.ends_on": _("last day"),
    "measures.measure.site": _("Quarantine site"),
    "measures.measure.area_code": _("looked after by"),
    "measures.measure.to_area": _("to"),
    "measures.measure.hand_over": _("hand-over"),
    "measures.measure.help": _("request for help"),
    "measures.measure.term": _("reason for the new end"),
    "measures.measure.was_met": _("met"),
    "measures.measure.found": _("found"),
    "measures.moving": _("moving to a newer rule"),
    "measures.moving.rule": _("rule of a measure"),
    "measures.moving.document_number": _("document number"),
    "measures.moving.people": pgettext_lazy("moving", "people"),
    "measures.moving.days_gained": _("days gained"),
    "measures.moving.days_lost": _("days lost"),
    "measures.moving.left_out": _("left out"),
    "measures.measurerule": _("rule of a measure"),
    "measures.measurerule.who": _("for whom"),
    "measures.measurerule.base": _("counted from"),
    "measures.measurerule.day_one": _("day one"),
    "measures.measurerule.phases": _("phases"),
    "measures.measurerule.lifted_by": _("lifted by"),
    "measures.measurerule.valid_from": _("valid from"),
    "measures.measurerule.valid_to": _("valid until before"),
    "measures.measurerule.document_number": _("document number"),
}

"""What a declaration means, in the words of whom it concerns: the verdict, why, what to do."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from longgang.areas.api import DeskKind, area_name, find_desk
from longgang.core.clock import today
from longgang.core.sentences import beside
from longgang.core.tags import Tag, Tone
from longgang.health.api import Grade, grade_of
from longgang.measures.api import Measure, MeasureRule, PhaseKind, Who, find_open, find_rule

from .kinds import Kind
from .lifecycle import OPEN, DeclarationStatus
from .models import Declaration
from .queries import arrives_on, base_of, counted_from
from .risk_words import risk_in_words

TONES = {Who.LOW_RISK: Tone.SOON}


@dataclass(frozen=True)
class Meaning:
    """The verdict with its reason, what the rule of today asks for, what to do, whom to call."""

    tag: Tag
    reason: str
    asked: list[tuple[str, str]]  # phases: what, and how long
    counted: str  # from when, where that lies behind
    document: str
    todo: list[str]
    office: str
    phone: str


def meaning_of(declaration: Declaration) -> Meaning:
    """Of one declaration, by the rules of today."""
    rule = find_rule(declaration.who, on=today()) if declaration.who else None
    desk = find_desk(DeskKind.STREET, declaration.area_code)
    held = find_held(declaration)
    return Meaning(
        verdict_tag(declaration, is_held=held is not None),
        _why_not_leave(held) if held else reason_of(declaration),
        phases_of(rule),
        _counted(declaration, rule),
        rule.document_number if rule else "",
        _todo(declaration, rule, held),
        area_name(declaration.area_code),
        (desk.phone if desk else "") or settings.DUTY_PHONE,
    )


def find_held(declaration: Declaration) -> Measure | None:
    """The measure under which somebody is who declares to leave."""
    is_leaving = declaration.kind == Kind.DEPARTURE and declaration.status in OPEN
    return find_open(declaration.person) if is_leaving else None


def verdict_tag(declaration: Declaration, *, is_held: bool = False) -> Tag:
    """The verdict in a word and a colour; `is_held`: a measure keeps somebody here."""
    if is_held:
        return Tag(_("May not leave"), Tone.BAD)
    if declaration.kind == Kind.DEPARTURE:
        return Tag(_("Noted"), Tone.GOOD)
    if not declaration.who:
        return Tag(_("No risk found"), Tone.GOOD)
    who = Who(declaration.who)
    return Tag(who.label, TONES.get(who, Tone.BAD))


def phases_of(rule: MeasureRule | None) -> list[tuple[str, str]]:
    """What a rule asks for, one phase after the other."""
    if rule is None:
        return []
    return [
        (str(PhaseKind(each.kind).label), _("%(n)s days") % {"n": each.days}) for each in rule.plan
    ]


def _counted(declaration: Declaration, rule: MeasureRule | None) -> str:
    """For who came some days ago: how much of the rule's days is over."""
    if rule is None or declaration.status not in OPEN:
        return ""
    base_on = base_of(rule, exposed_on=declaration.exposed_on, arrived_on=arrives_on(declaration))
    first, last = counted_from(rule, base_on) if base_on else (today(), today())
    if first >= today():
        return ""
    if last < today():
        return _("Its days were over on %(last)s: no measure is opened any more.") % {"last": last}
    done = (today() - first).days
    words = ngettext(
        "Counted from %(first)s: %(done)s day is over, %(last)s is the last.",
        "Counted from %(first)s: %(done)s days are over, %(last)s is the last.",
        done,
    )
    return words % {"first": first, "done": done, "last": last}


def _why_not_leave(held: Measure) -> str:
    return _("Under a measure until %(day)s: nobody leaves before it is lifted.") % {
        "day": held.ends_on
    }


def reason_of(declaration: Declaration) -> str:
    """Why the rules say so."""
    if declaration.kind == Kind.DEPARTURE:
        return _("Who leaves the district tells the community; no rule asks for more.")
    if declaration.is_contact and declaration.who == Who.CLOSE_CONTACT:
        return _("Somebody has said that this person is a close contact of a case.")
    if declaration.who == Who.OVERSEAS:
        return _("Outside the country until %(day)s.") % {"day": declaration.exposed_on}
    if declaration.risk_area is not None:
        return _in_a_risk_area(declaration, risk_in_words(declaration.risk_area))
    if declaration.who:
        return declaration.closed_why
    return _("No place that was named was in or near a risk area on those days.")


def _in_a_risk_area(declaration: Declaration, area: str) -> str:
    if declaration.who == Who.LOW_RISK:
        words = _("Until %(day)s in the same county as a risk area: %(area)s.")
    else:
        words = _("Until %(day)s in a risk area: %(area)s.")
    return words % {"area": area, "day": declaration.exposed_on}


def _todo(declaration: Declaration, rule: MeasureRule | None, held: Measure | None) -> list[str]:
    """What to do now, in the order in which it is done."""
    office = {"office": area_name(declaration.area_code)}
    if declaration.status == DeclarationStatus.VERIFIED:
        if declaration.measure is not None:
            return [_("A measure is open. “My isolation” says what is due on each day.")]
        return [_("%(office)s has verified it. Nothing more is asked.") % office]
    if declaration.status not in OPEN:
        return []
    if held is not None:
        return [_("Stay where you are. If you have to travel all the same, call %(office)s first.")
                % office]  # fmt: skip
    steps = [_("Keep your phone at hand: %(office)s calls you to verify this.") % office]
    if declaration.kind == Kind.DEPARTURE:
        return [*steps, _("When you come back, declare that before you travel.")]
    if rule is not None:
        steps.append(_("Come straight home without stopping, with a mask on; use no bus or taxi "
                       "that you share."))  # fmt: skip
        steps.append(_("Stay there and meet nobody until %(office)s has told you what holds.")
                     % office)  # fmt: skip
    else:
        steps.append(_("Come as planned. Tell %(office)s if anything changes.") % office)
    if declaration.symptoms or _has_fever(declaration):
        steps.append(_("You feel ill: do not travel, and call before you go anywhere."))
    return steps


def _has_fever(declaration: Declaration) -> bool:
    return declaration.celsius is not None and grade_of(declaration.celsius) != Grade.NORMAL


def in_short(declaration: Declaration) -> str:
    """The verdict and what it asks for, on one line."""
    tag = verdict_tag(declaration)
    rule = find_rule(declaration.who, on=today()) if declaration.who else None
    return beside(tag.label, *(" ".join(phase) for phase in phases_of(rule)))

"""Labels and sentences of the arrivals: what a page and the audit book say."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.errors import Words
from longgang.core.tags import Tag, Tone

from .lifecycle import DeclarationStatus
from .models import Declaration

EVENT_WORDS: dict[str, Words] = {
    "arrival_rule.set": _("Rule of declarations set"),
    "risk_area.announced": _("Risk area announced"),
    "risk_area.ended": _("Risk area ended"),
    "declaration.declared": _("Journey declared"),
    "declaration.claimed": _("Declaration claimed"),
    "declaration.called": _("Call recorded"),
    "declaration.corrected": _("Declaration corrected"),
    "declaration.unclaimed": _("Declaration left unclaimed"),
    "declaration.handed_over": _("Declaration handed over"),
    "declaration.accepted": _("Declaration accepted"),
    "declaration.sent_back": _("Declaration sent back"),
    "declaration.verified": _("Declaration verified"),
    "declaration.called_off": _("Journey called off"),
    "declaration.withdrawn": _("Declaration withdrawn"),
}
NAMES: dict[str, Words] = {
    "arrivals.declaration": _("declaration"),
    "arrivals.declaration.kind": pgettext_lazy("declaration", "kind"),
    "arrivals.declaration.way": _("declared how"),
    "arrivals.declaration.who": _("for whom"),
    "arrivals.declaration.arrives_at": _("arrives"),
    "arrivals.declaration.outcome": _("came of the call"),
    "arrivals.declaration.to": _("handed to"),
    "arrivals.declaration.measure": _("measure"),
    "arrivals.riskarea": _("risk area"),
    "arrivals.riskarea.area": _("division"),
    "arrivals.riskarea.level": pgettext_lazy("risk area", "level"),
    "arrivals.riskarea.since_on": _("since"),
    "arrivals.riskarea.until_on": _("until before"),
    "arrivals.arrivalrule": _("rule of declarations"),
    "arrivals.arrivalrule.look_back_days": _("days looked back"),
    "arrivals.arrivalrule.claim_minutes": _("minutes to claim"),
    "arrivals.arrivalrule.valid_from": _("valid from"),
    "arrivals.arrivalrule.document_number": _("document number"),
}
_TONES = {
    DeclarationStatus.DECLARED: Tone.SOON,
    DeclarationStatus.CLAIMED: Tone.INFO,
    DeclarationStatus.UNREACHABLE: Tone.BAD,
    DeclarationStatus.HANDED: Tone.SOON,
    DeclarationStatus.VERIFIED: Tone.GOOD,
}


def status_tag(declaration: Declaration) -> Tag:
    """Where a declaration stands, in a word and a colour."""
    status = DeclarationStatus(declaration.status)
    return Tag(status.label, _TONES.get(status, Tone.IDLE))

"""Labels and sentences of the arrivals: what a page and the audit book say."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.areas.api import full_area_name
from longgang.core.errors import Words
from longgang.core.privacy import mask_name
from longgang.core.sentences import beside, listed
from longgang.core.tags import Tag, Tone
from longgang.health.api import CodeColour, CodeSource, Symptom, grade_of

from .kinds import Kind
from .lifecycle import DeclarationStatus
from .models import Declaration
from .triage import OVERSEAS

EVENT_WORDS: dict[str, Words] = {
    "arrival_rule.set": _("Rule of declarations set"),
    "risk_area.announced": _("Risk area announced"),
    "risk_workbook.read": _("Workbook of risk areas read"),
    "risk_workbook.entered": _("Workbook of risk areas entered"),
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
    "declaration_draft.saved": _("Draft of a declaration saved"),
    "declaration_draft.discarded": _("Draft of a declaration discarded"),
    "declaration.withdrawn": _("Declaration withdrawn"),
}
NAMES: dict[str, Words] = {
    "arrivals.declaration": _("declaration"),
    "arrivals.declaration.kind": pgettext_lazy("declaration", "kind"),
    "arrivals.declaration.way": _("declared how"),
    "arrivals.declaration.who": _("for whom"),
    "arrivals.declaration.how": _("made sure how"),
    "arrivals.declaration.arrives_at": _("arrives"),
    "arrivals.declaration.outcome": _("came of the call"),
    "arrivals.declaration.to": _("handed to"),
    "arrivals.declaration.measure": _("measure"),
    "arrivals.declarationdraft": _("draft of a declaration"),
    "arrivals.riskarea": _("risk area"),
    "arrivals.riskarea.area": _("division"),
    "arrivals.riskarea.level": pgettext_lazy("risk area", "level"),
    "arrivals.riskarea.since_on": _("since"),
    "arrivals.riskarea.until_on": _("until before"),
    "arrivals.riskupload": _("workbook of risk areas"),
    "arrivals.riskupload.areas": _("risk areas"),
    "arrivals.riskupload.new_count": _("new rows"),
    "arrivals.riskupload.faulty_count": _("faulty rows"),
    "arrivals.arrivalrule": _("rule of declarations"),
    "arrivals.arrivalrule.look_back_days": _("days looked back"),
    "arrivals.arrivalrule.claim_minutes": _("minutes to claim"),
    "arrivals.arrivalrule.asks_codes": _("codes are asked for"),
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


def name_of(declaration: Declaration, user: User) -> str:
    """The person's name, as this reader may see it."""
    return shown_name(str(declaration.person.name), declaration, user)


def shown_name(name: str, declaration: Declaration, user: User) -> str:
    """A name that stands in a declaration; masked for who may read the list but nobody's entry in
    the register. Whoever declares sees what they wrote.
    """
    codes = [declaration.area_code, declaration.handed_to_code]
    is_known = declaration.declared_by_id == user.pk or any(
        holds(user, Permission.PERSON_VIEW, area_code=code) for code in codes if code
    )
    return name if is_known or not user.is_staff_member else mask_name(name)


def place_in_words(area_code: str, words: str = "") -> str:
    """A place of the way: its division, and what was added."""
    is_abroad = area_code == OVERSEAS
    return beside(gettext("Outside the country") if is_abroad else full_area_name(area_code), words)


def way_in_words(declaration: Declaration) -> list[str]:
    """How somebody travels, then the places they come from or go to, with their days; a line each.
    Expects the stays loaded.
    """
    by = declaration.service_number or declaration.plate
    how = beside(declaration.get_transport_display(), by, declaration.seat)
    if declaration.kind == Kind.DEPARTURE:
        return [
            how,
            place_in_words(declaration.destination_code, declaration.destination_words),
        ]
    stays = declaration.stays.all()
    return [
        how,
        *(
            beside(place_in_words(stay.area_code, stay.words), f"{stay.since_on} – {stay.until_on}")
            for stay in stays
        ),
    ]


def symptoms_in_words(codes: Iterable[str]) -> str:
    """What somebody feels."""
    names = listed(Symptom(code).label for code in codes)
    return names or gettext("No symptoms")


def codes_in_words(codes: Mapping[str, str]) -> str:
    """The codes of other authorities, as they were shown."""
    return listed(
        beside(CodeSource(source).label, CodeColour(colour).label)
        for source, colour in sorted(codes.items())
    )


def celsius_in_words(celsius: Decimal | None) -> str:
    """A temperature with its grade."""
    return "" if celsius is None else beside(f"{celsius} °C", grade_of(celsius).label)

"""What the page of a declaration shows, and to whom."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from longgang.accounts.api import Permission, User, holds
from longgang.areas.api import area_name, full_area_name
from longgang.core.days import short_moment
from longgang.core.errors import allows
from longgang.core.parts import Moment
from longgang.core.sentences import beside
from longgang.core.tags import Tone
from longgang.people.api import Asked, facts_of_plate, may_call, sealed_values

from .deeds import DEEDS
from .kinds import Kind, Outcome
from .lifecycle import DECLARATION, DeclarationStatus
from .meaning import meaning_of
from .models import Declaration
from .permissions import check_may_handle
from .queries import is_late
from .wording import (
    celsius_in_words,
    codes_in_words,
    name_of,
    place_in_words,
    shown_name,
    status_tag,
    symptoms_in_words,
)


def declaration_context(declaration: Declaration, user: User, asked: Asked) -> dict[str, Any]:
    """The whole page."""
    may_handle = allows(check_may_handle, user, declaration)
    return {
        "declaration": declaration,
        "name": name_of(declaration, user),
        "status": status_tag(declaration),
        "status_text": _status_text(declaration),
        "meaning": meaning_of(declaration),
        "values": sealed_values(
            declaration.person,
            user,
            asked,
            place=declaration.seen_from,
            address_of=declaration,
        ),
        "may_call": may_call(declaration.person, user, place=declaration.seen_from),
        "facts": [*facts_of(declaration, user), *_known_of_car(declaration, user)],
        "stays": stays_of(declaration),
        "moments": list(_moments(declaration, user)),
        "buttons": [
            (deed, asked.forms.get(verb) or deed.form_for(declaration))
            for verb, deed in DEEDS.items()
            if verb in asked.forms or deed.is_offered(user, declaration)
        ],
        "may_correct": may_handle and DECLARATION.may("correct", declaration.status),
        "may_see_measure": holds(user, Permission.MEASURE_VIEW, area_code=declaration.area_code),
        "party": _party(declaration, user),
    }


def _status_text(declaration: Declaration) -> str:
    """Who has it, or why it is closed."""
    if declaration.status == DeclarationStatus.HANDED:
        names = {
            "sender": area_name(declaration.area_code),
            "receiver": area_name(declaration.handed_to_code),
        }
        return (
            _("From %(sender)s to %(receiver)s; until it is accepted %(sender)s answers.") % names
        )
    if declaration.status == DeclarationStatus.DECLARED and declaration.raised_at:
        return _("Not claimed in time; the street was told.")
    if is_late(declaration):
        return _("The day of travel lies behind us.")
    who = declaration.closed_by or declaration.claimed_by
    return beside(who.name if who else "", declaration.closed_why)


def _party(declaration: Declaration, user: User) -> list[tuple[Declaration, str]]:
    """Who travels along."""
    rows = Declaration.objects.visible_to(user).filter(party=declaration.party)
    others = rows.exclude(pk=declaration.pk).select_related("person")
    return [(each, name_of(each, user)) for each in others]


def facts_of(declaration: Declaration, user: User) -> list[tuple[str, object]]:
    """What was declared, but for the sealed values."""
    is_leaving = declaration.kind == Kind.DEPARTURE
    by = declaration.service_number or declaration.plate
    destination = place_in_words(declaration.destination_code, declaration.destination_words)
    return [
        (_("What is declared"),
         beside(declaration.get_kind_display(), declaration.get_reason_display())),
        *([(_("Destination"), destination)] if is_leaving else []),
        (_("Leaves at") if is_leaving else _("Arrives at"), short_moment(declaration.arrives_at)),
        (_("Transport"), beside(declaration.get_transport_display(), by, declaration.seat)),
        (_("Community"), full_area_name(declaration.area_code)),
        (_("Housing"), declaration.get_housing_display()),
        (_("Employer or school"), declaration.work),
        (_("Symptoms"), symptoms_in_words(declaration.symptoms)),
        (_("Temperature"), celsius_in_words(declaration.celsius)),
        (_("Codes as shown"), codes_in_words(declaration.codes)),
        (_("Told to be a contact of a case"), _("Yes") if declaration.is_contact else _("No")),
        (_("Declared"),
         beside(declaration.get_way_display(), _declarer(declaration, user))),
        (_("Signed"), shown_name(declaration.signature, declaration, user)),
        (_("Number"), declaration.number),
    ]  # fmt: skip


def _known_of_car(declaration: Declaration, user: User) -> list[tuple[str, object]]:
    """Whether the vehicle has a pass, for who may see it."""
    found = facts_of_plate(declaration.plate, reader=user)
    return [(_("Known of the car"), words) for words in found]


def _declarer(declaration: Declaration, user: User) -> str:
    """Who declared it: of colleagues the name, of residents as far as one may know it."""
    by = declaration.declared_by
    return by.name if by.is_staff_member else shown_name(by.name, declaration, user)


def stays_of(declaration: Declaration) -> list[tuple[str, str]]:
    """The way: days and places."""
    return [
        (f"{each.since_on:%Y-%m-%d} – {each.until_on:%Y-%m-%d}",
         place_in_words(each.area_code, each.words))
        for each in declaration.stays.all()
    ]  # fmt: skip


def _moments(declaration: Declaration, user: User) -> Iterator[Moment]:
    """What has happened to it, the newest first."""
    found = [Moment(_("Declared"), declaration.declared_at, _declarer(declaration, user))]
    if declaration.claimed_at and declaration.claimed_by:
        found.append(Moment(_("Claimed"), declaration.claimed_at, declaration.claimed_by.name))
    if declaration.raised_at:
        found.append(Moment(_("Street told: not claimed in time"), declaration.raised_at,
                            tone=Tone.SOON))  # fmt: skip
    for call in declaration.calls.select_related("by"):
        outcome = Outcome(call.outcome)
        tone = Tone.GOOD if outcome == Outcome.REACHED else Tone.SOON
        label = beside(pgettext("deed", "Call"), outcome.label)
        found.append(Moment(label, call.at, call.by.name, call.words, tone))
    for each in declaration.transfers.select_related("by", "answered_by"):
        way = beside(_("Handed over"), f"{area_name(each.from_code)} → {area_name(each.to_code)}")
        found.append(Moment(way, each.at, each.by.name, each.why))
        if each.answered_at and each.answered_by:
            label = _("Accepted") if each.was_accepted else _("Sent back")
            found.append(Moment(label, each.answered_at, each.answered_by.name, each.answer))
    if declaration.closed_at and declaration.closed_by:
        tag = status_tag(declaration)
        label = beside(tag.label, declaration.get_verified_how_display())
        found.append(Moment(label, declaration.closed_at, declaration.closed_by.name,
                            declaration.closed_why, tag.tone))  # fmt: skip
    yield from sorted(found, key=lambda moment: moment.at, reverse=True)  # type: ignore[arg-type,return-value]

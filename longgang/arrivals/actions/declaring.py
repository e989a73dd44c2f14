"""Declaring: for oneself, one's family, somebody without a phone; correcting; withdrawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, check_holds, holds
from longgang.areas.api import is_area
from longgang.audit.api import record
from longgang.core.clock import local_day, now, today
from longgang.core.errors import NotAllowed, Refusal, Refused, refuse_all, refuse_if
from longgang.core.signatures import check_signature
from longgang.core.tokens import new_number
from longgang.health.api import check_celsius
from longgang.measures.api import Who
from longgang.notices.api import mark_dealt_with
from longgang.people.api import Person

from ..kinds import OWN, Kind, Way
from ..lifecycle import DECLARATION, DeclarationStatus
from ..models import ArrivalRule, Declaration, DeclaredStay, RiskArea
from ..permissions import check_may_handle
from ..queries import find_meaning, get_rule, longest_days
from ..rules import (
    check_destination,
    check_party,
    check_transport,
    check_travel_day,
    check_way,
    check_words,
)
from ..triage import Finding, Stay
from . import notices


@dataclass(frozen=True)
class DeclaredPlace:
    """One place of the way as it was told; "00" is outside the country."""

    stay: Stay
    words: str = ""


@dataclass(frozen=True)
class Travel:
    """What is the same for everybody who travels together."""

    kind: str
    area_code: str  # of the home or of where they stay; of a departure: where they leave
    address: str
    housing: str
    reason: str
    arrives_at: datetime
    transport: str
    service_number: str = ""
    plate: str = ""
    places: tuple[DeclaredPlace, ...] = ()
    destination_code: str = ""  # of a departure; "00" is outside the country
    destination_words: str = ""

    @property
    def stays(self) -> list[Stay]:
        """The way, as the triage sees it."""
        return [each.stay for each in self.places]


@dataclass(frozen=True)
class Traveller:
    """What is one person's own."""

    person: Person
    seat: str = ""
    work: str = ""
    is_contact: bool = False
    symptoms: tuple[str, ...] = ()
    celsius: Decimal | None = None
    codes: tuple[tuple[str, str], ...] = ()  # whose code, and its colour as the phone shows it


@transaction.atomic
def declare(
    travel: Travel, travellers: Sequence[Traveller], *, way: str, signature: str, by: User
) -> list[Declaration]:
    """Declare one or several people who travel together; each gets a declaration of their own, and
    with it what the rules of today say.

    Refused with every fault at once. Somebody whose declaration is open is not declared again. Of a
    resident's own people it is each one's own whether it is by oneself or for the family.
    """
    for each in travellers:
        _check_may_declare(by, each.person, way=way, area_code=travel.area_code)
    rule = get_rule(today())
    refuse_all(find_faults(travel, travellers, rule))
    refuse_if(check_signature(signature, name=by.name))
    finding = _meaning(travel, rule)
    party = new_number("FX")
    return [
        _write(
            travel,
            each,
            finding,
            way=_way_of(each.person, way, by=by),
            party=party,
            signature=signature.strip(),
            by=by,
        )
        for each in travellers
    ]


def _way_of(person: Person, way: str, *, by: User) -> str:
    if way not in OWN:
        return way
    return str(Way.SELF if person.user_id == by.pk else Way.FAMILY)


def _check_may_declare(by: User, person: Person, *, way: str, area_code: str) -> None:
    """One's own people; for others whoever looks after the home's area, and those at the gates."""
    if way in OWN:
        own = person.user_id == by.pk or person.representatives.filter(user=by).exists()
        if not own:
            raise NotAllowed
    elif way == Way.CHECKPOINT:
        check_holds(by, Permission.CHECK_RECORD)
    elif not holds(by, Permission.VISIT_RECORD, area_code=area_code):
        check_holds(by, Permission.DECLARATION_HANDLE, area_code=area_code)


def find_faults(
    travel: Travel, travellers: Sequence[Traveller], rule: ArrivalRule
) -> list[Refusal | None]:
    """Everything that is wrong with a declaration, with blanks where nothing is."""
    day = local_day(travel.arrives_at)
    is_here = travel.area_code.startswith(settings.DISTRICT_CODE) and is_area(travel.area_code)
    numbers = {each.person.pk for each in travellers}
    found: list[Refusal | None] = [
        None if travellers else _NOBODY,
        None if len(numbers) == len(travellers) else _TWICE,
        check_party(len(travellers)),
        None if is_here else _NOT_HERE,
        None if travel.address.strip() else _NO_ADDRESS,
        check_travel_day(day, today=today(), behind=longest_days()),
    ]
    if travel.kind == Kind.DEPARTURE:
        found.append(check_destination(travel.destination_code, home=settings.DISTRICT_CODE))
    else:
        found += check_way(travel.stays, arrives_on=day, days=rule.look_back_days)
    for each in travellers:
        found.append(None if each.celsius is None else check_celsius(each.celsius))
        found += check_transport(
            travel.transport,
            service_number=travel.service_number,
            seat=each.seat,
            plate=travel.plate,
        )
    return list(dict.fromkeys(found))


def _meaning(travel: Travel, rule: ArrivalRule) -> Finding | None:
    if travel.kind == Kind.DEPARTURE:
        return None
    day = local_day(travel.arrives_at)
    return find_meaning(travel.stays, arrives_on=day, rule=rule)


def _columns(travel: Travel, finding: Finding | None) -> dict[str, Any]:
    """What a declaration keeps of the travel and of what it means."""
    risk = RiskArea.objects.get(number=finding.risk.number) if finding and finding.risk else None
    return {
        "kind": travel.kind,
        "area_code": travel.area_code,
        "address": travel.address.strip(),
        "housing": travel.housing,
        "reason": travel.reason,
        "arrives_at": travel.arrives_at,
        "transport": travel.transport,
        "service_number": travel.service_number.strip().upper(),
        "plate": travel.plate,
        "destination_code": travel.destination_code,
        "destination_words": travel.destination_words.strip(),
        "who": finding.who if finding else "",
        "exposed_on": finding.exposed_on if finding else None,
        "risk_area": risk,
    }


def _own_columns(traveller: Traveller, finding: Finding | None) -> dict[str, Any]:
    """Who says that they are a contact is one, whatever their way, until somebody has asked."""
    values: dict[str, Any] = {
        "seat": traveller.seat.strip(),
        "work": traveller.work.strip(),
        "is_contact": traveller.is_contact,
        "symptoms": sorted(traveller.symptoms),
        "celsius": traveller.celsius,
        "codes": dict(traveller.codes),
    }
    return values | ({"who": Who.CLOSE_CONTACT} if traveller.is_contact else {})


def _write(
    travel: Travel,
    traveller: Traveller,
    finding: Finding | None,
    *,
    way: str,
    party: str,
    signature: str,
    by: User,
) -> Declaration:
    values = _columns(travel, finding) | _own_columns(traveller, finding)
    try:
        with transaction.atomic():
            declaration = Declaration.objects.create(
                number=new_number("FX"),
                party=party,
                status=DeclarationStatus.DECLARED,
                way=way,
                person=traveller.person,
                declared_at=now(),
                declared_by=by,
                signature=signature,
                **values,
            )
    except IntegrityError as error:
        raise Refused(OPEN_ALREADY) from error
    _write_stays(declaration, travel.places)
    record(
        "declaration.declared",
        declaration,
        by=by,
        area_code=declaration.area_code,
        after={"kind": travel.kind, "way": way, "who": declaration.who},
    )
    notices.tell_declared(declaration)
    return declaration


def _write_stays(declaration: Declaration, places: Sequence[DeclaredPlace]) -> None:
    DeclaredStay.objects.bulk_create(
        DeclaredStay(
            declaration=declaration,
            place=place,
            area_code=each.stay.area_code,
            words=each.words.strip(),
            since_on=each.stay.since,
            until_on=each.stay.until,
            named=sorted(each.stay.named),
        )
        for place, each in enumerate(places, 1)
    )


@transaction.atomic
def correct_declaration(
    declaration: Declaration, travel: Travel, traveller: Traveller, *, by: User, reason: str
) -> None:
    """Write down what a call has shown to be otherwise; what it means is found anew.

    The home stays within the area whose it is: elsewhere it is handed over.
    """
    check_may_handle(by, declaration)
    rule = get_rule(today())
    refuse_if(check_words(reason, missing=_("Say what was corrected and who said so.")))
    refuse_all(find_faults(travel, [traveller], rule))
    refuse_if(None if travel.area_code.startswith(declaration.area_code) else _ELSEWHERE)
    finding = _meaning(travel, rule)
    before = {"who": declaration.who, "arrives_at": declaration.arrives_at}
    values = _columns(travel, finding) | _own_columns(traveller, finding)
    DECLARATION.move(declaration, "correct", **values)
    declaration.stays.all().delete()
    _write_stays(declaration, travel.places)
    record(
        DECLARATION.moves["correct"].event,
        declaration,
        by=by,
        area_code=declaration.area_code,
        before=before,
        after={"who": declaration.who, "arrives_at": declaration.arrives_at},
        reason=reason,
    )


@transaction.atomic
def withdraw_declaration(declaration: Declaration, *, by: User) -> None:
    """Who declared it, or whose it is, takes it back before it is settled."""
    if by.pk not in {declaration.declared_by_id, declaration.person.user_id}:
        raise NotAllowed
    DECLARATION.move(declaration, "withdraw", closed_at=now(), closed_by=by, handed_to_code="")
    mark_dealt_with(declaration)
    declaration.transfers.filter(answered_at=None).update(
        answered_at=now(), answered_by=by, was_accepted=False
    )
    record(DECLARATION.moves["withdraw"].event, declaration, by=by, area_code=declaration.area_code)


_NOBODY = Refusal("arrivals.nobody", _("Nobody is declared."), _("Name at least one person."))
_TWICE = Refusal(
    "arrivals.person_twice",
    _("The same person is named twice."),
    _("Take one of them away."),
    field="companions",
)
_NOT_HERE = Refusal(
    "arrivals.not_here",
    _("This is no place in the district."),
    _("Choose the community of the home."),
    field="area_code",
)
_NO_ADDRESS = Refusal(
    "arrivals.address_missing",
    _("The address is missing."),
    _("Write estate, building, entrance and room."),
    field="address",
)
OPEN_ALREADY = Refusal(
    "arrivals.declared_already",
    _("This person has been declared already, and that is not settled yet."),
    _("Look at that declaration; withdraw it if it is wrong."),
)
_ELSEWHERE = Refusal(
    "arrivals.elsewhere",
    _("This home lies elsewhere."),
    _("Hand the declaration to the community of the home."),
    field="area_code",
)

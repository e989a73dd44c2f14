"""What the pages of a person, a company and a vehicle show, and to whom."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from longgang.accounts.api import Permission, User, holds
from longgang.areas.api import area_name, full_area_name
from longgang.core.errors import allows
from longgang.core.privacy import mask_name, mask_phone

from .lifecycle import COMPANY_LIFECYCLE
from .masking import hidden_but
from .models import Company, Person, Vehicle
from .permissions import (
    check_may_act_for,
    check_may_correct_person,
    check_may_decide_company,
    check_may_manage,
    check_may_merge,
    check_may_reveal,
    may_correct_identity,
)
from .queries import crew_of, vehicles_of
from .tables import SEALED, keeper_of, status_tag

SHOWN = 50
Fact = tuple[str, Any]


def person_context(person: Person, user: User, shown: dict[str, str]) -> dict[str, Any]:
    """A person's page: masked, but for what was revealed just now and for one's own."""
    is_own = person.user_id == user.pk
    labels = {"id_number": _("ID number"), "phone": _("Phone"), "address": _("Address")}
    return {
        "person": person,
        "values": [
            (field, label, _value(person, field, in_clear=is_own or field in shown))
            for field, label in labels.items()
        ],
        "shown": shown,
        "area": area_name(person.area_code),
        "may_reveal": not is_own and allows(check_may_reveal, user, person.area_code),
        "may_correct": allows(check_may_correct_person, user, person),
        "may_qualify": may_correct_identity(user, person),
        "may_merge": allows(check_may_merge, user, person.area_code),
        "may_look": holds(user, Permission.PERSON_VIEW),
        "may_see_companies": holds(user, Permission.COMPANY_VIEW),
        "qualifications": person.qualifications.all(),
        "companies": [each.company for each in person.crew_of.select_related("company")],
        "vehicles": person.vehicles.current(),
    }


def _value(person: Person, field: str, *, in_clear: bool) -> str:
    value: str = getattr(person, field)
    if in_clear or not value:
        return value
    return hidden_but(getattr(person, f"{field}_last4", ""))


def company_context(company: Company, user: User, shown: str) -> dict[str, Any]:
    """A company's page, with what this user may do there."""
    return {
        "company": company,
        "tag": status_tag(company),
        "facts": _company_facts(company),
        "phone": shown or hidden_but(company.contact_phone_last4),
        "may_reveal": not shown and allows(check_may_reveal, user, company.area_code),
        "may_decide": COMPANY_LIFECYCLE.may("approve", company.status)
        and allows(check_may_decide_company, user, company),
        "may_register_again": company.status == Company.Status.REFUSED
        and not user.is_staff_member
        and not Company.objects.live().filter(credit_code=company.credit_code).exists(),
        "may_manage": allows(check_may_manage, user, company),
        "may_act": allows(check_may_act_for, user, company),
        "memberships": [
            (each, member_in_words(each.user, is_me=each.user_id == user.pk))
            for each in company.memberships.select_related("user")
        ],
        "crew": crew_of(company).defer(*SEALED)[:SHOWN],
        "vehicles": vehicles_of(company)[:SHOWN],
        "vehicle_count": vehicles_of(company).count(),
    }


def member_in_words(member: User, *, is_me: bool) -> str:
    """Enough to know again whom one has named; a phone typed in does not tell whose it is."""
    if is_me:
        return str(member)
    return " ".join(filter(None, (mask_name(member.name), mask_phone(member.phone))))


def _company_facts(company: Company) -> list[Fact]:
    return [
        (_("Unified social credit code"), company.credit_code),
        (_("Industry"), company.get_industry_display()),
        (_("Area"), full_area_name(company.area_code)),
        (_("Address"), company.address),
        (_("Contact person"), company.contact_name),
    ]


def vehicle_facts(vehicle: Vehicle) -> list[Fact]:
    """What a vehicle is and what it may carry."""
    facts: list[Fact] = [
        (_("Plate colour"), vehicle.get_colour_display()),
        (_("Kind of plate"), vehicle.get_plate_kind_display()),
        (_("Kind of vehicle"), vehicle.get_kind_display()),
        (_("VIN"), vehicle.vin),
        (_("Belongs to"), keeper_of(vehicle)),
        (_("Road transport licence"), vehicle.licence_number),
        (_("Licence expires on"), _day(vehicle.licence_expires_on)),
    ]
    if vehicle.carries_hazard:
        facts += [
            (_("Tank number"), vehicle.tank_number),
            (_("Goods the tank may hold (UN numbers)"), ", ".join(vehicle.tank_media)),
            (_("Tank inspected until"), _day(vehicle.tank_inspected_until)),
        ]
    return facts


def _day(day: date | None) -> str:
    """A day as every list and sheet writes it."""
    return day.isoformat() if day else ""

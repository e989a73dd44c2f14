"""Looking somebody or something up: exact by number, near by name, for pickers and for desks."""

import unicodedata
from collections import defaultdict
from datetime import date
from itertools import combinations, islice
from typing import TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, Func, Model, Q, QuerySet

from longgang.accounts.api import Permission, User, holds
from longgang.core.identifiers import tidy_part_of_plate
from longgang.core.prepared import Prepared, PreparedRows
from longgang.core.remembering import remembered
from longgang.core.sealed import blind_index
from longgang.core.statements import Given

from .models import (
    Company,
    CompanyStatus,
    MemberRole,
    Membership,
    Person,
    Qualification,
    Vehicle,
)

Rows = TypeVar("Rows", bound=Model)
PICKED = 10
PAIRS = 50
LOOKED_AT = 500  # entries, however many share one name and one phone
# Asked for everybody aboard, for every vehicle and with every page; of each there is one at most.
_BY_ID_NUMBER = Prepared(
    lambda: Person.objects.current().filter(id_number_index=Given("index")).order_by()
)
_BY_PLATE = Prepared(
    lambda: (
        Vehicle.objects.current().filter(plate=Given("plate"), colour=Given("colour")).order_by()
    )
)
_OF_USER = Prepared(lambda: Person.objects.current().filter(user=Given("user")).order_by())
_BY_CREDIT_CODE = Prepared(
    lambda: Company.objects.live().filter(credit_code=Given("code")).order_by()
)
_BY_NAME = Prepared(lambda: Company.objects.approved().filter(name=Given("name")).order_by()[:2])
_MEMBERSHIPS = PreparedRows(
    lambda: (
        Membership.objects.filter(company__status=CompanyStatus.APPROVED)
        .filter(user=Given("user"), company=Given("company"))
        .order_by()
        .values_list("pk")
    )
)


def find_person(
    *, number: str = "", id_number: str = "", phone: str = "", id_kind: str = ""
) -> Person | None:
    """The person with this number or ID number; by phone only when exactly one has it.

    The number of a row that was merged leads to the row it was merged into.
    """
    if number:
        person = Person.objects.select_related("merged_into").filter(number=number).first()
        return person.merged_into or person if person else None
    if id_number:
        found = _BY_ID_NUMBER.first(index=blind_index("id_number", id_number))
        return found if found and id_kind in {"", found.id_kind} else None
    if phone:
        people = Person.objects.current().filter(phone_index=blind_index("phone", phone))
        same = list(people[:2])
        return same[0] if len(same) == 1 else None
    return None


@remembered
def find_company(credit_code: str) -> Company | None:
    """The company that holds this credit code, whether approved or waiting."""
    return _BY_CREDIT_CODE.first(code=credit_code)


def find_company_named(name: str) -> Company | None:
    """The approved company of exactly this name: who a waybill means by its consignee."""
    named = _BY_NAME.list(name=name)
    return named[0] if len(named) == 1 else None


def find_vehicle(plate: str, colour: str) -> Vehicle | None:
    """The vehicle with this plate, as parsed, of this colour."""
    return _BY_PLATE.first(plate=plate, colour=colour)


def find_kept_vehicle(number: str) -> Vehicle | None:
    """The vehicle with this number, or the one it was merged into; None when there is none."""
    vehicle = Vehicle.objects.select_related("merged_into").filter(number=number).first()
    return vehicle.merged_into or vehicle if vehicle else None


@remembered
def person_of(user: User) -> Person | None:
    """The entry a signed-in resident made for themselves."""
    return _OF_USER.first(user=user.pk)


def companies_of(user: User) -> QuerySet[Company]:
    """The approved companies a user acts for, by name."""
    return (
        Company.objects.approved().filter(memberships__user=user.pk).order_by("sort_key", "number")
    )


def waiting_companies_of(user: User) -> QuerySet[Company]:
    """The companies of a user that wait for approval, by name."""
    waiting = Company.objects.filter(status=CompanyStatus.PENDING)
    return waiting.filter(memberships__user=user.pk).order_by("sort_key", "number")


@remembered
def members_of(company_id: int) -> list[User]:
    """The users who act for a company: whom a notice to the company goes to."""
    members = Membership.objects.filter(company=company_id).select_related("user")
    return [member.user for member in members.order_by("role", "since_on", "pk")]


def managers_of(company: Company) -> list[User]:
    """The members who manage it, also while it waits for approval."""
    managers = company.memberships.filter(role=MemberRole.MANAGER).select_related("user")
    return [member.user for member in managers.order_by("since_on", "pk")]


def crew_of(company: Company) -> QuerySet[Person]:
    """Drivers and escorts of a company, by name."""
    return Person.objects.current().filter(crew_of__company=company).order_by("sort_key", "number")


def vehicles_of(company: Company) -> QuerySet[Vehicle]:
    """The vehicles of a company, by plate."""
    return company.vehicles.current().order_by("plate", "colour")


def find_qualification(person: Person, kind: str, *, on: date) -> Qualification | None:
    """The person's certificate of a kind, if it is valid on the day."""
    return person.qualifications.valid_on(on).filter(kind=kind).first()


def people_matching(text: str) -> Q:
    """Condition on people: name, pinyin, initials, a whole ID number or phone, its last four."""
    text = unicodedata.normalize("NFKC", text).strip()[:60]
    if not text.isascii():
        return Q(name__contains=text)
    tight = "".join(text.split())
    if len(tight) == 4 and tight[:3].isdecimal():
        return Q(id_number_last4=tight.upper()) | Q(phone_last4=tight)
    letters = tight.lower()
    found = Q(initials__startswith=letters) | Q(pinyin__startswith=letters) | Q(number=text)
    for whole in {tight.upper(), tight.upper().replace("-", "")}:
        found |= Q(id_number_index=blind_index("id_number", whole))
        found |= Q(phone_index=blind_index("phone", whole))
    return found


def rows_about(rows: QuerySet[Rows], text: str, *, by: User) -> QuerySet[Rows]:
    """Of rows with a `number` and a `person` those with this number, and for who may look into the
    register those about people it finds.
    """
    found = Q(number=text.strip().upper())
    if holds(by, Permission.PERSON_VIEW):
        people = Person.objects.filter(people_matching(text)).order_by()
        found |= Q(_IsOneOf("person", ArraySubquery(people.values("pk"))))
    return rows.filter(found)


class _IsOneOf(Func):
    """Whether an array holds the value. Unlike a subquery after IN, an array is made first, and
    each of its values is looked up in an index: nobody's name is that of all people.
    """

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def companies_matching(text: str) -> Q:
    """Condition on companies: name, pinyin, initials or credit code."""
    text = text.strip()[:60]
    if text.isascii():
        letters = "".join(text.lower().split())
        return (
            Q(initials__startswith=letters)
            | Q(pinyin__startswith=letters)
            | Q(credit_code__startswith=text.upper())
            | Q(number=text)
        )
    return Q(name__contains=text)


def vehicles_matching(text: str) -> Q:
    """Condition on vehicles: any part of the plate."""
    return Q(plate__contains=tidy_part_of_plate(text))


def pick_people(user: User, text: str = "", *, company: Company | None = None) -> list[Person]:
    """Up to ten people this user may pick, those of the company only if one is given."""
    people = Person.objects.visible_to(user).current()
    if company is not None:
        people = people.filter(crew_of__company=company)
    if text.strip():
        people = people.filter(people_matching(text))
    return list(people.order_by("sort_key", "number")[:PICKED])


def pick_vehicles(user: User, text: str = "", *, company: Company | None = None) -> list[Vehicle]:
    """Up to ten vehicles this user may pick, those of the company only if one is given."""
    vehicles = Vehicle.objects.visible_to(user).current()
    if company is not None:
        vehicles = vehicles.filter(company=company)
    if text.strip():
        vehicles = vehicles.filter(vehicles_matching(text))
    return list(vehicles.order_by("plate", "colour")[:PICKED])


def may_act_for(user: User, company: Company) -> bool:
    """Whether a user is a member of this company and the company is approved."""
    return company.status == CompanyStatus.APPROVED and acts_for(user.pk, company.pk)


@remembered
def acts_for(user_id: int, company_id: int) -> bool:
    """The same by their keys."""
    return bool(_MEMBERSHIPS.list(user=user_id, company=company_id))


def same_name_and_phone(name: str, phone: str) -> list[Person]:
    """People already registered who may be the same: same name, same last four of the phone."""
    if not phone:
        return []
    people = Person.objects.current().filter(name=name, phone_last4=phone[-4:])
    return list(people.order_by("sort_key", "number")[:PICKED])


def represented_by(user: User) -> QuerySet[Person]:
    """The people a user acts for, by name."""
    people = Person.objects.current().filter(representatives__user=user.pk)
    return people.order_by("sort_key", "number")


def probable_people(people: QuerySet[Person]) -> list[tuple[Person, Person]]:
    """Pairs of the same name whose phones end alike, the fuller entry first. Two queries."""
    alike = (
        people.order_by()
        .exclude(phone_last4="")
        .values("name", "phone_last4")
        .annotate(count=Count("*"))
        .filter(count__gt=1)
        .order_by("name", "phone_last4")[:PAIRS]
    )
    wanted = Q(pk__in=[])
    for group in alike:
        wanted |= Q(name=group["name"], phone_last4=group["phone_last4"])
    found: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in people.filter(wanted).order_by("sort_key", "number")[:LOOKED_AT]:
        found[person.name, person.phone_last4].append(person)
    pairs = (pair for group in found.values() for pair in combinations(group, 2))
    return list(islice((_fuller_first(*pair) for pair in pairs if not _are_two(*pair)), PAIRS))


def probable_vehicles(vehicles: QuerySet[Vehicle]) -> list[tuple[Vehicle, Vehicle]]:
    """Pairs with one VIN: one number in two colours is two plates, and no sign of one vehicle. Two
    queries.

    What stands twice is asked for first, in the order of an index: grouping every vehicle inside
    the question for the rows took three times as long.
    """
    rows = vehicles.order_by().exclude(vin="")
    counted = rows.values("vin").annotate(count=Count("*")).filter(count__gt=1)
    vins = list(counted.order_by("vin").values_list("vin", flat=True)[:PAIRS])
    alike = rows.filter(vin__in=vins).select_related("company", "owner")
    found: dict[str, list[Vehicle]] = defaultdict(list)
    for vehicle in alike.order_by("plate", "colour")[: 2 * PAIRS]:
        found[vehicle.vin].append(vehicle)
    pairs = [pair for group in found.values() for pair in combinations(group, 2)]
    return sorted(pairs, key=lambda pair: (pair[0].plate, pair[1].plate))[:PAIRS]


def _are_two(one: Person, other: Person) -> bool:
    """Two ID numbers of one kind are two people who share a name."""
    numbers = {one.id_number_index, other.id_number_index} - {""}
    return one.id_kind == other.id_kind and len(numbers) > 1


def _fuller_first(one: Person, other: Person) -> tuple[Person, Person]:
    """The entry with an ID number or a login is the one to keep."""
    worth = [bool(each.id_number_index) + bool(each.user_id) for each in (one, other)]
    return (other, one) if worth[1] > worth[0] else (one, other)

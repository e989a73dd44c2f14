"""Reads what was typed into the form that is stored, and gathers every fault first."""

import dataclasses
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import TypedDict, TypeVar

from longgang.areas.api import is_area
from longgang.core.clock import today
from longgang.core.errors import Refusal, Refused, refuse_all
from longgang.core.identifiers import (
    IdKind,
    Plate,
    PlateColour,
    parse_contact_phone,
    parse_credit_code,
    parse_id_number,
    parse_phone,
    parse_plate,
)
from longgang.core.names import check_person_name

from . import rules

Value = TypeVar("Value")


class PersonFacts(TypedDict, total=False):
    """What can be said about a person."""

    name: str
    id_kind: str
    id_number: str
    phone: str
    address: str
    area_code: str


class QualificationFacts(TypedDict, total=False):
    """What is printed on a certificate of competence."""

    number: str
    expires_on: date


class CompanyFacts(TypedDict, total=False):
    """What can be said about a company."""

    name: str
    credit_code: str
    industry: str
    area_code: str
    address: str
    contact_name: str
    contact_phone: str


class VehicleFacts(TypedDict, total=False):
    """What can be said about a vehicle besides its plate."""

    kind: str
    vin: str
    carries_hazard: bool
    licence_number: str
    licence_expires_on: date | None
    tank_number: str
    tank_media: list[str]
    tank_inspected_until: date | None


# A length no field has: nobody normalises 200 KB to learn that it is too long.
LONGEST_GIVEN = 2000
NO_PLATE = Plate("", PlateColour.OTHER)


class Reading:
    """Gathers the faults of several fields, so that a person learns all of them at once."""

    def __init__(self) -> None:
        self.refusals: list[Refusal] = []

    def read(self, field: str, parse: Callable[..., Value], *texts: str, empty: Value) -> Value:
        """What `parse` makes of the text; on refusal the fault is kept, marked with the field."""
        try:
            return parse(*texts)
        except Refused as refused:
            self.refusals += [
                dataclasses.replace(refusal, field=refusal.field or field)
                for refusal in refused.refusals
            ]
            return empty

    def note(self, *found: Refusal | None) -> None:
        """Keep the faults that a rule found."""
        self.refusals += [refusal for refusal in found if refusal is not None]

    def refuse(self) -> None:
        """Raise Refused with every fault that was kept."""
        refuse_all(self.refusals)


def tidy_text(text: str) -> str:
    """One line without double spaces and control characters, full-width letters made plain."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST_GIVEN])
    plain = "".join(" " if unicodedata.category(char)[0] == "Z" else char for char in plain)
    plain = "".join(char for char in plain if unicodedata.category(char)[0] != "C")
    return re.sub(r" +", " ", plain).strip()


def tidy_name(name: str) -> str:
    """A person's name: the dot of 买买提·吐逊 in its one form, no spaces inside Chinese names."""
    tidied = re.sub(r"[·•・.．∙‧]", "·", tidy_text(name))
    if re.search(r"[一-鿿]", tidied):
        return tidied.replace(" ", "")
    return tidied.replace("·", ".")


def read_person(facts: PersonFacts) -> PersonFacts:
    """The facts in the form that is stored; raises Refused with every fault."""
    reading, tidied = Reading(), PersonFacts(**facts)
    if "name" in facts:
        tidied["name"] = tidy_name(facts["name"])
        given = facts["name"][:LONGEST_GIVEN]
        reading.note(check_person_name(given) or rules.check_name(tidied["name"]))
    if number := facts.get("id_number", ""):
        kind = facts.get("id_kind", IdKind.RESIDENT)
        tidied["id_number"] = reading.read("id_number", parse_id_number, number, kind, empty="")
    if phone := facts.get("phone", ""):
        tidied["phone"] = reading.read("phone", parse_phone, phone, empty="")
    if "address" in facts:
        tidied["address"] = tidy_text(facts["address"])
        reading.note(rules.check_length(tidied["address"], field="address", length=200))
    area_code = facts.get("area_code", "")
    reading.note(rules.check_area(area_code, is_known=is_area(area_code)))
    reading.refuse()
    return tidied


def read_qualification(facts: QualificationFacts) -> QualificationFacts:
    """The same of a certificate."""
    reading, tidied = Reading(), QualificationFacts(**facts)
    if "number" in facts:
        tidied["number"] = tidy_text(facts["number"])
        reading.note(rules.check_certificate_number(tidied["number"]))
    if "expires_on" in facts:
        reading.note(rules.check_expiry(facts["expires_on"], today=today()))
    reading.refuse()
    return tidied


def read_company(facts: CompanyFacts) -> CompanyFacts:
    """The same of a company."""
    reading, tidied = Reading(), CompanyFacts(**facts)
    if "name" in facts:
        tidied["name"] = tidy_text(facts["name"])
        reading.note(rules.check_name(tidied["name"], length=100))
    if "credit_code" in facts:
        code = facts["credit_code"]
        tidied["credit_code"] = reading.read("credit_code", parse_credit_code, code, empty="")
    if "contact_name" in facts:
        tidied["contact_name"] = tidy_name(facts["contact_name"])
        reading.note(
            rules.check_name(tidied["contact_name"], field="contact_name")
            or check_person_name(facts["contact_name"], field="contact_name")
        )
    if "contact_phone" in facts:
        phone = facts["contact_phone"]
        tidied["contact_phone"] = reading.read(
            "contact_phone", parse_contact_phone, phone, empty=""
        )
    if "address" in facts:
        tidied["address"] = tidy_text(facts["address"])
        reading.note(rules.check_name(tidied["address"], field="address", length=200))
    if "area_code" in facts:
        code = facts["area_code"]
        reading.note(rules.check_area(code or "-", is_known=is_area(code)))
    reading.refuse()
    return tidied


def read_vehicle(
    facts: VehicleFacts, *, plate: str = "", colour: str = ""
) -> tuple[Plate, VehicleFacts]:
    """The same of a vehicle, with its plate if one is given."""
    reading, tidied, parsed = Reading(), VehicleFacts(**facts), NO_PLATE
    if plate or colour:
        parsed = reading.read("plate", parse_plate, plate, colour, empty=NO_PLATE)
    if "vin" in facts:
        tidied["vin"] = tidy_text(facts["vin"]).upper().replace(" ", "")
        reading.note(rules.check_vin(tidied["vin"]))
    if "licence_number" in facts:
        tidied["licence_number"] = tidy_text(facts["licence_number"])
        number = tidied["licence_number"]
        reading.note(rules.check_length(number, field="licence_number", length=40))
    if "tank_number" in facts:
        tidied["tank_number"] = tidy_text(facts["tank_number"])
        number = tidied["tank_number"]
        reading.note(rules.check_length(number, field="tank_number", length=40))
    if "tank_media" in facts:
        tidied["tank_media"] = sorted(set(facts["tank_media"]))
        reading.note(rules.check_tank_media(tidied["tank_media"]))
    for field, day in (
        ("licence_expires_on", facts.get("licence_expires_on")),
        ("tank_inspected_until", facts.get("tank_inspected_until")),
    ):
        if day is not None:
            reading.note(rules.check_expiry(day, today=today(), field=field))
    reading.refuse()
    return parsed, tidied

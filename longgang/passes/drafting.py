"""The steps in which somebody applies, and what was answered so far, as plain values.

An answer is kept as the text that the step's form was sent, so that the same form reads it again.
"""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from .application import GoodsClass, TripKind

ME, OTHER, COMPANY = "me", "other", "company:"
PEOPLE_STEP, CHECK_STEP = "people", "check"

# Every step there is, in its order; which of them somebody sees depends on what they answered.
STEPS = (
    "trip", "behalf", "vehicle", PEOPLE_STEP, "sender", "receiver", "goods", "hazard", "papers",
    "journey", "documents", CHECK_STEP,
)  # fmt: skip

# Where a field of the application is filled in: refusals name fields, reviewers mark steps.
FIELDS = {
    "trip": {"trip_kind", "goods_class", "is_hazardous"},
    "behalf": {"behalf"},
    "vehicle": {"plate", "plate_colour", "vehicle_kind", "vin", "trailer_plate", "kind"},
    PEOPLE_STEP: {"riders", "number", "expires_on", "driver", "escort"},
    "sender": {f"consignor_{part}" for part in ("name", "area", "address", "contact", "phone")},
    "receiver": {f"consignee_{part}" for part in ("name", "area", "address", "contact", "phone")},
    "goods": {"goods_name", "goods_quantity", "weight_t"},
    "hazard": {
        "un_number", "proper_name", "hazard_class", "packing_group", "waybill_number",
        "emergency_phone",
    },
    "papers": {
        "licence_number", "licence_expires_on", "tank_number", "tank_media", "tank_inspected_until",
    },
    "journey": {"checkpoint_number", "expected_entry_at", "route"},
    CHECK_STEP: {"signature", "is_declared", "words"},
}  # fmt: skip

Texts = dict[str, str]


@dataclass(frozen=True)
class Answers:
    """What was answered, by step; of the people aboard one after the other."""

    steps: dict[str, Texts] = field(default_factory=dict)
    people: tuple[Texts, ...] = ()

    @classmethod
    def read(cls, text: str) -> "Answers":
        """The answers of a draft."""
        read = json.loads(text)
        return cls(read["steps"], tuple(read["people"]))

    def write(self) -> str:
        """The same as text."""
        return json.dumps({"steps": self.steps, "people": self.people}, ensure_ascii=False)

    def of(self, step: str) -> Texts:
        """What was answered in a step; empty when it was not reached yet."""
        return self.steps.get(step, {})

    def having(self, step: str, texts: Texts) -> "Answers":
        """The same with a step answered."""
        return replace(self, steps={**self.steps, step: texts})

    def having_person(self, place: int, texts: Texts) -> "Answers":
        """The same with the person at this place, counted from 1; one past the last is added."""
        people = list(self.people)
        people[place - 1 : place] = [texts]
        return replace(self, people=tuple(people))

    def without_person(self, place: int) -> "Answers":
        """The same without the person at this place."""
        people = list(self.people)
        del people[place - 1 : place]
        return replace(self, people=tuple(people))

    @property
    def trip_kind(self) -> str:
        return self.of("trip").get("trip_kind", "")

    @property
    def goods_class(self) -> str:
        """The class of what is loaded; a private trip carries none."""
        if self.trip_kind == TripKind.PRIVATE:
            return str(GoodsClass.NONE)
        return self.of("trip").get("goods_class", "")

    @property
    def is_freight(self) -> bool:
        return self.trip_kind == TripKind.FREIGHT

    @property
    def is_hazardous(self) -> bool:
        return bool(self.of("trip").get("is_hazardous"))

    @property
    def is_for_other(self) -> bool:
        """Whether somebody applies for another person."""
        return self.of("trip").get("acts_for") == OTHER

    @property
    def company_number(self) -> str:
        """The company in whose name somebody applies; empty when in none."""
        acts_for = self.of("trip").get("acts_for", "")
        return acts_for.removeprefix(COMPANY) if acts_for.startswith(COMPANY) else ""

    def asked_steps(self, *, asks_documents: bool) -> list[str]:
        """The steps that these answers lead through."""
        left_out = {
            "behalf": not self.is_for_other,
            "sender": not self.is_freight,
            "goods": not self.is_freight,
            "hazard": not self.is_hazardous,
            "papers": not self.is_hazardous,
            "documents": not asks_documents,
        }
        return [step for step in STEPS if not left_out.get(step)]

    def is_answered(self, step: str) -> bool:
        """Whether a step has been gone through."""
        return bool(self.people) if step == PEOPLE_STEP else step in self.steps


def step_of(field_name: str) -> str:
    """The step in which a field is filled in; the last one for what belongs to none."""
    if field_name.startswith("document_"):
        return "documents"
    return next((step for step, names in FIELDS.items() if field_name in names), CHECK_STEP)


def texts_of(values: dict[str, Any]) -> Texts:
    """Values as a form would have been sent them."""
    return {key: "" if value is None else str(value) for key, value in values.items()}

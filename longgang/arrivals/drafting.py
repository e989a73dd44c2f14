"""The steps in which somebody declares, and what was answered so far, as plain values."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

PEOPLE, JOURNEY, STAYS, ASKED = "people", "journey", "stays", "asked"
HOME, HEALTH, CHECK = "home", "health", "check"
STEPS = (PEOPLE, JOURNEY, STAYS, ASKED, HOME, HEALTH, CHECK)

# Where a field of the declaration is filled in: refusals name fields.
FIELDS = {
    PEOPLE: {"companions", "people"},
    JOURNEY: {"arrives_at", "service_number", "seat", "plate", "destination_code"},
    STAYS: {"stays"},
    HOME: {"area_code", "address"},
}

Texts = dict[str, Any]  # what a form was sent: texts, and lists of texts


@dataclass(frozen=True)
class Answers:
    """What was answered: what for, the people by their numbers, the stays, the other steps."""

    kind: str
    reason: str
    way: str
    people: tuple[str, ...] = ()
    stays: tuple[Texts, ...] = ()
    steps: dict[str, Texts] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> "Answers":
        """The answers of a draft."""
        read = json.loads(text)
        return cls(**read | {"people": tuple(read["people"]), "stays": tuple(read["stays"])})

    def write(self) -> str:
        """The same as text."""
        return json.dumps(self.__dict__, ensure_ascii=False)

    def of(self, step: str) -> Texts:
        """What was answered in a step; empty when it was not reached yet."""
        return self.steps.get(step, {})

    def having(self, step: str, texts: Texts) -> "Answers":
        """The same with a step answered."""
        return replace(self, steps={**self.steps, step: texts})

    def with_person(self, number: str) -> "Answers":
        """The same with one more person; nobody stands there twice."""
        known = self.people if number in self.people else (*self.people, number)
        return replace(self, people=known)

    def without_person(self, number: str) -> "Answers":
        """The same without that person."""
        return replace(self, people=tuple(each for each in self.people if each != number))

    def having_stay(self, place: int, texts: Texts) -> "Answers":
        """The same with the stay at this place, counted from 1; one past the last is added."""
        stays = list(self.stays)
        stays[place - 1 : place] = [texts]
        return replace(self, stays=tuple(stays))

    def without_stay(self, place: int) -> "Answers":
        """The same without the stay at this place."""
        stays = list(self.stays)
        del stays[place - 1 : place]
        return replace(self, stays=tuple(stays))

    def is_answered(self, step: str) -> bool:
        """Whether a step has been gone through."""
        if step == PEOPLE:
            return bool(self.people)
        return bool(self.stays) if step == STAYS else step in self.steps


def step_of(field_name: str) -> str:
    """The step in which a field is filled in; the last one for what belongs to none."""
    return next((step for step, names in FIELDS.items() if field_name in names), CHECK)

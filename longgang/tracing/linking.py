"""Two cases: by which chain the person of one may have reached the person of the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from longgang.accounts.api import User
from longgang.people.api import Person
from longgang.trail.api import Meeting

from .actions.cases import note_question
from .asking import Thresholds, ask
from .models import Case
from .presenting_contacts import meetings_in_words
from .rules import MOST_DEGREES
from .wording import name_of, question_in_words


@dataclass(frozen=True)
class Way:
    """From one person to the other: an encounter for each step, in order; none without a chain."""

    begins: str
    ends: str
    steps: Sequence[str]


def link_context(case: Case, other: Case, user: User) -> dict[str, Any]:
    """The shortest chain each way, by the rule and in the window of the case where it begins. The
    question stands in the book under both numbers before anybody is named. Raises NotReady.
    """
    chains = [_chain(case, other.person), _chain(other, case.person)]
    for one, two in ((case, other), (other, case)):
        words = f"{two.number}: {question_in_words(_thresholds(one))}"
        note_question(one, "link", asked=words, by=user)
    names = name_of(case.person, user), name_of(other.person, user)
    return {
        "other": other,
        "ways": [
            Way(begins, ends, meetings_in_words(chain, user))
            for (begins, ends), chain in zip([names, names[::-1]], chains, strict=True)
        ],
    }


def _thresholds(case: Case) -> Thresholds:
    return replace(Thresholds.of(case), degrees=MOST_DEGREES)


def _chain(case: Case, person: Person) -> list[Meeting]:
    """From the person of the case on; empty when this one is not among its contacts."""
    contacts = ask(case, _thresholds(case)).contacts
    if not contacts.find([person.pk]):
        return []
    return list(reversed(contacts.explain(person.pk).chain))

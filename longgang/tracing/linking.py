"""Two cases: by which chains the person of one may have reached the person of the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from longgang.accounts.api import User
from longgang.people.api import Person
from longgang.trail.api import Contacts, Meeting

from .actions.cases import note_question
from .asking import Thresholds, ask
from .models import Case
from .presenting_contacts import meetings_in_words
from .rules import MOST_DEGREES
from .wording import name_of, question_in_the_book

MOST_CHAINS = 5  # each way, on the page


@dataclass(frozen=True)
class Way:
    """From one person to the other: the shortest chains, each an encounter for each step, in order;
    none without a chain.
    """

    begins: str
    ends: str
    chains: Sequence[Sequence[str]]
    has_more: bool


def link_context(case: Case, other: Case, user: User) -> dict[str, Any]:
    """The shortest chains each way, by the rule and in the window of the case where they begin. The
    question stands in the book under both numbers before anybody is named. Raises NotReady.
    """
    chains = [_chains(case, other.person), _chains(other, case.person)]
    for one, two in ((case, other), (other, case)):
        words = f"{two.number}: {question_in_the_book(_thresholds(one))}"
        note_question(one, "link", asked=words, by=user)
    names = name_of(case.person, user), name_of(other.person, user)
    return {
        "other": other,
        "ways": [
            Way(begins, ends, _in_words(found[:MOST_CHAINS], user), len(found) > MOST_CHAINS)
            for (begins, ends), found in zip([names, names[::-1]], chains, strict=True)
        ],
    }


def _thresholds(case: Case) -> Thresholds:
    return replace(Thresholds.of(case), degrees=MOST_DEGREES)


def _in_words(chains: Sequence[Sequence[Meeting]], user: User) -> list[list[str]]:
    words = iter(meetings_in_words([each for chain in chains for each in chain], user))
    return [list(islice(words, len(chain))) for chain in chains]


def _chains(case: Case, person: Person) -> list[list[Meeting]]:
    """From the person of the case on, one more than is shown; empty when the other one is not among
    its contacts.
    """
    contacts = ask(case, _thresholds(case)).contacts
    if not contacts.find([person.pk]):
        return []
    found = chains_to(contacts, person.pk, seed=case.person_id)
    return list(islice(found, MOST_CHAINS + 1))


def chains_to(contacts: Contacts, person: int, *, seed: int) -> Iterator[list[Meeting]]:
    """Every chain of as many steps as the circle of this contact, each through other people; the
    one that made them a contact first. Of several encounters of a pair it is the first that does
    not end before the source was met.
    """
    meetings = contacts.explain(person).meetings
    for source in dict.fromkeys(each.source for each in meetings):
        of_pair = [each for each in meetings if each.source == source]
        if source == seed:
            yield [of_pair[0]]
            continue
        for chain in chains_to(contacts, source, seed=seed):
            later = [each for each in of_pair if each.until > chain[-1].since]
            if later:
                yield [*chain, later[0]]

"""What one machine holds: the visits at its places, and what they say to a question."""

from dataclasses import dataclass, replace

import numpy as np

from ..engine.answer import Answer, Circle
from ..engine.explaining import Encounter, list_encounters
from ..engine.ids import Array, Ids
from ..engine.index import Index
from ..engine.question import Question
from ..engine.sources import Sources
from ..engine.tracing import allow_places, find_circle
from ..engine.visits import Visits

MIX = np.uint64(0x9E3779B97F4A7C15)  # neighbours in the dictionary go to different shards


@dataclass(frozen=True)
class Part:
    """Visits as columns. People and places go by the numbers that all shards share; `kind` is the
    number in `types` of what the place is.
    """

    person: Array
    place: Array
    start: Array
    end: Array
    kind: Array
    types: tuple[str, ...]
    epoch: int


def deal_places(places: int, count: int) -> Array:
    """The part of each place, from 0: a hash of its number."""
    numbers = np.arange(places, dtype=np.uint64)
    return (((numbers * MIX) >> np.uint64(33)) % np.uint64(count)).astype(np.uint16)


def take_part(visits: Visits, part_of_place: Array, number: int) -> Part:
    """All visits at the places of one part."""
    is_here = (part_of_place == number)[visits.place]
    place = visits.place[is_here]
    return Part(
        visits.person[is_here], place, visits.start[is_here], visits.end[is_here],
        visits.type_of_place[place], visits.types, visits.epoch,
    )  # fmt: skip


class Shard:
    """The index of one part. Questions change nothing: asked twice, it answers the same."""

    def __init__(self, part: Part) -> None:
        people, person = Ids.number(part.person)
        places, place = Ids.number(part.place)
        type_of_place = np.zeros(len(places), np.uint8)
        type_of_place[place] = part.kind
        start, end = part.start.copy(), part.end.copy()  # Ray's own may not be written to
        self.index = Index.in_memory(
            Visits(people, places, person, place, start, end, part.epoch, part.types, type_of_place)
        )

    def find_circle(self, question: Question, sources: Sources) -> Circle:
        """What was added here for everybody who met the sources, whether a contact already or not.

        How much makes a contact is a question to the sum over all shards.
        """
        index = self.index
        circle = find_circle(
            index, replace(question, min_exposure=1), self._find_here(sources),
            allow_places(index, question), self._nobody(), 1,
        )  # fmt: skip
        return circle._replace(person=index.people.pick(circle.person).astype(np.int32))

    def list_encounters(self, question: Question, sources: Sources, person: int) -> list[Encounter]:
        """Those of one person with the sources, here; people and places as numbers."""
        number = self.index.people.find(person)
        if number is None:
            return []
        here = self._find_here(sources)
        degree = self._nobody()
        degree[here.person] = 0
        allowed = allow_places(self.index, question)
        return list_encounters(Answer(self.index, question, here, degree, allowed, ()), number, 1)

    def _find_here(self, sources: Sources) -> Sources:
        """Those who were here at all, by their numbers here."""
        known = self.index.people.numbers
        assert known is not None
        number = np.searchsorted(known, sources.person)
        is_here = number < len(known)
        is_here[is_here] = known[number[is_here]] == sources.person[is_here]
        columns = (number.astype(np.int32), sources.low, sources.high)
        return Sources(*(column[is_here] for column in columns))

    def _nobody(self) -> Array:
        return np.full(len(self.index.people), -1, np.int8)

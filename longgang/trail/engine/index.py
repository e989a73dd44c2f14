"""The sorted visits that questions are asked of, from files or in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .errors import EngineError
from .ids import Array, Ids
from .rows import Rows, sort_rows
from .scratch import Scratch
from .visits import Visits


@dataclass(frozen=True)
class Index:
    """The ids of people and places, the types of places, and the rows.

    `origin` says what the files were built from, in the words of whoever built them.
    """

    people: Ids
    places: Ids
    types: tuple[str, ...]
    type_of_place: Array
    epoch: int
    parts: tuple[Rows, ...]
    voided: int = 0
    origin: str = ""
    _idle: list[Scratch] = field(default_factory=list, repr=False, compare=False)

    @classmethod
    def in_memory(cls, visits: Visits) -> "Index":
        """Without files: for a single question about a file, and for tests."""
        rows = sort_rows(visits, people=len(visits.people), places=len(visits.places))
        return cls(
            visits.people, visits.places, visits.types, visits.type_of_place, visits.epoch, (rows,)
        )

    def __len__(self) -> int:
        return sum(map(len, self.parts)) - self.voided

    def replaced(
        self, people: Ids, places: Ids, types: tuple[str, ...], type_of_place: Array,
        more: tuple[Rows, ...], voided: int,
    ) -> "Index":  # fmt: skip
        """The rows of the files with others beside them, less so many that were voided."""
        idle = self._idle if len(people) == len(self.people) else []
        return Index(
            people,
            places,
            types,
            type_of_place,
            self.epoch,
            (*self.parts, *more),
            voided,
            self.origin,
            idle,
        )

    def find_person(self, person: int | str) -> int:
        """The number of a person, or an error that names them."""
        number = self.people.find(person)
        if number is None:
            raise EngineError(
                "unknown_person",
                f"到访记录中没有 {person}。",
                f"Nobody in the visits is called {person}.",
            )
        return number

    @contextmanager
    def borrow_scratch(self) -> Iterator[Scratch]:
        """Totals that are zero, for one question at a time; kept for the next one."""
        try:
            scratch = self._idle.pop()
        except IndexError:
            scratch = Scratch(len(self.people))
        yield scratch
        self._idle.append(scratch)  # not after an error: then they are not zero

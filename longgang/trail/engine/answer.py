"""Contacts by circle, as columns of numbers; ids are looked up when somebody reads them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .errors import EngineError
from .ids import Array
from .index import Index
from .question import Question
from .sources import Sources


class Circle(NamedTuple):
    """The contacts of one degree, in ascending order of their numbers.

    `extreme` is the first exposure, backwards the last one, in seconds after the epoch.
    """

    person: Array
    extreme: Array
    exposure_seconds: Array
    encounters: Array


@dataclass(frozen=True)
class Answer:
    """What was asked, the seeds, and the circles.

    `degree` has, for every person, 0 for a seed, the circle for a contact, else -1; `allowed` says
    for every place whether it counted.
    """

    index: Index
    question: Question
    seeds: Sources
    degree: Array
    allowed: Array
    circles: tuple[Circle, ...]

    def __len__(self) -> int:
        return sum(len(circle.person) for circle in self.circles)

    @property
    def extreme_name(self) -> str:
        """What the third column is called: it depends on the direction."""
        return "last_exposure" if self.question.backward else "first_exposure"

    def to_columns(self) -> dict[str, Array]:
        """All contacts by degree, then the longest exposure, then person; with their ids.

        The columns: person, degree, first_exposure (backwards last_exposure), exposure_seconds,
        encounters. Moments are seconds since 1970.
        """
        numbers, degree, extreme, exposure, encounters = (
            np.concatenate(column) for column in self._columns()
        )
        order = np.lexsort((self.index.people.rank(numbers), -exposure, degree))
        return {
            "person": self.index.people.pick(numbers[order]),
            "degree": degree[order],
            self.extreme_name: extreme[order].astype(np.int64) + self.index.epoch,
            "exposure_seconds": exposure[order],
            "encounters": encounters[order],
        }

    def find_contact(self, person: int | str) -> tuple[int, int]:
        """The number of a contact and their degree; an error for anybody else."""
        number = self.index.find_person(person)
        degree = int(self.degree[number])
        if degree < 1:
            raise EngineError("no_contact", f"{person} 不是接触者。", f"{person} is no contact.")
        return number, degree

    def _columns(self) -> "list[list[Array]]":
        circles = self.circles
        return [
            [circle.person for circle in circles],
            [
                np.full(len(circle.person), place + 1, np.int8)
                for place, circle in enumerate(circles)
            ],
            [circle.extreme for circle in circles],
            [circle.exposure_seconds for circle in circles],
            [circle.encounters for circle in circles],
        ]

"""The engine's answers as plain values, for pages that load neither it nor NumPy themselves."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .readiness import current_index

if TYPE_CHECKING:
    from .engine import Answer, Encounter


@dataclass(frozen=True)
class Seen:
    """A person from whom is asked, and from when until when they count; open: until now."""

    person: int
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Met:
    """One contact. `at` is the first exposure, backwards the last."""

    person: int
    degree: int
    at: datetime
    lasted: timedelta
    encounters: int


@dataclass(frozen=True)
class Meeting:
    """One encounter: who met whom, at which place, from when until when."""

    person: int
    source: int
    place: str
    since: datetime
    until: datetime

    @property
    def lasted(self) -> timedelta:
        """How long it was."""
        return self.until - self.since


@dataclass(frozen=True)
class Explained:
    """Why somebody is a contact: the encounters by time, and one for each circle back to a seed."""

    meetings: Sequence[Meeting]
    chain: Sequence[Meeting]


@dataclass(frozen=True)
class Contacts:
    """All contacts by degree, then the longest exposure; nobody is read before they are asked for.

    Without an answer nobody was met: of the people asked about no visit is known.
    """

    answer: "Answer | None" = None
    columns: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns["person"]) if self.columns else 0

    @property
    def has_visits(self) -> bool:
        """Whether anything is known of the people who were asked about."""
        return self.answer is not None

    def people(self, degree: int | None = None) -> list[int]:
        """The keys of all contacts, or those of one circle, in their order."""
        if not self.columns:
            return []
        people = self.columns["person"]
        chosen = people if degree is None else people[self.columns["degree"] == degree]
        return [int(person) for person in chosen]

    def count(self, degree: int) -> int:
        """How many are of one circle."""
        return int((self.columns["degree"] == degree).sum()) if self.columns else 0

    def find(self, people: Collection[int]) -> list[Met]:
        """Those of them who are contacts, in the order of the answer."""
        import numpy as np  # noqa: PLC0415 - see `readiness`

        if self.answer is None:
            return []
        places = np.flatnonzero(np.isin(self.columns["person"], list(people)))
        return list(self._read(self.answer, places.tolist()))

    def _read(self, answer: "Answer", places: Sequence[int]) -> Iterator[Met]:
        names = ("person", "degree", "exposure_seconds", "encounters")
        person, degree, seconds, encounters = (self.columns[name] for name in names)
        at = self.columns[answer.extreme_name]
        for place in places:
            yield Met(
                int(person[place]), int(degree[place]), _moment(int(at[place])),
                timedelta(seconds=int(seconds[place])), int(encounters[place]),
            )  # fmt: skip

    def met_at(self) -> dict[str, set[int]]:
        """Whom those who were asked about met themselves, by the name of the place."""
        from .engine import list_met  # noqa: PLC0415 - see `readiness`

        if self.answer is None:
            return {}
        found = list_met(self.answer)
        return {str(place): {int(person) for person in met} for place, met in found.items()}

    def explain(self, person: int) -> Explained:
        """Why this person is one of them; LookupError for anybody else."""
        from .engine import EngineError, explain  # noqa: PLC0415 - see `readiness`

        if self.answer is None:
            raise LookupError(person)
        try:
            told = explain(self.answer, person)
        except EngineError as error:
            raise LookupError(person) from error
        return Explained([_meeting(each) for each in told.encounters], [*map(_meeting, told.chain)])


def ask_contacts(
    seen: Sequence[Seen],
    *,
    degrees: int,
    linger: timedelta,
    latency: timedelta,
    least: timedelta,
    places: Collection[str],
    backward: bool,
    moment: datetime,
) -> Contacts:
    """Whom these people met, or backwards from whom they may have it, at places of these types, as
    everything committed by now says. Raises NotReady while the files are being built.
    """
    from .engine import Question, Seed, trace  # noqa: PLC0415 - see `readiness`

    index = current_index()
    known = [each for each in seen if index.people.find(each.person) is not None]
    types = frozenset(places) & frozenset(index.types)
    if not known or not types:
        return Contacts()
    question = Question(
        tuple(Seed(each.person, _second(each.since), _second(each.until)) for each in known),
        degrees=degrees,
        linger=_seconds(linger),
        latency=_seconds(latency),
        min_exposure=max(_seconds(least), 1),
        only_types=types,
        backward=backward,
        moment=_second(moment),
    )
    answer = trace(index, question)
    return Contacts(answer, answer.to_columns())


def _meeting(encounter: "Encounter") -> Meeting:
    return Meeting(
        int(encounter.person), int(encounter.source), str(encounter.place),
        _moment(encounter.since), _moment(encounter.until),
    )  # fmt: skip


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def _second(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)

"""Shards behind Ray's actors, and the driver that asks them all at once."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import ray
from ray.exceptions import RayActorError, RayError, RayTaskError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from ..engine import Answer, Encounter, EngineError, Explanation, Index, Question, Visits
from ..engine.answer import Circle
from ..engine.explaining import lead_back
from ..engine.ids import Array
from ..engine.sources import Sources
from ..engine.tracing import find_sources, follow_circles
from .merging import merge
from .shard import Shard, deal_places, take_part

REBUILT = 3  # times that a shard is built anew for one question
SLIVER = 0.001  # of a processor: without any, Ray takes no notice of the machine


@contextmanager
def connected(**where: Any) -> Iterator[None]:
    """With Ray, unless this process is connected already: then it stays so."""
    if ray.is_initialized():
        yield
        return
    try:
        ray.init(log_to_driver=False, logging_level=logging.ERROR, **where)
    except (OSError, RuntimeError, ValueError) as error:
        raise _lost(error) from error
    try:
        yield
    finally:
        ray.shutdown()


class Shards:
    """The visits, a part with each of so many actors. Answers are those of one machine."""

    def __init__(self, visits: Visits, count: int | None) -> None:
        self.names = Index(
            visits.people, visits.places, visits.types, visits.type_of_place, visits.epoch, ()
        )
        self._visits = visits  # from which a part is sent again
        self._machines = [node["NodeID"] for node in ray.nodes() if node["Alive"]]
        count = count or len(self._machines)
        self._part_of_place = deal_places(len(visits.places), count)
        self.actors = [self._start(number) for number in range(count)]

    def trace(self, question: Question) -> Answer:
        """All contacts; a circle is one scatter and one gather."""
        return follow_circles(self.names, question, self._find_circle)

    def explain(self, answer: Answer, person: int | str) -> Explanation:
        """Why somebody is a contact of this answer; each link of the chain is one scatter."""
        return lead_back(answer, person, partial(self._list_encounters, answer))

    def _find_circle(
        self, question: Question, sources: Sources, _allowed: Array, degree: Array, number: int
    ) -> Circle:
        return merge(
            self._ask("find_circle", question, sources), degree, number,
            min_exposure=question.min_exposure, is_backward=question.backward,
        )  # fmt: skip

    def _list_encounters(self, answer: Answer, person: int, degree: int) -> list[Encounter]:
        sources = find_sources(answer, degree)
        gathered = self._ask("list_encounters", answer.question, sources, person)
        people, places = self.names.people, self.names.places
        found = sorted(
            (each.since, each.until, each.place, each.source)
            for encounters in gathered for each in encounters
        )  # fmt: skip
        return [
            Encounter(people[person], people[source], places[place], since, until)
            for since, until, place, source in found
        ]

    def _ask(self, what: str, question: Question, sources: Sources, *more: int) -> list[Any]:
        """What each shard says. None is left out: one that is lost for good is an error."""
        carried = ray.put(sources)

        def ask(number: int) -> Any:
            return getattr(self.actors[number], what).remote(question, carried, *more)

        asked = [ask(number) for number in range(len(self.actors))]
        try:
            return [self._wait_for(number, answer, ask) for number, answer in enumerate(asked)]
        except RayTaskError as error:
            raise (error.cause if isinstance(error.cause, EngineError) else error) from None
        except RayError as error:
            raise _lost(error) from error

    def _wait_for(self, number: int, answer: Any, ask: Callable[[int], Any]) -> Any:
        """A shard whose process or machine died is built anew and asked again."""
        for _time in range(REBUILT):
            try:
                return ray.get(answer)
            except RayActorError:
                self.actors[number] = self._start(number)
                answer = ask(number)
        return ray.get(answer)

    def _start(self, number: int) -> Any:
        """On the machine whose turn it is or, once that is gone, on another."""
        machine = self._machines[number % len(self._machines)]
        actor = ray.remote(Shard).options(
            num_cpus=SLIVER, scheduling_strategy=NodeAffinitySchedulingStrategy(machine, soft=True)
        )
        return actor.remote(take_part(self._visits, self._part_of_place, number))


def _lost(error: Exception) -> EngineError:
    reason = str(error).strip().splitlines()[0]
    return EngineError(
        "cluster", f"集群未能回答：{reason}", f"The cluster could not answer: {reason}"
    )

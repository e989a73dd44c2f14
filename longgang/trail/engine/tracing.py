"""From the seeds to the circles around them."""

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np

from .answer import Answer, Circle
from .errors import EngineError
from .exposure import expose, take_contacts
from .ids import Array
from .index import Index
from .question import Question
from .sources import Sources, find_intervals
from .steps import GREATEST, LEAST

FindCircle = Callable[[Question, Sources, Array, Array, int], Circle]


def trace(index: Index, question: Question) -> Answer:
    """All contacts, a circle at a time: each circle's contacts are the sources of the next."""
    return follow_circles(index, question, partial(find_circle, index))


def follow_circles(index: Index, question: Question, find: FindCircle) -> Answer:
    """The same, with whatever finds one circle; of the index only its ids are asked here."""
    seeds = _place_seeds(index, question)
    allowed = allow_places(index, question)
    degree = np.full(len(index.people), -1, np.int8)
    degree[seeds.person] = 0
    circles: list[Circle] = []
    for number in range(1, question.degrees + 1):
        sources = make_sources(index, question, circles[-1]) if circles else seeds
        circles.append(find(question, sources, allowed, degree, number))
    return Answer(index, question, seeds, degree, allowed, tuple(circles))


def find_circle(
    index: Index, question: Question, sources: Sources, allowed: Array, degree: Array, number: int
) -> Circle:
    """Whom the sources met at the allowed places, of those without a degree; they get this one."""
    is_backward = question.backward
    at_sources, at_others = (0, question.linger) if is_backward else (question.linger, 0)
    last = clip(index, question.moment, GREATEST)
    intervals = find_intervals(index, sources, allowed, prolong=at_sources, last=last)
    with index.borrow_scratch() as scratch:
        met, cores = expose(index, intervals, scratch, prolong=at_others, is_backward=is_backward)
        return take_contacts(
            scratch, met, degree, number, cores=cores, min_exposure=question.min_exposure,
            is_backward=is_backward,
        )  # fmt: skip


def find_sources(answer: Answer, degree: int) -> Sources:
    """Those whom a circle met: the contacts of the one before it, of the first the seeds."""
    if degree == 1:
        return answer.seeds
    return make_sources(answer.index, answer.question, answer.circles[degree - 2])


def make_sources(index: Index, question: Question, circle: Circle) -> Sources:
    """Contacts as sources: from their first exposure and the latency on, until the seeds' last
    moment; backwards from the seeds' first moment until the latency before their last exposure.
    """
    extreme = circle.extreme.astype(np.int64)
    if question.backward:
        low = np.full(len(circle.person), clip(index, question.since, LEAST))
        high = extreme - question.latency
    else:
        low = extreme + question.latency
        high = np.full(len(circle.person), clip(index, question.until, GREATEST))
    return Sources(circle.person, _to_int32(low), _to_int32(high))


def _place_seeds(index: Index, question: Question) -> Sources:
    seeds = question.seeds
    return Sources(
        np.array([index.find_person(seed.person) for seed in seeds], np.int32),
        _to_int32(np.array([clip(index, seed.since, LEAST) for seed in seeds])),
        _to_int32(
            np.array([clip(index, question.before_moment(seed.until), GREATEST) for seed in seeds])
        ),
    )


def clip(index: Index, moment: int | None, else_side: int) -> int:
    """Seconds after the epoch, at most as far off as a row can be."""
    if moment is None:
        return else_side
    return min(max(moment - index.epoch, LEAST), GREATEST)


def _to_int32(moments: Array) -> Array:
    return np.clip(moments, LEAST, GREATEST).astype(np.int32)


def allow_places(index: Index, question: Question) -> Array:
    """For each place, whether its type is asked for."""
    named = (question.only_types or frozenset()) | question.without_types
    if unknown := named - set(index.types):
        names = ", ".join(sorted(unknown))
        raise EngineError(
            "unknown_type", f"没有这种场所类型：{names}。", f"No place is of the type {names}."
        )
    if question.only_types is None and not question.without_types:
        return _everywhere(len(index.places))
    is_wanted = np.array(
        [
            (question.only_types is None or name in question.only_types)
            and name not in question.without_types
            for name in index.types
        ]
    )
    return is_wanted[index.type_of_place]


@lru_cache(maxsize=4)
def _everywhere(places: int) -> Array:
    """Nobody writes to it: most questions leave no place out."""
    return np.ones(places, bool)

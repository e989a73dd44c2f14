"""Why somebody is a contact: every encounter, and the chain back to a seed."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from .answer import Answer, Circle
from .ids import Array
from .index import Index
from .jit import compiled
from .rows import BLOCK_BITS, END, START, WHO, Rows
from .steps import GREATEST
from .tracing import clip, make_sources


@dataclass(frozen=True)
class Encounter:
    """One person met one source at one place; moments are seconds since 1970.

    Backwards the source is the victim: the person of the circle before.
    """

    person: int | str
    source: int | str
    place: int | str
    since: int
    until: int

    @property
    def seconds(self) -> int:
        """How long it was."""
        return self.until - self.since


ListEncounters = Callable[[int, int], list[Encounter]]


@dataclass(frozen=True)
class Explanation:
    """The encounters of a contact by time, and one encounter for each circle back to a seed.

    The chain begins with the encounter that made the person a contact: the first one (backwards
    the last); of several at once the longest.
    """

    person: int | str
    degree: int
    encounters: tuple[Encounter, ...]
    chain: tuple[Encounter, ...]


def explain(answer: Answer, person: int | str) -> Explanation:
    """Every encounter of a contact of this answer; an error for somebody who is none."""
    return lead_back(answer, person, partial(list_encounters, answer))


def lead_back(answer: Answer, person: int | str, list_them: ListEncounters) -> Explanation:
    """The same, with whatever lists the encounters of a person (by number) in a circle, by time."""
    number, degree = answer.find_contact(person)
    encounters = list_them(number, degree)
    chain = [_find_decisive(answer, encounters)]
    for nearer in range(degree - 1, 0, -1):
        source = answer.index.find_person(chain[-1].source)
        chain.append(_find_decisive(answer, list_them(source, nearer)))
    return Explanation(person, degree, tuple(encounters), tuple(chain))


def list_met(answer: Answer) -> dict[int | str, list[int | str]]:
    """Whom the seeds met at each place: people of the first circle, each once. So many steps as the
    seeds have visits, however many people they met.
    """
    index = answer.index
    found: defaultdict[int, list[int]] = defaultdict(list)
    later, earlier = _lingers(answer)
    last = clip(index, answer.question.moment, GREATEST)
    for seed in set(answer.seeds.person.tolist()):
        for place, start, end in _list_visits(index, seed):
            for low, high in _list_windows(answer, 0, seed) if answer.allowed[place] else ():
                begins, ends = max(start, low), min(end, high)
                if begins < ends:
                    until = min(ends + earlier, last)
                    found[place] += _list_people(answer, 1, place, begins, until, later)
    return {
        index.places[place]: [index.people[person] for person in sorted(set(people))]
        for place, people in found.items()
        if people
    }


def _list_people(
    answer: Answer, degree: int, place: int, start: int, end: int, linger: int
) -> list[int]:
    """Who of a circle was at the place around that time."""
    return [
        person
        for rows, near in _find_near(answer, degree, place, start, end, linger)
        for person in rows.by_place[near, WHO].tolist()
    ]


def _find_near(
    answer: Answer, degree: int, place: int, start: int, end: int, linger: int
) -> Iterator[tuple[Rows, Array]]:
    """The visits of one circle at the place around that time, by part of the files."""
    for rows in answer.index.parts:
        if place < len(rows.place_from) - 1:
            first, last = rows.place_from[place : place + 2]
            yield (
                rows,
                _find_rows(
                    rows.by_place, rows.ends, first, last, start, end, linger, answer.degree, degree
                ),
            )


def _lingers(answer: Answer) -> tuple[int, int]:
    """For how long a visit of a contact, and one of a source, reaches beyond its end."""
    linger = answer.question.linger
    return (linger, 0) if answer.question.backward else (0, linger)


def _find_decisive(answer: Answer, encounters: list[Encounter]) -> Encounter:
    if answer.question.backward:
        return max(encounters, key=lambda each: (each.until, each.seconds))
    return min(encounters, key=lambda each: (each.since, -each.seconds))


def list_encounters(answer: Answer, person: int, degree: int) -> list[Encounter]:
    """Those of one person with the circle before; by time, then place, then source."""
    found = sorted(_find_encounters(answer, person, degree))
    index = answer.index
    return [
        Encounter(
            index.people[person], index.people[source], index.places[place],
            since + index.epoch, until + index.epoch,
        )
        for since, until, place, source in found
    ]  # fmt: skip


def _find_encounters(
    answer: Answer, person: int, degree: int
) -> Iterator[tuple[int, int, int, int]]:
    """Since, until, place and source; each visit of the person against each of the sources'."""
    later, earlier = _lingers(answer)
    last = clip(answer.index, answer.question.moment, GREATEST)
    for place, start, end in _list_visits(answer.index, person):
        if not answer.allowed[place]:
            continue
        for source, begins, ends in _find_sources(
            answer, degree - 1, place, start, end + later, earlier
        ):
            since, until = max(begins, start), min(ends + earlier, end + later, last)
            if since < until:
                yield since, until, place, source


def _list_visits(index: Index, person: int) -> Iterator[tuple[int, int, int]]:
    for rows in index.parts:
        if person < len(rows.person_from) - 1:
            first, last = rows.person_from[person : person + 2]
            for place, start, end in rows.by_person[first:last].tolist():
                if place < len(index.places):
                    yield place, start, end


def _find_sources(
    answer: Answer, degree: int, place: int, start: int, end: int, linger: int
) -> Iterator[tuple[int, int, int]]:
    """Who of the circle before was at the place around that time; visits cut to their windows."""
    for rows, near in _find_near(answer, degree, place, start, end, linger):
        for source, begins, ends in rows.by_place[near].tolist():
            for low, high in _list_windows(answer, degree, source):
                if max(begins, low) < min(ends, high):
                    yield source, max(begins, low), min(ends, high)


def _list_windows(answer: Answer, degree: int, source: int) -> list[tuple[int, int]]:
    if degree == 0:
        seeds = answer.seeds
        is_theirs = seeds.person == source
        low, high = seeds.low[is_theirs].tolist(), seeds.high[is_theirs].tolist()
        return list(zip(low, high, strict=True))
    circle = answer.circles[degree - 1]
    place = np.searchsorted(circle.person, source)
    alone = Circle(*(column[[place]] for column in circle))
    made = make_sources(answer.index, answer.question, alone)
    return [(int(made.low[0]), int(made.high[0]))]


@compiled
def _find_rows(
    by_place: Array, block_ends: Array, first: int, last: int, start: int, end: int,
    linger: int, degree: Array, wanted: int,
) -> Array:  # fmt: skip
    """The rows from first to last of people of one degree that overlap [start, end)."""
    found = np.empty(16, np.int64)
    count = 0
    row = first
    while row < last and by_place[row, START] < end:
        if int(block_ends[row >> BLOCK_BITS]) + linger <= start:
            row = ((row >> BLOCK_BITS) + 1) << BLOCK_BITS
            continue
        person = by_place[row, WHO]
        ends = int(by_place[row, END]) + linger
        if ends > start and person < len(degree) and degree[person] == wanted:
            if count == len(found):
                found = np.concatenate((found, np.empty(count, np.int64)))
            found[count] = row
            count += 1
        row += 1
    return found[:count]

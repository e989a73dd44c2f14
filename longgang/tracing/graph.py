"""Who was found through whom, laid out as rings: the person of the case in the middle, a ring for
each circle, everybody near whom they met longest.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from .asking import Circles, Line

MOST_NODES = 60  # beyond, numbers would touch; the table of contacts has everybody
SIZE = 1000  # of the square in which is drawn
_MIDDLE = SIZE // 2
NODE = 14  # radius of a node: sixty on the first ring do not touch
_INNER, _OUTER = 285, 475  # radius of the first ring and of the last
_Children = dict[int, list[Line]]


@dataclass(frozen=True)
class Node:
    """One contact with its number in the drawing, where it stands, and from where its line comes;
    `through` is the number of whom they met longest, 0 for the person of the case.
    """

    number: int
    line: Line
    through: int
    x: int
    y: int
    from_x: int
    from_y: int


@dataclass(frozen=True)
class Graph:
    """The first 60 contacts by their order, and the radius of each ring."""

    nodes: Sequence[Node]
    rings: Sequence[int]
    total: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more contacts than are drawn."""
        return self.total > len(self.nodes)


def graph_of(circles: Circles) -> Graph:
    """Laid out; so many queries, however many contacts there are."""
    people = circles.people()
    lines = circles.lines(people[:MOST_NODES])
    seed, drawn = circles.case.person_id, {line.person.pk for line in lines}
    children: _Children = defaultdict(list)
    for line in lines:
        source = line.through.pk
        children[source if source in drawn else seed].append(line)
    depth = max((line.degree for line in lines), default=1)
    at = {seed: (_MIDDLE, _MIDDLE)}
    for line, turn in _turns(children, seed, 0.0, 1.0):
        at[line.person.pk] = _on_ring(line.degree, depth, turn)
    numbers = {line.person.pk: number for number, line in enumerate(lines, 1)}
    parents = {line.person.pk: source for source, own in children.items() for line in own}
    nodes = [
        Node(
            number, line, numbers.get(parents[line.person.pk], 0), *at[line.person.pk],
            *at[parents[line.person.pk]],
        )
        for number, line in enumerate(lines, 1)
    ]  # fmt: skip
    return Graph(nodes, [_radius(ring, depth) for ring in range(1, depth + 1)], len(people))


def _turns(
    children: _Children, source: int, begin: float, end: float
) -> Iterator[tuple[Line, float]]:
    """Everybody found through one person, each in the middle of a share of the full turn that is as
    wide as there are people at the end of it: so no two lines cross.
    """
    own = children.get(source, [])
    wide = [_width(children, line.person.pk) for line in own]
    for line, width in zip(own, wide, strict=True):
        until = begin + (end - begin) * width / sum(wide)
        yield line, (begin + until) / 2
        yield from _turns(children, line.person.pk, begin, until)
        begin, wide = until, wide[1:]


def _width(children: _Children, person: int) -> int:
    return sum(_width(children, line.person.pk) for line in children.get(person, [])) or 1


def _radius(ring: int, depth: int) -> int:
    return _OUTER if depth == 1 else _INNER + (_OUTER - _INNER) * (ring - 1) // (depth - 1)


def _on_ring(ring: int, depth: int, turn: float) -> tuple[int, int]:
    """From the top on, clockwise."""
    radius, angle = _radius(ring, depth), 2 * pi * turn
    return round(_MIDDLE + radius * sin(angle)), round(_MIDDLE - radius * cos(angle))

"""The drawing of who was found through whom, and the table that says the same."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from longgang.accounts.api import User
from longgang.core.tags import Tag

from .asking import Circles
from .graph import NODE, SIZE, Graph, Node, graph_of
from .wording import between, name_of, risk_tag, span_of


@dataclass(frozen=True)
class Drawn:
    """One contact in the drawing and in the table."""

    node: Node
    person: str  # public number
    name: str
    degree: int
    through: str
    where: str
    exposed: str
    lasted: str
    risk: Tag | None


def graph_context(circles: Circles, user: User) -> dict[str, Any]:
    """Rings, lines and numbers, and the words for each number."""
    graph = graph_of(circles)
    return {
        "graph": graph,
        "size": SIZE,
        "middle": SIZE // 2,
        "round": NODE,
        "drawn": [_drawn(node, user) for node in graph.nodes],
        "cut": _cut_in_words(graph),
    }


def _drawn(node: Node, user: User) -> Drawn:
    line, through = node.line, name_of(node.line.through, user)
    return Drawn(
        node,
        line.person.number,
        name_of(line.person, user),
        line.degree,
        f"{node.through} {through}" if node.through else through,
        line.where,
        between(line.first, line.last),
        span_of(line.lasted),
        risk_tag(line),
    )


def _cut_in_words(graph: Graph) -> str:
    if not graph.is_cut:
        return ""
    told = {"drawn": len(graph.nodes), "total": graph.total}
    words = _(
        "The first %(drawn)s of %(total)s contacts are drawn. The list of contacts has all of them."
    )
    return words % told

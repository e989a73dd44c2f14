"""States and moves as one table, read by guard, button, audit, test and diagram."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .errors import IllegalMove, Refusal, StaleRow, filled
from .prepared import update


class States(models.TextChoices):
    """The states of a lifecycle; subclassed by each module's own enum."""


@dataclass(frozen=True)
class Move:
    """One verb: from which states, to which state, and the kind of the audit event it leaves."""

    name: str
    sources: frozenset[str]
    to: str
    event: str

    def __init__(self, name: str, sources: Collection[str] | str, *, to: str, event: str) -> None:
        listed = [sources] if isinstance(sources, str) else sources
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "sources", frozenset(str(source) for source in listed))
        object.__setattr__(self, "to", str(to))
        object.__setattr__(self, "event", event)


class Lifecycle:
    """The table of moves over one enum of states. It checks itself when it is made.

    Raises ValueError when a state cannot be reached, an end state has an exit, or a verb stands
    twice.
    """

    def __init__(
        self,
        states: type[States],
        *,
        start: str,
        ends: Collection[str],
        moves: Collection[Move],
    ) -> None:
        self.states, self.start, self.ends = states, str(start), frozenset(map(str, ends))
        self.moves = {move.name: move for move in moves}
        if len(self.moves) != len(moves):
            raise ValueError("a verb stands twice")
        if leaving := [move.name for move in moves if move.sources & self.ends]:
            raise ValueError(f"an end state has an exit: {leaving}")
        reached = {self.start}
        while more := {m.to for m in moves if m.sources & reached} - reached:
            reached |= more
        if lost := set(states.values) - reached:
            raise ValueError(f"states that cannot be reached: {sorted(lost)}")

    def may(self, name: str, state: str) -> bool:
        """Whether the verb can be done in this state: what a button asks."""
        return state in self.moves[name].sources

    def check(self, name: str, state: str) -> None:
        """Raise IllegalMove when the verb cannot be done in this state."""
        if not self.may(name, state):
            raise IllegalMove(
                Refusal(
                    "core.illegal_move",
                    filled(
                        _("This can no longer be done: it is now “%(state)s”."),
                        state=self.states(state).label,
                    ),
                    _("Reload the page to see what can be done now."),
                )
            )

    def move(self, row: models.Model, name: str, *, field: str = "status", **changes: Any) -> None:
        """Move the row by compare-and-set and write the changes with it, in one UPDATE.

        Raises IllegalMove when the state in hand has no such move, StaleRow when the state in the
        database is no longer the one in hand: of two people at once exactly one wins.
        """
        old = getattr(row, field)
        self.check(name, old)
        values = {field: self.moves[name].to, **changes}
        if not update(row, values, where={field: old}):
            raise StaleRow
        for key, value in values.items():
            setattr(row, key, value)

"""Who did it: a snapshot of a person and their posts at that moment, no reference to a row."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class Actor:
    """Somebody as the book remembers them, with the posts as they read on that day.

    `id` is the account's public number, blank for the system.
    """

    id: str
    name: str
    post: str = ""

    def as_actor(self) -> "Actor":
        """An actor is its own snapshot, so that `by=` takes people and actors alike."""
        return self


@runtime_checkable
class ActsAsActor(Protocol):
    """Anything that can say who it is: a user, or an `Actor`."""

    def as_actor(self) -> Actor: ...


SYSTEM = Actor(id="", name="system")
LINK = Actor(id="", name="link")  # whoever holds a link that was sent to a phone

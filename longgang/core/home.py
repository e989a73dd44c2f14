"""What a module can put on somebody's home page: things to do, and a piece of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import Words
from .tags import Tone


@dataclass(frozen=True)
class Task:
    """Something that waits for this person, how often, and where it is done."""

    label: Words
    count: int
    url: str
    icon: str = "clipboard-list"
    tone: Tone = Tone.INFO


@dataclass(frozen=True)
class Section:
    """A card of the module's own: its fragment and what the fragment needs."""

    title: Words
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""

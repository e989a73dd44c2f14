"""One event in words: what changed from what to what."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from longgang.audit.api import Event, field_in_words, value_in_words


@dataclass(frozen=True)
class Change:
    """One field before and after."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the two sides differ; a hidden value may have changed where its end did not."""
        return self.before != self.after


def changes_of(event: Event) -> Iterator[Change]:
    """Every field that the event speaks of, in the order in which it was written."""
    before, after = event.before or {}, event.after or {}
    for field in dict.fromkeys([*before, *after]):
        yield Change(
            field_in_words(event.subject_kind, field),
            _in_words(event, field, before),
            _in_words(event, field, after),
        )


def _in_words(event: Event, field: str, values: dict[str, Any]) -> str:
    return value_in_words(event.subject_kind, field, values[field]) if field in values else "—"

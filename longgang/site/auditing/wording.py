"""One event in words: what changed from what to what, and which posts its author held."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import override

from longgang.accounts.api import ROLES, Role
from longgang.areas.api import area_name, place_name
from longgang.audit.api import Event, field_in_words, value_in_words
from longgang.core.sentences import beside


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
            capfirst(field_in_words(event.subject_kind, field)),
            _in_words(event, field, before),
            _in_words(event, field, after),
        )


def _in_words(event: Event, field: str, values: dict[str, Any]) -> str:
    return value_in_words(event.subject_kind, field, values[field]) if field in values else "—"


def posts_in_words(written: str) -> str:
    """The posts as the book has them, with names for its codes: `审核员 211403-industry`.

    What is written stays as it is; a role or place that is gone is shown as it was written.
    """
    return "；".join(_post_in_words(post) for post in written.split("；") if post)


def _post_in_words(post: str) -> str:
    role, _space, code = post.rpartition(" ")
    known = _roles_by_label().get(role)
    place = area_name(code) if code.isdecimal() else place_name(code)
    return beside(ROLES[known].label if known else role, place)


@cache
def _roles_by_label() -> dict[str, Role]:
    """Roles by their name in the office's own language, in which the book is written."""
    with override(settings.LANGUAGE_CODE):
        return {str(role.label): role for role in Role}

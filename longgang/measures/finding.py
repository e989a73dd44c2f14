"""How it stands with finding people: what was said last, or that a site has checked them in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from .kinds import Found, Why
from .models import Finding, Term


@dataclass(frozen=True)
class Whereabouts:
    """What holds of one person; `since` is when they were first in place, if they still are."""

    found: Found
    words: str
    since: datetime | None


def whereabouts_of(measures: Collection[int]) -> dict[int, Whereabouts]:
    """By the key of the measure; who was not looked for yet is missing. Two queries."""
    told: list[tuple[datetime, int, str, str]] = [
        (at, measure, Found.IN_PLACE.value, "")
        for measure, at in Term.objects.filter(measure__in=measures, why=Why.CHECK_IN)
        .order_by()
        .values_list("measure", "at")
    ]
    rows = Finding.objects.filter(measure__in=measures).order_by("id")
    told += rows.values_list("at", "measure", "found", "words")
    found: dict[int, Whereabouts] = {}
    for at, measure, what, words in sorted(told, key=lambda each: each[0]):
        before = found.get(measure)
        since = (before and before.since) or at if what == Found.IN_PLACE else None
        found[measure] = Whereabouts(Found(what), words, since)
    return found

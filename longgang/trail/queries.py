"""What others read of the visits of one person."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from .models import VOIDED_BY_HAND, Visit


def list_visits(person: int, *, since: datetime, until: datetime) -> list[Visit]:
    """The visits of a person that count and lie in this time, or reach into it, in order."""
    rows = Visit.objects.counting().filter(person=person, started_at__lt=until)
    return list(rows.filter(Q(ended_at=None) | Q(ended_at__gt=since)).order_by("started_at", "id"))


def contested(source: str, people: Collection[int]) -> set[tuple[int, str, datetime]]:
    """Person, place and beginning of what a source told of these people and somebody has said to be
    wrong: what the system itself has voided, because it was told otherwise, is not among it.
    """
    by_hand = Visit.objects.filter(VOIDED_BY_HAND, source=source, person__in=people)
    return set(by_hand.values_list("person", "place", "started_at"))

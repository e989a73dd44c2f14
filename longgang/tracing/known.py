"""What else the books know of contacts: a case of their own, a positive result behind which there
is none yet, a decision in another case. Whoever decides about them sees it beside the row.
"""

from collections.abc import Collection
from dataclasses import dataclass

from longgang.health.api import LabTest

from .lifecycle import CaseStatus, ContactStatus
from .models import Case, Contact
from .queries import open_cases_of, positives_of


@dataclass(frozen=True)
class Known:
    """Of one person."""

    case: Case | None = None  # open, of their own
    positive: LabTest | None = None
    set_aside: Contact | None = None  # the latest, in another open case


NOTHING = Known()


def known_of(people: Collection[int], *, besides: Case) -> dict[int, Known]:
    """Of each of these people, seen from a case; three queries, however many they are."""
    cases, positives = open_cases_of(people), positives_of(people)
    elsewhere = Contact.objects.filter(
        person__in=people, status=ContactStatus.SET_ASIDE, case__status=CaseStatus.OPEN
    ).exclude(case=besides)
    set_aside = {row.person_id: row for row in elsewhere.select_related("case").order_by("at")}
    return {
        person: Known(cases.get(person), positives.get(person), set_aside.get(person))
        for person in people
    }

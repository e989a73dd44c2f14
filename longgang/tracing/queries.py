"""What is read by more than one caller."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from longgang.accounts.api import User
from longgang.core.clock import now
from longgang.health.api import LabTest, list_positives
from longgang.people.api import Person

from .lifecycle import CaseStatus
from .models import Case
from .rules import LONGEST_WINDOW

POSITIVES = 100  # on the page


@dataclass(frozen=True)
class Positives:
    """The positive results behind which there is no case yet, and whether there are more."""

    tests: list[LabTest]
    has_more: bool


def positives_without_case(*, moment: datetime | None = None) -> Positives:
    """The latest of the last 30 days; one of each person, whose other results need no case."""
    rows = _without_case(moment or now()).select_related("person")
    tests = list({test.person_id: test for test in rows[: POSITIVES + 1]}.values())
    return Positives(tests[:POSITIVES], len(tests) > POSITIVES)


def positives_of(people: Collection[int]) -> dict[int, LabTest]:
    """Of each of these people the positive result behind which there is no case yet."""
    rows = _without_case(now()).filter(person__in=people)
    return {test.person_id: test for test in rows if test.person_id is not None}


def open_cases_of(people: Collection[int]) -> dict[int, Case]:
    """Which of these people are a case themselves."""
    rows = Case.objects.open().filter(person__in=people)
    return {case.person_id: case for case in rows}


def _without_case(moment: datetime) -> QuerySet[LabTest]:
    since = moment - timedelta(days=LONGEST_WINDOW)
    cases = Case.objects.order_by()
    is_traced = Exists(cases.filter(person=OuterRef("person"), status=CaseStatus.OPEN))
    is_behind_one = Exists(cases.filter(test_number=OuterRef("number")))
    was_traced = Exists(
        cases.filter(person=OuterRef("person"), opened_at__gte=OuterRef("sampled_at"))
    )
    rows = list_positives(since=since).exclude(is_traced).exclude(is_behind_one)
    return rows.exclude(was_traced)


def people_numbered(numbers: Collection[str]) -> list[int]:
    """The keys of people, for whoever looks which of them are contacts."""
    return list(Person.objects.filter(number__in=numbers).values_list("pk", flat=True))


def find_positive(person: Person, number: str) -> LabTest | None:
    """The positive result of this person with this number, if it counts."""
    since = now() - timedelta(days=LONGEST_WINDOW)
    return list_positives(since=since).filter(person=person, number=number).first()


def other_cases(case: Case, user: User) -> QuerySet[Case]:
    """Those of other people that this person sees, the latest first."""
    rows = Case.objects.visible_to(user).exclude(person=case.person_id)
    return rows.select_related("person", "rule")

"""How tracing goes, by day: counts and hours alone, nobody's name."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min

from longgang.accounts.api import User
from longgang.core.clock import local_day, midnight, today
from longgang.health.api import LabTest

from .lifecycle import ContactStatus
from .models import Case, Contact

DAYS = 14
DECIDED = frozenset(
    {
        ContactStatus.ORDERED, ContactStatus.ALREADY, ContactStatus.ELSEWHERE,
        ContactStatus.NOTHING,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """The cases opened on one day."""

    on: date
    cases: int
    contacts: int  # decided about
    known: int  # whose person was a contact of another case before
    hours: float | None  # from the result until the last contact's measure; the slowest case

    @property
    def contacts_a_case(self) -> float | None:
        """On average."""
        return round(self.contacts / self.cases, 1) if self.cases else None

    @property
    def known_share(self) -> float | None:
        """In per cent."""
        return round(100 * self.known / self.cases) if self.cases else None


def list_days(user: User) -> list[Day]:
    """The last 14 days, the newest first, of the cases that this person sees. Four queries."""
    first = today() - timedelta(days=DAYS - 1)
    cases = list(Case.objects.visible_to(user).filter(opened_at__gte=midnight(first)))
    by_day: defaultdict[date, list[Case]] = defaultdict(list)
    for case in cases:
        by_day[local_day(case.opened_at)].append(case)
    contacts = _contacts_of(cases)
    results, known = _results_of(cases), _known_before(cases)
    days = [first + timedelta(days=place) for place in range(DAYS)]
    return [
        Day(
            on=day,
            cases=len(by_day[day]),
            contacts=sum(len(contacts[case.pk]) for case in by_day[day]),
            known=sum(case.pk in known for case in by_day[day]),
            hours=_slowest(by_day[day], contacts, results),
        )
        for day in reversed(days)
    ]


Opened = dict[int, list[datetime | None]]  # by case, for each contact decided about


def _contacts_of(cases: Collection[Case]) -> Opened:
    rows = Contact.objects.filter(case__in=cases, status__in=DECIDED).order_by()
    found: Opened = defaultdict(list)
    for case, status, opened_at in rows.values_list("case", "status", "measure__opened_at"):
        found[case].append(opened_at if status == ContactStatus.ORDERED else None)
    return found


def _results_of(cases: Collection[Case]) -> dict[str, datetime]:
    """When each result behind a case was reported."""
    numbers = [case.test_number for case in cases if case.test_number]
    rows = LabTest.objects.filter(number__in=numbers, reported_at__isnull=False)
    return dict(rows.values_list("number", "reported_at"))


def _known_before(cases: Collection[Case]) -> set[int]:
    """The cases whose person was decided about as a contact of another one before."""
    rows = Contact.objects.filter(
        person__in=[case.person_id for case in cases], status__in=DECIDED
    ).order_by()
    since = dict(rows.values_list("person").annotate(first=Min("at")))
    return {
        case.pk
        for case in cases
        if case.person_id in since and since[case.person_id] < case.opened_at
    }


def _slowest(
    cases: Collection[Case], contacts: Opened, results: dict[str, datetime]
) -> float | None:
    spans = [
        max(opened) - results.get(case.test_number, case.opened_at)
        for case in cases
        if (opened := [each for each in contacts[case.pk] if each])
    ]
    return round(max(spans).total_seconds() / 3600, 1) if spans else None

"""How tracing goes, by day: counts and hours alone, nobody's name."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min

from longgang.accounts.api import User
from longgang.core.clock import local_day, midnight, today
from longgang.health.api import LabTest
from longgang.measures.api import whereabouts_of

from .lifecycle import ContactStatus
from .models import Case, Contact

DAYS = 14
DECIDED = frozenset(
    {
        ContactStatus.ORDERED, ContactStatus.ALREADY, ContactStatus.ELSEWHERE,
        ContactStatus.HANDED_OVER, ContactStatus.NOTHING,
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
    ordered: int  # contacts whose measure was opened
    in_place: int  # of these
    place_hours: float | None  # from the result until the last of them was; None while one is not

    @property
    def contacts_a_case(self) -> float | None:
        """On average."""
        return round(self.contacts / self.cases, 1) if self.cases else None

    @property
    def known_share(self) -> float | None:
        """In per cent."""
        return round(100 * self.known / self.cases) if self.cases else None


def list_days(user: User) -> list[Day]:
    """The last 14 days, the newest first, of the cases that this person sees. Seven queries."""
    first = today() - timedelta(days=DAYS - 1)
    cases = list(Case.objects.visible_to(user).filter(opened_at__gte=midnight(first)))
    by_day: defaultdict[date, list[Case]] = defaultdict(list)
    for case in cases:
        by_day[local_day(case.opened_at)].append(case)
    contacts, opened, in_place = _contacts_of(cases)
    results, known = _results_of(cases), _known_before(cases)
    days = [first + timedelta(days=place) for place in range(DAYS)]
    return [
        Day(
            on=day,
            cases=len(by_day[day]),
            contacts=sum(contacts[case.pk] for case in by_day[day]),
            known=sum(case.pk in known for case in by_day[day]),
            hours=_slowest(by_day[day], opened, results),
            ordered=sum(len(opened[case.pk]) for case in by_day[day]),
            in_place=sum(each is not None for case in by_day[day] for each in in_place[case.pk]),
            place_hours=_slowest(by_day[day], in_place, results),
        )
        for day in reversed(days)
    ]


Moments = dict[int, list[datetime | None]]  # by case, of each contact whose measure was opened


def _contacts_of(cases: Collection[Case]) -> tuple[dict[int, int], Moments, Moments]:
    """By case: how many were decided about, when measures were opened, since when people are in
    place.
    """
    rows = Contact.objects.filter(case__in=cases, status__in=DECIDED).order_by()
    ordered = list(
        rows.filter(status=ContactStatus.ORDERED, measure__isnull=False).values_list(
            "case", "measure", "measure__opened_at"
        )
    )
    found = whereabouts_of([measure for _case, measure, _at in ordered])
    opened: Moments = defaultdict(list)
    in_place: Moments = defaultdict(list)
    for case, measure, opened_at in ordered:
        opened[case].append(opened_at)
        in_place[case].append(found[measure].since if measure in found else None)
    counts = dict(rows.values_list("case").annotate(count=Count("id")))
    return defaultdict(int, counts), opened, in_place


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
    cases: Collection[Case], moments: Moments, results: dict[str, datetime]
) -> float | None:
    """Of the slowest case; none while one contact is waited for."""
    spans: list[timedelta] = []
    for case in cases:
        known = [each for each in moments[case.pk] if each is not None]
        if len(known) < len(moments[case.pk]):
            return None
        spans += [each - results.get(case.test_number, case.opened_at) for each in known]
    return round(max(spans).total_seconds() / 3600, 1) if spans else None

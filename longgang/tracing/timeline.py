"""Where the person of a case was, in order: visits, journeys declared, tests, measures, and the
time of which nobody knows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from longgang.arrivals.api import Declaration, companions_of, list_declarations
from longgang.core.clock import now
from longgang.health.api import LabTest, list_tests
from longgang.measures.api import Measure, list_measures
from longgang.people.api import Person
from longgang.trail.api import PlaceType, Visit, list_visits, names_of_places

from .models import Case
from .rules import GAP


@dataclass(frozen=True)
class Entry:
    """One line: a visit with the words of its place, a journey with who was
    declared along, a test, a measure, or a gap until `until`.
    """

    since: datetime
    until: datetime | None = None
    place: str = ""
    visit: Visit | None = None
    test: LabTest | None = None
    measure: Measure | None = None
    declaration: Declaration | None = None
    companions: Sequence[Person] = ()

    @property
    def is_gap(self) -> bool:
        """Whether nothing is known of this time."""
        return not (self.visit or self.test or self.measure or self.declaration)


@dataclass(frozen=True)
class Timeline:
    """Where the person lives, and what happened in the window of the case; measures of any time,
    journeys ahead too.
    """

    homes: Sequence[Entry]
    entries: Sequence[Entry]


def visits_of(case: Case) -> list[Visit]:
    """The visits of the window."""
    return list_visits(case.person_id, since=case.since, until=case.ends_by(now()))


def timeline_of(case: Case) -> Timeline:
    """The whole window; so many queries, however much happened."""
    visits, until = visits_of(case), case.ends_by(now())
    names = names_of_places({visit.place for visit in visits})
    told = [
        Entry(max(visit.started_at, case.since), visit.ended_at, names[visit.place], visit=visit)
        for visit in visits
    ]
    homes = [each for each in told if each.visit and each.visit.place_type == PlaceType.HOUSEHOLD]
    others = [each for each in told if each not in homes]
    entries = [
        *others,
        *gaps_between([(each.since, each.until) for each in others], case.since, until),
        *(Entry(test.sampled_at, test=test) for test in list_tests(case.person, since=case.since)),
        *(
            Entry(measure.opened_at, measure.lifted_at, measure=measure)
            for measure in list_measures(case.person)
        ),
        *_journeys_of(case),
    ]
    return Timeline(homes, sorted(entries, key=lambda each: each.since))


def _journeys_of(case: Case) -> list[Entry]:
    declarations = list_declarations(case.person, since=case.since)
    along = companions_of(declarations)
    return [
        Entry(each.arrives_at, declaration=each, companions=along.get(each.party, ()))
        for each in declarations
    ]


def gaps_between(
    spans: Sequence[tuple[datetime, datetime | None]], first: datetime, last: datetime
) -> Iterator[Entry]:
    """The time between the first and the last moment that no span covers, where it is long. Being
    registered at home covers nothing: that says where somebody lives, not where they were.
    """
    known_until = first
    for since, until in sorted(spans, key=lambda span: span[0]):
        if since - known_until >= GAP:
            yield Entry(known_until, since)
        known_until = max(known_until, until or last)
    if last - known_until >= GAP:
        yield Entry(known_until, last)

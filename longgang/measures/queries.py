"""What is read by more than one caller."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import PlaceCodes, User
from longgang.core.clock import local_day, midnight, now, today
from longgang.core.errors import Refusal, Refused, refuse_if
from longgang.core.identifiers import IdKind, parse_id_number
from longgang.core.prepared import Prepared
from longgang.core.remembering import remembered
from longgang.core.statements import Given
from longgang.health.api import (
    LabTest,
    Positive,
    Temperature,
    list_temperatures,
    list_tests,
    temperatures_of,
    tests_of,
    unanswered_positives_of,
)
from longgang.people.api import Person, identify_person, own_people, pick_people

from .days import Count, days_between, phase_days, place_near
from .duties import Done, Duty, DutyKind, Watch, duties_between, duties_on, kinds_on
from .kinds import Who, Why
from .lifecycle import OPEN, MeasureStatus
from .models import Absence, Measure, MeasureRule, Term, Visit
from .rules import LiftFacts, Sample, check_base, check_not_over

NO_RULE = Refusal(
    "measures.no_rule",
    _("No rule asks for a measure here on this day."),
    _("If a document asks for one, let a rules officer enter it first."),
    field="who",
)


@remembered
def _rules_of(who: str) -> list[MeasureRule]:
    """Those that were, are and will be in force."""
    return _RULES_OF.list(who=who)


_RULES_OF = Prepared(lambda: MeasureRule.objects.filter(who=Given("who")))


def find_rule(who: str, *, on: date) -> MeasureRule | None:
    """The rule in force for this kind of person on a day; None when nothing is asked for."""
    return next((rule for rule in _rules_of(who) if rule.holds_on(on)), None)


def get_rule(who: str, *, on: date) -> MeasureRule:
    """The same, refused when there is none."""
    rule = find_rule(who, on=on)
    if rule is None:
        raise Refused(NO_RULE)
    return rule


def list_rules(*, on: date) -> list[MeasureRule]:
    """The rules in force on a day, in the order in which the kinds of people are named."""
    order = list(Who)
    return sorted(_IN_FORCE.list(day=on), key=lambda rule: order.index(Who(rule.who)))


_IN_FORCE = Prepared(lambda: MeasureRule.objects.in_force(Given("day")))


def reckon(who: str, base_on: date | None) -> tuple[MeasureRule, Count]:
    """By which rule, and counted how, somebody would be under a measure that is opened today.

    Raises Refused when no rule asks for one, when the day cannot be, or when all would be over.
    """
    rule = get_rule(who, on=today())
    refuse_if(check_base(rule.base, base_on, today=today()))
    count = Count(today(), rule.first_day(base_on or today()), rule.plan)
    refuse_if(check_not_over(count.last_day, today=today()))
    return rule, count


def _open(**whose: object) -> QuerySet[Measure]:
    """With what everybody looks at who handles one of them."""
    rows = Measure.objects.filter(status__in=OPEN, **whose)
    return rows.select_related("rule", "person__user", "held_at")


_OPEN_OF = Prepared(lambda: _open(person=Given("person")))


def find_open(person: Person) -> Measure | None:
    """The measure that a person is under now."""
    return _OPEN_OF.first(person=person.pk)


def list_measures(person: Person) -> list[Measure]:
    """Every measure that was no mistake, the earliest first."""
    rows = Measure.objects.filter(person=person).exclude(status=MeasureStatus.CANCELLED)
    return list(rows.order_by("opened_at", "id"))


@remembered
def is_under_measure(user: User) -> bool:
    """Whether this person, or somebody they act for, is under a measure now."""
    people = own_people(user)
    return bool(people) and Measure.objects.open().filter(person__in=people).exists()


def find_open_of(people: Collection[int]) -> dict[int, Measure]:
    """The same of many people, by their keys; one query."""
    return {one.person_id: one for one in _open(person__in=people)}


def find_places_of(people: Collection[int]) -> dict[int, PlaceCodes]:
    """Where those of them are looked after who are under a measure; one query."""
    rows = Measure.objects.filter(person__in=people, status__in=OPEN).select_related("held_at")
    return {one.person_id: one.seen_from for one in rows}


def find_people(text: str, *, by: User) -> list[Person]:
    """Whom somebody means: people of their area, or whoever has this whole ID number.

    Raises Refused when nobody has the number, or when too many such numbers were tried.
    """
    found = pick_people(by, text)
    if found:
        return found
    try:
        number = parse_id_number(text, IdKind.RESIDENT)
    except Refused:
        return []
    return [identify_person(number, by=by)]


def local_now() -> datetime:
    """This moment on the wall clock."""
    return localtime(now())


def read_watch(measure: Measure) -> Watch:
    """The measure as its duties see it; two queries."""
    return read_watches([measure])[measure.pk]


def watch_of_read(measure: Measure) -> Watch:
    """The same, where `terms` and `absences` were read with the measure; none."""
    return _watch_of(measure, measure.terms.all(), measure.absences.all())


def read_watches(measures: Collection[Measure]) -> dict[int, Watch]:
    """The same of many by their keys; two queries, however many there are.

    Expects `rule` loaded.
    """
    keys = [measure.pk for measure in measures]
    terms, absences = defaultdict(list), defaultdict(list)
    for term in _TERMS.list(measures=keys):
        terms[term.measure_id].append(term)
    for absence in _ABSENCES.list(measures=keys):
        absences[absence.measure_id].append(absence)
    return {each.pk: _watch_of(each, terms[each.pk], absences[each.pk]) for each in measures}


_TERMS = Prepared(lambda: Term.objects.filter(measure__among=Given("measures")).order_by("place"))
_ABSENCES = Prepared(lambda: Absence.objects.filter(measure__among=Given("measures")))


def _watch_of(measure: Measure, terms: Iterable[Term], absences: Iterable[Absence]) -> Watch:
    course = tuple(term.count for term in sorted(terms, key=lambda term: term.place))
    away = tuple(
        (local_day(each.left_at), local_day(each.back_at) if each.back_at else None)
        for each in absences
    )
    opened_at = localtime(measure.opened_at)
    return Watch(course, measure.rule.hours, away, measure.closed_on, opened_at)


def opened_since(measure: Measure) -> datetime:
    """The moment from which observations count for it: the begin of the day of opening."""
    return midnight(measure.opened_on)


def read_done(measure: Measure) -> Done:
    """What was done since the day on which it was opened; three queries."""
    since = opened_since(measure)
    readings = list_temperatures(measure.person, since=since)
    tests = list_tests(measure.person, since=since)
    visits = _MET.list(measure=measure.pk, since=since)
    return Done(
        tuple(localtime(each.taken_at) for each in readings),
        tuple(localtime(each.sampled_at) for each in tests),
        tuple(localtime(each.visited_at) for each in visits),
    )


_MET = Prepared(lambda: Visit.objects.met().since(Given("since")).filter(measure=Given("measure")))


def list_duties(measure: Measure, day: date) -> list[Duty]:
    """What is due on a day and how it stands now."""
    return duties_on(day, read_watch(measure), read_done(measure), now=local_now())


def list_duties_between(measure: Measure, first: date, last: date) -> list[Duty]:
    """The same for several days, read once."""
    watch, done = read_watch(measure), read_done(measure)
    return list(duties_between(first, last, watch, done, now=local_now()))


def unattended_positives(measures: Collection[Measure]) -> dict[int, Positive]:
    """By the key of the measure: the last positive test known since it was opened, where the person
    has neither been in hospital since it is known nor tested negative on a later day. Two queries.
    """
    if not measures:
        return {}
    by_person = {measure.person_id: measure for measure in measures}
    since = min(opened_since(measure) for measure in measures)
    found = {
        by_person[test.person].pk: test
        for test in unanswered_positives_of(by_person, since=since)
        if test.known_at >= opened_since(by_person[test.person])
    }
    stays = Absence.objects.filter(measure__in=found).values_list("measure", "back_at")
    seen_to = {key for key, back_at in stays if not back_at or back_at >= found[key].known_at}
    return {key: test for key, test in found.items() if key not in seen_to}


def lift_facts(measure: Measure) -> LiftFacts:
    """All that the check needs to know before lifting."""
    return lift_facts_of([measure])[measure.pk]


def lift_facts_of(
    measures: Collection[Measure], *, released: Collection[int] = ()
) -> dict[int, LiftFacts]:
    """The same of many by their keys; four queries, however many there are. Of those `released`
    from a site, by their keys, it looks at the days of central isolation alone.

    Expects `rule` loaded.
    """
    if not measures:
        return {}
    prefetch_related_objects(list(measures), "terms", "absences")
    people = [measure.person_id for measure in measures]
    since = min(opened_since(measure) for measure in measures)
    tests, readings = defaultdict(list), defaultdict(list)
    for test in tests_of(people, since=since):
        tests[test.person_id].append(test)
    for reading in temperatures_of(people, since=since):
        readings[reading.person_id].append(reading)
    return {
        measure.pk: _facts_of(
            measure,
            [each for each in tests[measure.person_id] if each.sampled_at >= opened_since(measure)],
            [
                each
                for each in readings[measure.person_id]
                if each.taken_at >= opened_since(measure)
            ],
            is_release=measure.pk in released,
        )
        for measure in measures
    }


def _replaced(measure: Measure, due: Collection[date]) -> set[date]:
    """Missed test days for which an extension has added a test that is due itself."""
    held: list[Term] = []
    for term in sorted(measure.terms.all(), key=lambda term: term.place):
        if term.why == Why.TAKEN_BACK:
            held.pop()
        else:
            held.append(term)
    found = set()
    for term in held:
        if term.why == Why.MISSED_TEST:
            missed = date.fromisoformat(term.about)
            _first, added = phase_days(place_near(missed, term.count), term.count)
            found |= {missed} if added in due else set()
    return found


def _facts_of(
    measure: Measure,
    tests: Sequence[LabTest],
    readings: Sequence[Temperature],
    *,
    is_release: bool,
) -> LiftFacts:
    last_day = measure.central_ends_on if is_release else measure.ends_on
    watch, sampled = watch_of_read(measure), [localtime(test.sampled_at) for test in tests]
    due = [
        day
        for day in days_between(measure.opened_on, last_day or measure.opened_on)
        if DutyKind.TEST in kinds_on(day, watch, sampled, today=today())
    ]
    return LiftFacts(
        conditions=frozenset(measure.rule.lifted_by),
        last_day=last_day,
        test_days=sorted(set(due) - _replaced(measure, due)),
        samples=[Sample(at.date(), test.result) for at, test in zip(sampled, tests, strict=True)],
        last_celsius=readings[-1].celsius if readings else None,
        fever_from=measure.rule.fever_from,
        is_away=measure.status == MeasureStatus.SUSPENDED,
        is_release=is_release,
    )

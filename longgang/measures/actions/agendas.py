"""Keeps with each measure what its days have, and what was done today; each a part of a deed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.utils.timezone import localtime

from longgang.core.clock import local_day, midnight, today
from longgang.core.prepared import Prepared, PreparedUpdate, update
from longgang.core.statements import Given
from longgang.health.api import LabTest, Temperature, tests_of, was_measured, was_tested
from longgang.people.api import Person

from ..agenda import agenda_of, kinds_of_reading, pack
from ..duties import DutyKind
from ..lifecycle import OPEN
from ..models import Measure, Visit
from ..queries import opened_since, read_watches


def keep_agendas(measures: Collection[int]) -> None:
    """Keep what their days have, by their keys, as their rows are now: for whatever changes that. A
    few statements for thousands.
    """
    _keep(_WITH_RULE.list(measures=[*measures]))


_WITH_RULE = Prepared(
    lambda: Measure.objects.select_related("rule").filter(pk__among=Given("measures"))
)


def _keep(rows: list[Measure]) -> None:
    watches = read_watches(rows)
    samples = _first_samples([each for each in rows if watches[each.pk].opened_late_on])
    for measure in rows:
        kept = agenda_of(watches[measure.pk], samples[measure.pk])
        measure.agenda_from, measure.agenda = kept
    names = ["agenda_from", "agenda"]
    if len(rows) == 1:  # most deeds are about one
        (only,) = rows
        update(only, {name: getattr(only, name) for name in names}, where={})
    else:
        Measure.objects.bulk_update(rows, names, batch_size=1000)


def _first_samples(measures: Collection[Measure]) -> defaultdict[int, list[datetime]]:
    """Of those opened in the night, by the key of the measure: what was sampled on that day."""
    found: defaultdict[int, list[datetime]] = defaultdict(list)
    if not measures:
        return found
    whose = {measure.person_id: measure for measure in measures}
    for test in tests_of(whose, since=min(opened_since(measure) for measure in measures)):
        measure, at = whose[test.person_id], localtime(test.sampled_at)
        if at.date() == measure.opened_on:
            found[measure.pk].append(at)
    return found


def count_done(rows: QuerySet[Measure]) -> int:
    """Keep what of today is done already, from what was observed, where something else is kept; of
    how many. One statement.
    """
    day = today()
    wrong, changes = _wrong(rows, day, **_parts_of(day))
    return wrong.update(**changes)


def count_done_of(measure: Measure) -> None:
    """The same of one."""
    day = today()
    _COUNT_ONE.run(measure=measure.pk, day=day, **_parts_of(day))


def _wrong(
    rows: QuerySet[Measure], day: Any, begin: Any, noon: Any, end: Any
) -> tuple[QuerySet[Measure], dict[str, Any]]:
    """Of which something else is kept than was seen on that day, and what is to be kept."""
    seen = _seen(begin, noon, end)
    kept = Case(When(done_on=day, then=F("done")), default=Value(0))
    wrong = rows.alias(seen=seen, kept=kept).exclude(kept=F("seen"))
    found = Measure.objects.filter(pk__in=wrong.order_by().values("pk"))
    return found, {"done_on": day, "done": seen}


def _parts_of(day: date) -> dict[str, datetime]:
    begin = midnight(day)
    return {
        "begin": begin,
        "noon": begin + timedelta(hours=12),
        "end": begin + timedelta(days=1),
    }


def _seen(begin: Any, noon: Any, end: Any) -> Combinable:
    """What somebody has seen of each measure on a day, as one number."""
    visits = Visit.objects.met().filter(measure=OuterRef("pk"))
    seen = [
        ([DutyKind.MORNING, DutyKind.READING], was_measured(since=begin, until=noon)),
        ([DutyKind.EVENING, DutyKind.READING], was_measured(since=noon, until=end)),
        ([DutyKind.TEST], was_tested(since=begin, until=end)),
        ([DutyKind.VISIT], Exists(visits.filter(visited_at__gte=begin, visited_at__lt=end))),
    ]
    bits: Combinable = Value(0)
    for kinds, is_so in seen:
        some = Case(When(is_so, then=Value(pack(kinds))), default=Value(0))
        bits = bits.bitor(some)  # type: ignore[arg-type]  # it may be an expression
    return bits


_COUNT_ONE = PreparedUpdate(
    lambda: _wrong(
        Measure.objects.filter(pk=Given("measure")),
        *map(Given, ("day", "begin", "noon", "end")),
    )
)


def hear_reading(reading: Temperature) -> None:
    """Note that somebody's temperature was taken."""
    at = localtime(reading.taken_at)
    _note([reading.person_id], kinds_of_reading(at), on=at.date())


def hear_samples(tests: Sequence[LabTest]) -> None:
    """Note who was tested; thousands in a few statements. The test of somebody found in the night
    is not left for the next day any more.
    """
    days = {test.person_id: local_day(test.sampled_at) for test in tests}
    on = today()
    _note([person for person, day in days.items() if day == on], [DutyKind.TEST], on=on)
    _keep_those_found_in_the_night(days)


def _keep_those_found_in_the_night(people: Collection[int]) -> None:
    _keep(_FOUND_IN_THE_NIGHT.list(people=[*people]))


_FOUND_IN_THE_NIGHT = Prepared(
    lambda: (
        Measure.objects.open()
        .select_related("rule")
        .filter(person__among=Given("people"), opened_at__time__gte=F("rule__tests_by"))
    )
)


def hear_merged(kept: Person) -> None:
    """Of two entries one was made: count what was observed under either."""
    count_done(Measure.objects.open().filter(person=kept))
    _keep_those_found_in_the_night([kept.pk])


def note_visit(measure: Measure, on: date) -> None:
    """Note that somebody was met."""
    _note([measure.person_id], [DutyKind.VISIT], on=on)


def _note(people: Collection[int], kinds: Collection[str], *, on: date) -> None:
    """What was done on another day than today changes nothing that is due now."""
    if not people or on != today():
        return
    _NOTE.run(people=[*people], bits=pack(kinds), on=on)


_BITS: Any = Given("bits")
_NOTE = PreparedUpdate(
    lambda: (
        Measure.objects.filter(person__among=Given("people"), status__in=OPEN),
        {
            "done": Case(When(done_on=Given("on"), then=F("done").bitor(_BITS)), default=_BITS),
            "done_on": Given("on"),
        },
    )
)

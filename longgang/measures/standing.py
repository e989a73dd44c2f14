"""How measures stand today: phase, days and what is due, for a page of a list or as a condition.

The conditions ask the database what `agenda.py` has packed; a test lays them beside the pages.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    DateField,
    F,
    Func,
    IntegerField,
    Q,
    Value,
    When,
)
from django.db.models.lookups import GreaterThan
from django.utils.timezone import get_current_timezone

from longgang.core.clock import midnight
from longgang.health.api import (
    Reading,
    readings_of,
    samples_of,
    symptoms_of,
    unseen_fevers_of,
)

from .agenda import EVERY_DUTY, PHASE_AT, PHASES, pack
from .days import Count, Stand, count_on, days_so_far, days_to_go, stand_on
from .duties import Done, Duty, DutyKind, DutyState, duties_on, is_late
from .kinds import PhaseKind
from .lifecycle import OPEN, MeasureStatus
from .models import Measure, MeasureQuerySet, MeasureRule, Visit
from .queries import local_now, opened_since, read_watches

OVERDUE = frozenset({DutyState.LATE, DutyState.MISSED})


@dataclass(frozen=True)
class Standing:
    """A measure on one day: by what it runs, which phase the day has, what is due on it."""

    on: date
    count: Count  # the newest; it may begin tomorrow
    stand: Stand | None
    duties: tuple[Duty, ...] = ()
    has_fever: bool = False  # by the last reading since yesterday, or nobody has looked since one
    has_symptoms: bool = False  # by the last report since yesterday

    @property
    def day(self) -> int:
        """Which day of all it is; 0 before day one."""
        return days_so_far(self.on, self.count)

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.count.length

    @property
    def to_go(self) -> int:
        """How many days come after this one."""
        return days_to_go(self.on, self.count)

    @property
    def overdue(self) -> list[Duty]:
        """What should have been done by now."""
        return [duty for duty in self.duties if duty.state in OVERDUE]

    @property
    def due(self) -> list[Duty]:
        """What is still to be done in time."""
        return [duty for duty in self.duties if duty.state == DutyState.DUE]


def standings_of(measures: Collection[Measure]) -> dict[int, Standing]:
    """Of each measure by its key how it stands today; seven queries, however many there are.

    Expects `rule` loaded.
    """
    now = local_now()
    day = now.date()
    watches = read_watches(measures)
    seen = _seen_lately([each for each in measures if each.status in OPEN], day)
    found = {}
    for measure in measures:
        watch = watches[measure.pk]
        count = count_on(day, watch.course)
        is_open = measure.status in OPEN
        found[measure.pk] = Standing(
            day,
            watch.course[-1],
            stand_on(day, count) if count and is_open else None,
            tuple(duties_on(day, watch, seen[measure.pk].done, now=now)) if is_open else (),
            seen[measure.pk].has_fever,
            seen[measure.pk].has_symptoms,
        )
    return found


@dataclass(frozen=True)
class Seen:
    """What was done and observed since yesterday."""

    done: Done = field(default_factory=Done)
    has_fever: bool = False
    has_symptoms: bool = False


def _seen_lately(measures: Collection[Measure], day: date) -> defaultdict[int, Seen]:
    """Since yesterday's midnight, by the measure's key: a fever of last night is one."""
    found: defaultdict[int, Seen] = defaultdict(Seen)
    if not measures:
        return found
    since = midnight(day - timedelta(days=1))
    begins = {each.pk: min(opened_since(each), since) for each in measures}
    people = [measure.person_id for measure in measures]
    taken = readings_of(people, since=since)
    readings = _by_owner((each.person, each.taken_at) for each in taken)
    last = {each.person: each.celsius for each in taken}
    felt = symptoms_of(people, since=since)
    samples = _by_owner(samples_of(people, since=since))
    met = Visit.objects.met().filter(measure__in=begins, visited_at__gte=min(begins.values()))
    meetings = list(met.order_by("visited_at").values_list("measure", "visited_at"))
    visits = _by_owner((key, at) for key, at in meetings if at >= since)
    unseen = _fevers_not_looked_after(measures, begins, dict(meetings))
    for each in measures:
        celsius = last.get(each.person_id)
        found[each.pk] = Seen(
            Done(readings[each.person_id], samples[each.person_id], visits[each.pk]),
            each.pk in unseen or (celsius is not None and each.is_fever(celsius)),
            bool(felt.get(each.person_id)),
        )
    return found


def _fevers_not_looked_after(
    measures: Collection[Measure], begins: Mapping[int, datetime], last_met: Mapping[int, datetime]
) -> set[int]:
    """Those who had a fever since then, whom staff have neither met nor seen after it: a lower
    reading of their own takes no fever away.
    """
    fevers: defaultdict[int, list[Reading]] = defaultdict(list)
    for reading in unseen_fevers_of(
        [each.person_id for each in measures],
        since=min(begins.values()),
        at_least=min(each.rule.fever_from for each in measures),
    ):
        fevers[reading.person].append(reading)
    return {
        each.pk
        for each in measures
        for fever in fevers[each.person_id]
        if each.is_fever(fever.celsius)
        and fever.taken_at >= max(begins[each.pk], last_met.get(each.pk, begins[each.pk]))
    }


def _by_owner(pairs: Iterable[tuple[int, datetime]]) -> defaultdict[int, tuple[datetime, ...]]:
    found: defaultdict[int, tuple[datetime, ...]] = defaultdict(tuple)
    zone = get_current_timezone()
    for owner, moment in pairs:
        found[owner] += (moment.astimezone(zone),)
    return found


# --- the same as conditions --------------------------------------------------------------------


class _Days(Func):
    """From one date to another."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


class _Entry(Func):
    """The entry of an array so many after the first."""

    template = "(%(expressions)s + 1]"
    arg_joiner = ")["
    output_field = IntegerField()


def in_phase(rows: MeasureQuerySet, kind: str, *, on: date) -> MeasureQuerySet:
    """Those of these measures for whom the day lies in a phase of this kind."""
    phase = _agenda_on(on).bitrightshift(PHASE_AT)
    return rows.open().alias(phase_on=phase).filter(phase_on=PHASES[PhaseKind(kind)])


def with_open_duty(rows: MeasureQuerySet, *, now: datetime, is_overdue: bool) -> MeasureQuerySet:
    """Those for whom something of today is not done: still in time, or overdue."""
    due, overdue = open_duties(now=now)
    return rows.filter(overdue if is_overdue else due)


def open_duties(*, now: datetime) -> tuple[Q, Q]:
    """The same as conditions: still in time, and overdue; one query for the hours of the rules."""
    rules = list(MeasureRule.objects.all())
    due, overdue = (_has_open_duty(rules, now=now, is_overdue=late) for late in (False, True))
    return due, overdue


def _has_open_duty(every_rule: Iterable[MeasureRule], *, now: datetime, is_overdue: bool) -> Q:
    day = now.date()
    done = Case(When(done_on=day, then=F("done")), default=Value(0))
    undone = _agenda_on(day).bitand(Value(EVERY_DUTY) - done)  # type: ignore[arg-type]  # it may
    rules: defaultdict[int, list[int]] = defaultdict(list)
    for rule in every_rule:
        late = pack([kind for kind in DutyKind if is_late(kind, rule.hours, now.time())])
        rules[late if is_overdue else EVERY_DUTY - late].append(rule.pk)
    found = Q(pk__in=[])
    for bits, keys in rules.items():
        if bits:
            one_of = Q() if len(rules) == 1 else Q(rule__in=keys)
            found |= one_of & Q(GreaterThan(undone.bitand(bits), 0))
    return Q(status=MeasureStatus.RUNNING) & found


def _agenda_on(day: date) -> _Entry:
    """What `agenda.py` has packed for the day; nothing where it lies outside."""
    since = _Days(Value(day, DateField()), F("agenda_from"))
    return _Entry(F("agenda"), since)

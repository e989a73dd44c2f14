"""How measures stand today: phase, days and what is due, for a page of a list or as a condition.

The conditions ask the database what `duties.py` says of one measure in Python; a test lays the two
side by side.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.lookups import IsNull
from django.utils.timezone import localtime, make_aware

from longgang.health.api import symptoms_of, temperatures_of, tests_of, was_measured, was_tested

from .days import Count, Stand, count_on, days_so_far, days_to_go, stand_on
from .duties import NOON, Done, Duty, DutyKind, DutyState, duties_on
from .kinds import COUNTED_ANEW
from .lifecycle import OPEN, MeasureStatus
from .models import Measure, MeasureQuerySet, Visit
from .queries import local_now, read_course, read_watch

OVERDUE = frozenset({DutyState.LATE, DutyState.MISSED})


@dataclass(frozen=True)
class Standing:
    """A measure on one day: by what it runs, which phase the day has, what is due on it."""

    on: date
    count: Count  # the newest; it may begin tomorrow
    stand: Stand | None
    duties: tuple[Duty, ...] = ()
    has_fever: bool = False  # by the last reading since yesterday
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
    """Of each measure by its key how it stands today; six queries, however many there are.

    Expects `rule` loaded.
    """
    now = local_now()
    day = now.date()
    prefetch_related_objects(list(measures), "terms", "absences")
    seen = _seen_lately([each for each in measures if each.status in OPEN], day)
    found = {}
    for measure in measures:
        course = read_course(measure)
        count = count_on(day, course)
        is_open = measure.status in OPEN
        found[measure.pk] = Standing(
            day,
            course[-1],
            stand_on(day, count) if count and is_open else None,
            tuple(duties_on(day, read_watch(measure), seen[measure.pk].done, now=now))
            if is_open
            else (),
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
    since = begin_of(day - timedelta(days=1))
    people = [measure.person_id for measure in measures]
    taken = temperatures_of(people, since=since)
    readings = _by_owner((each.person_id, each.taken_at) for each in taken)
    last = {each.person_id: each.celsius for each in taken}
    felt = {each.person_id: each.symptoms for each in symptoms_of(people, since=since)}
    samples = _by_owner((each.person_id, each.sampled_at) for each in tests_of(people, since=since))
    rows = Visit.objects.met().filter(measure__in=[each.pk for each in measures])
    visits = _by_owner(rows.filter(visited_at__gte=since).values_list("measure", "visited_at"))
    for each in measures:
        celsius = last.get(each.person_id)
        found[each.pk] = Seen(
            Done(readings[each.person_id], samples[each.person_id], visits[each.pk]),
            celsius is not None and each.is_fever(celsius),
            bool(felt.get(each.person_id)),
        )
    return found


def _by_owner(pairs: Iterable[tuple[int, datetime]]) -> defaultdict[int, tuple[datetime, ...]]:
    found: defaultdict[int, tuple[datetime, ...]] = defaultdict(tuple)
    for owner, moment in pairs:
        found[owner] += (localtime(moment),)
    return found


def begin_of(day: date) -> datetime:
    """The moment at which a local day begins."""
    return make_aware(datetime.combine(day, time.min))


# --- the same as conditions --------------------------------------------------------------------

# Phases with how many days lie before each; and of the last term that held on a day the phase in
# which the day lies. Both speak of a row of `measures_measure`.
_COUNTED = """(
    SELECT phase, (phase->>'days')::int AS days,
        SUM((phase->>'days')::int) OVER (ORDER BY place) - (phase->>'days')::int AS before
    FROM jsonb_array_elements(term.phases) WITH ORDINALITY AS listed(phase, place)
)"""
# Nothing of a request is in these texts: values go apart from them.
_PHASE = f"""(
    SELECT {{what}} FROM (
        SELECT day_one_on, since_on, why, phases, %s::date AS today FROM measures_term
        WHERE measure_id = measures_measure.id AND since_on <= %s AND day_one_on <= %s
        ORDER BY place DESC LIMIT 1
    ) AS term CROSS JOIN LATERAL {_COUNTED} AS counted
    WHERE today - day_one_on BETWEEN before AND before + days - 1
)"""  # noqa: S608
_KIND = _PHASE.format(what="phase->>'kind'")
_DUE = _PHASE.format(
    what=f"""ARRAY_REMOVE(ARRAY[
        CASE WHEN (phase->>'readings')::int = 2 THEN 'morning' END,
        CASE WHEN (phase->>'readings')::int = 2 THEN 'evening' END,
        CASE WHEN (phase->>'readings')::int = 1 THEN 'reading' END,
        CASE WHEN phase->'test_days' @> to_jsonb(today - day_one_on + 1 - before) THEN 'test'
            WHEN since_on = today AND why = ANY(%s) AND EXISTS (
                SELECT FROM {_COUNTED} AS earlier,
                    jsonb_array_elements_text(earlier.phase->'test_days') AS test_day
                WHERE day_one_on + (earlier.before + test_day::int)::int - 1 < today
            ) THEN 'test' END,
        CASE WHEN phase->'visit_days' @> to_jsonb(today - day_one_on + 1 - before)
            THEN 'visit' END
    ], NULL)"""
)


def in_phase(rows: MeasureQuerySet, kind: str, *, on: date) -> MeasureQuerySet:
    """Those of these measures for whom the day lies in a phase of this kind."""
    phase = RawSQL(_KIND, [on, on, on], output_field=CharField())  # noqa: S611 - ours; values apart
    return rows.open().alias(phase_on=phase).filter(phase_on=kind)


def with_open_duty(rows: MeasureQuerySet, *, now: datetime, is_overdue: bool) -> MeasureQuerySet:
    """Those for whom something of today is not done: still in time, or overdue."""
    midnight = begin_of(now.date())
    noon, end = midnight + timedelta(hours=12), midnight + timedelta(days=1)
    done: list[tuple[str, str, Exists]] = [
        (DutyKind.MORNING, "rule__morning_by", was_measured(since=midnight, until=noon)),
        (DutyKind.EVENING, "rule__evening_by", was_measured(since=noon, until=end)),
        (DutyKind.READING, "rule__evening_by", was_measured(since=midnight, until=end)),
        (DutyKind.TEST, "rule__tests_by", was_tested(since=midnight, until=end)),
        (DutyKind.VISIT, "rule__visits_by", _was_visited(since=midnight, until=end)),
    ]
    undone = [
        Case(
            When(
                _is_late(kind, limit, now.time(), is_late=is_overdue)
                & ~Q(was)
                & ~_began_after(kind, limit, midnight),
                then=Value(str(kind)),
            )
        )
        for kind, limit, was in done
    ]
    day = now.date()
    running = rows.filter(status=MeasureStatus.RUNNING, ends_on__gte=day)
    left_over = _is_left_over(midnight, end) & _is_late(
        DutyKind.TEST, "rule__tests_by", now.time(), is_late=is_overdue
    )
    return running.filter(_Overlaps(_due_on(day), _Listed(*undone)) | left_over)


def _due_on(day: date) -> RawSQL:
    anew = [str(why) for why in COUNTED_ANEW]
    return RawSQL(_DUE, [anew, day, day, day])  # noqa: S611 - ours, and its values go apart from it


def _is_left_over(midnight: datetime, end: datetime) -> Q:
    """Whether a test is due that nobody could take in time last night, when it was opened."""
    night, today = midnight - timedelta(days=1), midnight.date()
    due_then = _Overlaps(_due_on(night.date()), _Listed(Value(str(DutyKind.TEST))))
    goes_on = RawSQL(_KIND, [today] * 3, output_field=CharField())  # noqa: S611 - as above
    return (
        Q(opened_at__gte=night, opened_at__lt=midnight)
        & Q(opened_at__time__gte=F("rule__tests_by"))
        & ~Q(was_tested(since=night, until=end))
        & Q(due_then)
        & Q(IsNull(goes_on, rhs=False))
    )


def _is_late(kind: str, limit: str, clock: time, *, is_late: bool) -> Q:
    """Whether the hour is past; a morning ends at noon, whatever the rule says."""
    late = Q(**{f"{limit}__lte": clock})
    if kind == DutyKind.MORNING and clock >= NOON:
        late = ~Q(pk__in=[])
    return late if is_late else ~late


def _began_after(kind: str, limit: str, midnight: datetime) -> Q:
    """Whether it was opened today, after the hour by which this kind is to be done."""
    if kind == DutyKind.TEST:
        return Q(pk__in=[])
    return Q(opened_at__gte=midnight, opened_at__time__gte=F(limit))


def _was_visited(*, since: datetime, until: datetime) -> Exists:
    rows = Visit.objects.met().filter(measure=OuterRef("pk"))
    return Exists(rows.filter(visited_at__gte=since, visited_at__lt=until))


class _Listed(Func):
    """Several texts as one array; empty ones match nothing."""

    template = "ARRAY[%(expressions)s]::text[]"
    output_field = CharField()

    def __init__(self, *texts: Combinable) -> None:
        super().__init__(*texts)


class _Overlaps(Func):
    """Whether two arrays have something in common."""

    template = "(%(expressions)s)"
    arg_joiner = " && "
    output_field = BooleanField()
    conditional = True

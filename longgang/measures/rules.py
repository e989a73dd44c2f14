"""What the ordinance says about measures, as pure functions over plain values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from longgang.core import reasons
from longgang.core.errors import Refusal, filled
from longgang.core.sentences import listed_lazy

from .days import Phase, Plan
from .kinds import Base, CheckItem, LiftCondition

LONGEST_PHASE = 60  # days; a longer one is a slip of the pen
MOST_READINGS = 2
AHEAD_DAYS = 30  # an arrival is announced no earlier
LONGEST_EXTENSION = 30
LONGEST_WORDS = 300


def check_plan(plan: Plan) -> list[Refusal]:
    """A rule has phases, and what is due in them lies within them."""
    if not plan:
        return [_NO_PHASE]
    return list(dict.fromkeys(found for phase in plan for found in _check_phase(phase)))


def _check_phase(phase: Phase) -> Iterator[Refusal]:
    if not 1 <= phase.days <= LONGEST_PHASE:
        yield _PHASE_LENGTH
    if any(not 1 <= day <= phase.days for day in (*phase.test_days, *phase.visit_days)):
        yield _DAY_OUTSIDE
    if not 0 <= phase.readings <= MOST_READINGS:
        yield _TOO_MANY_READINGS


def check_accept_minutes(community: int, street: int) -> Refusal | None:
    """The community hears of it no later than the street."""
    return None if 1 <= community <= street else _STREET_FIRST


def check_reason(reason: str) -> Refusal | None:
    """What must be explained is explained in words."""
    if refusal := reasons.check_reason(reason, code="measures.reason_missing"):
        return refusal
    return None if len(reason) <= LONGEST_WORDS else _REASON_TOO_LONG


def check_base(base: str, day: date | None, *, today: date) -> Refusal | None:
    """The day that the rule counts from is known and possible.

    An exposure has happened; an arrival can be announced. A check-in may come later: until then the
    days are counted from the day on which the measure was opened.
    """
    if day is None:
        return None if base == Base.CHECK_IN else _BASE_MISSING[base]
    latest = today + timedelta(days=AHEAD_DAYS) if base == Base.ARRIVAL else today
    return _BASE_AHEAD if day > latest else None


def check_came_since(day: date, since: date) -> Refusal | None:
    """Nobody comes to a site for a measure before there is a reason for it."""
    return _CAME_BEFORE if day < since else None


def check_visited(day: date, begins_on: date) -> Refusal | None:
    """Nobody is called on for a measure before it has begun."""
    return _VISITED_BEFORE if day < begins_on else None


def check_not_over(last_day: date, *, today: date) -> Refusal | None:
    """No measure is opened whose days have passed already."""
    if last_day >= today:
        return None
    return Refusal(
        "measures.already_over",
        filled(_("By the rule in force it would have ended on %(day)s."), day=last_day),
        _("Check the dates; if they are right, no measure is needed."),
        field="base_on",
    )


def check_longer(old_end: date, new_end: date) -> Refusal | None:
    """An extension never ends a measure earlier."""
    return None if new_end >= old_end else _SHORTER


def check_extension_days(days: int) -> Refusal | None:
    """By how many days somebody may extend at once."""
    return None if 1 <= days <= LONGEST_EXTENSION else _EXTENSION_LENGTH


# --- lifting -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sample:
    """A test of the person: the local day of sampling, and what became of it."""

    day: date
    result: str  # of health.ResultKind; "" while the lab is at it


@dataclass(frozen=True)
class LiftFacts:
    """All that the check before lifting needs to know."""

    conditions: frozenset[str]
    last_day: date | None  # of central isolation, for who is released; None: has no such phase
    test_days: Sequence[date]  # on which a test was due, however the measure was counted
    samples: Sequence[Sample]
    last_celsius: Decimal | None
    fever_from: Decimal
    is_away: bool  # in hospital
    is_release: bool = False  # from a site; the measure goes on at home


Checks = dict[CheckItem, list[Refusal]]


def check_items(facts: LiftFacts, *, today: date) -> Checks:
    """Item by item what speaks against lifting, or against the release from a site."""
    found: Checks = {
        CheckItem.HOSPITAL: [_STILL_AWAY] if facts.is_away else [],
        CheckItem.DAYS: list(_check_days(facts, today)),
    }
    if LiftCondition.TESTS in facts.conditions:
        found[CheckItem.TESTS] = list(_check_tests(facts, today))
    if LiftCondition.TEMPERATURE in facts.conditions:
        found[CheckItem.TEMPERATURE] = list(_check_temperature(facts))
    return found


def check_lift(facts: LiftFacts, *, today: date) -> list[Refusal]:
    """Everything that speaks against it, named; empty when nothing does."""
    return [refusal for found in check_items(facts, today=today).values() for refusal in found]


def _check_days(facts: LiftFacts, today: date) -> Iterator[Refusal]:
    if facts.last_day is None or today > facts.last_day:
        return
    words, remedy = (
        (
            _("The last day of central isolation is %(day)s."),
            _("Release is possible the day after."),
        )
        if facts.is_release
        else (_("The last day is %(day)s."), _("It can be lifted from the day after."))
    )
    yield Refusal("measures.days_not_over", filled(words, day=facts.last_day), remedy)


def _check_tests(facts: LiftFacts, today: date) -> Iterator[Refusal]:
    """A missed test is made up for by a later one: as many days with a negative test as were due
    until today, none before the day it stands for.
    """
    samples = sorted(facts.samples, key=lambda sample: sample.day)
    if any(sample.result == "" for sample in samples):
        yield _RESULT_WAITED_FOR
    last_positive = max((s.day for s in samples if s.result == "positive"), default=None)
    negative = sorted({s.day for s in samples if s.result == "negative"})
    if last_positive is not None and (not negative or negative[-1] <= last_positive):
        yield _POSITIVE_LAST
    due = [day for day in facts.test_days if day <= today]
    missing = unmatched_days(due, negative)
    if missing:
        yield Refusal(
            "measures.tests_missing",
            filled(
                _("No negative test stands for: %(days)s."),
                days=listed_lazy(missing),
            ),
            _("Take the missing tests, one a day, then lift."),
        )


def unmatched_days(due: Sequence[date], taken: Sequence[date]) -> list[date]:
    """The due days for which no day of a test is left; each test stands for one due day at most,
    its own, or else an earlier one.
    """
    left = sorted(set(taken) - set(due))
    missing = []
    for day in sorted(set(due) - set(taken)):
        later = [each for each in left if each > day]
        if later:
            left.remove(later[0])
        else:
            missing.append(day)
    return missing


def _check_temperature(facts: LiftFacts) -> Iterator[Refusal]:
    if facts.last_celsius is None:
        yield _NO_TEMPERATURE
    elif facts.last_celsius >= facts.fever_from:
        yield Refusal(
            "measures.fever",
            filled(_("The last temperature was %(celsius)s °C."), celsius=facts.last_celsius),
            _("Take it again when the fever has gone; see that a doctor looks at the person."),
        )


_NO_PHASE = Refusal(
    "measures.no_phase", _("A rule needs at least one phase."), field="phases"
)  # fmt: skip
_PHASE_LENGTH = Refusal(
    "measures.phase_length",
    filled(_("A phase has from 1 to %(days)s days."), days=LONGEST_PHASE),
    field="phases",
)
_DAY_OUTSIDE = Refusal(
    "measures.day_outside_phase",
    _("A test or visit is planned for a day that its phase does not have."),
    _("Count the days within the phase, beginning with 1."),
    field="phases",
)
_TOO_MANY_READINGS = Refusal(
    "measures.too_many_readings",
    _("The temperature is taken at most twice a day."),
    field="phases",
)
_STREET_FIRST = Refusal(
    "measures.street_before_community",
    _("The street would be told before the community."),
    _("Give the street at least as many minutes as the community."),
    field="street_after_minutes",
)
_REASON_TOO_LONG = Refusal(
    "measures.reason_too_long",
    filled(_("Write no more than %(count)s characters."), count=LONGEST_WORDS),
    field="reason",
)
_CAME_BEFORE = Refusal(
    "measures.came_before",
    _("This day lies before the measure and its reason."),
    _("Check the date."),
    field="base_on",
)
_VISITED_BEFORE = Refusal(
    "measures.visited_before",
    _("This day lies before the measure and its reason."),
    _("Check the date."),
    field="visited_at",
)
_BASE_AHEAD = Refusal(
    "measures.base_ahead",
    _("This day lies too far ahead."),
    _("Check the date."),
    field="base_on",
)
_BASE_MISSING: dict[str, Refusal] = {
    Base.LAST_EXPOSURE: Refusal(
        "measures.exposure_missing",
        _("The day of the last exposure is missing: the days are counted from it."),
        _("Ask when the last contact was, or when the risk area was left."),
        field="base_on",
    ),
    Base.ARRIVAL: Refusal(
        "measures.arrival_missing",
        _("The day of arrival is missing: the days are counted from it."),
        _("Ask for it."),
        field="base_on",
    ),
}
_SHORTER = Refusal(
    "measures.would_be_shorter",
    _("The measure would end earlier than now."),
    _("An extension never shortens. Check the date."),
    field="base_on",
)
_EXTENSION_LENGTH = Refusal(
    "measures.extension_length",
    filled(_("Extend by 1 to %(days)s days."), days=LONGEST_EXTENSION),
    field="days",
)
_STILL_AWAY = Refusal(
    "measures.still_in_hospital",
    _("The person is in hospital."),
    _("Record the return first."),
)
_RESULT_WAITED_FOR = Refusal(
    "measures.result_waited_for",
    _("A test has no result yet."),
    _("Wait for the lab, or ask there."),
)
_POSITIVE_LAST = Refusal(
    "measures.positive_last",
    _("The last test with a result was positive."),
    _("Lift after a later negative test."),
)
RECEIVER_UNKNOWN = Refusal(
    "measures.receiver_unknown",
    _("It is not known where the person lives."),
    _("Ask, and choose the grid, community or street; for a home elsewhere its county."),
    field="to_area",
)
_NO_TEMPERATURE = Refusal(
    "measures.no_temperature",
    _("No temperature has been taken."),
    _("Take it, then lift."),
)

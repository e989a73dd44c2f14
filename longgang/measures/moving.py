"""What moving people to a newer rule means for each of them; nothing is written here."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from django.db.models import Q

from longgang.core.clock import local_day, today

from .days import Change, Count, base_of, extend, place_near
from .kinds import COUNTED_ANEW, EXTENSIONS, Why
from .lifecycle import MeasureStatus
from .models import Measure, MeasureQuerySet, MeasureRule, Moving, Term
from .queries import get_rule

PART = 5000  # measures that are read at once


def list_movable(rule: MeasureRule, *, area_code: str) -> MeasureQuerySet:
    """Measures that run by an older rule for the same kind of person. Whose days are over already
    is lifted, not moved.
    """
    rows = Measure.objects.open().filter(who=rule.who, area_code__startswith=area_code)
    is_over = Q(status=MeasureStatus.RUNNING, ends_on__lt=today())
    older = rows.filter(rule__valid_from__lt=rule.valid_from).exclude(is_over)
    return older.select_related("rule").prefetch_related("absences")


def count_under(measure: Measure, rule: MeasureRule) -> Count:
    """The measure, counted anew by another rule from today on. Extensions fall away; only days in
    hospital are added again where that rule does not count them.

    Its tests are those that are still to come: what was due before was due by the rule before.
    """
    base = _base_under(measure, rule)
    count = Count(today(), rule.first_day(base), rule.plan, makes_up=False)
    if rule.counts_hospital:
        return count
    for absence in measure.absences.all():
        left = local_day(absence.left_at)
        if absence.back_at is not None and left >= count.day_one:
            days = (local_day(absence.back_at) - left).days
            plan = extend(count.plan, days, place=place_near(left, count))
            count = replace(count, plan=plan)
    return count


def _base_under(measure: Measure, rule: MeasureRule) -> date:
    """The day from which it is counted now: a new exposure or a positive test has changed it. A
    rule that counts from something else takes that day, unless the count began anew later.
    """
    counted_from = base_of(measure.day_one_on, measure.rule.day_one)
    if rule.base == measure.rule.base:
        return counted_from
    told = measure.base_of(rule.base)
    began_anew = counted_from > measure.base_of(measure.rule.base)
    return max(told, counted_from) if began_anew else told


def extension_of(terms: Sequence[Term]) -> Term | None:
    """Of all terms of a measure, in their order, the extension that can be taken back: the last
    term, or one that began the count anew and has since been moved to newer rules. By moving, the
    others have fallen away.
    """
    last = terms[-1 - len(_moved_last(terms))]
    can_be = EXTENSIONS if last is terms[-1] else EXTENSIONS & COUNTED_ANEW
    return last if last.why in can_be else None


def _moved_last(terms: Sequence[Term]) -> list[Term]:
    """Those at the end by which it was moved, the newest first."""
    return list(takewhile(lambda term: term.why == Why.MOVED, reversed(terms)))


def count_without(extension: Term, measure: Measure, terms: Sequence[Term]) -> Count:
    """How the measure would count without this extension: as before it, or as it would have been
    moved since. Expects the exposure that held before.
    """
    before, moved = terms[extension.place - 2], _moved_last(terms)
    count = before.count
    if not moved:
        return count
    about = [term.about for term in terms]
    movings = Moving.objects.filter(number__in=about).select_related("rule")
    rules = {moving.number: moving.rule for moving in movings}
    earlier = [rules[term.about] for term in terms[: before.place] if term.why == Why.MOVED]
    held = copy(measure)
    held.rule = earlier[-1] if earlier else get_rule(measure.who, on=measure.opened_on)
    for term in reversed(moved):
        held.day_one_on = count.day_one
        count = count_under(held, rules[term.about])
        held.rule = rules[term.about]
    return count


def change_under(measure: Measure, rule: MeasureRule) -> Change:
    """What moving it to this rule would change. Expects `rule` and `absences` loaded."""
    length = (measure.ends_on - measure.day_one_on).days + 1
    extended = length - sum(phase.days for phase in measure.rule.plan)
    return Change(measure.ends_on, count_under(measure, rule).last_day, max(extended, 0))


def changes_under(rows: MeasureQuerySet, rule: MeasureRule) -> Iterator[Change]:
    """The same for many, read in parts: only the changes stay in memory."""
    for measure in rows.iterator(chunk_size=PART):
        yield change_under(measure, rule)


@dataclass(frozen=True)
class Total:
    """Many changes in figures: people, and days of all of them together."""

    people: int = 0
    gaining: int = 0
    days_gained: int = 0
    losing: int = 0
    days_lost: int = 0
    over: int = 0
    extended: int = 0


def total_of(changes: Iterable[Change]) -> Total:
    """Who gains or loses how many days, in all."""
    found, day = list(changes), today()
    gained = [change.days for change in found if change.days > 0]
    lost = [-change.days for change in found if change.days < 0]
    return Total(
        people=len(found),
        gaining=len(gained),
        days_gained=sum(gained),
        losing=len(lost),
        days_lost=sum(lost),
        over=sum(change.is_over(day) for change in found),
        extended=sum(change.extended_days > 0 for change in found),
    )

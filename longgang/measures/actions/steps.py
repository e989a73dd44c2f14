"""What several deeds have in common: each is a part of the deed that calls it, never one alone."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from longgang.accounts.api import User
from longgang.audit.api import ActsAsActor, Event, draft, record, record_all
from longgang.core.clock import now, today
from longgang.core.errors import StaleRow, refuse_all, refuse_if
from longgang.core.prepared import Prepared, insert
from longgang.core.statements import Given
from longgang.notices.api import mark_dealt_with

from ..days import Plan, central_last_day
from ..hearing import end_moved
from ..kinds import Why
from ..lifecycle import HAND_OVER, HANDING, MEASURE, MeasureStatus
from ..models import Measure, Term
from ..permissions import check_may_lift
from ..queries import lift_facts
from ..rules import check_lift, check_longer
from . import notices
from .agendas import keep_agendas


def lock_measure(measure: Measure) -> Measure:
    """The row as it is now, locked: the first thing that a deed about one person asks for, whatever
    rooms and figures it needs, so that no two of them wait for each other.
    """
    found = _LOCKED.first(measure=measure.pk)
    assert found is not None, "measures are kept"
    return found


_LOCKED = Prepared(
    lambda: (
        Measure.objects.select_related("held_at", "rule")
        .select_for_update(of=("self",))
        .filter(pk=Given("measure"))
        .order_by()
    )
)


def hold(measure: Measure) -> Measure:
    """The same; StaleRow when it has changed since it was shown."""
    held = lock_measure(measure)
    if any(getattr(held, name) != getattr(measure, name) for name in _SHOWN):
        raise StaleRow
    return held


# What a page showed when somebody decided: how it runs, and whose it is.
_SHOWN = ("status", "term_count", "held_at_id", "area_code")


def end_handing(measure: Measure, *, by: ActsAsActor) -> None:
    """A hand-over that nobody has accepted yet is no longer needed."""
    row = measure.hand_overs.filter(status__in=HANDING).first()
    if row is not None:
        HAND_OVER.move(row, "end")
        mark_dealt_with(row)
        record(
            HAND_OVER.moves["end"].event,
            measure,
            by=by,
            area_code=measure.area_code,
            after={"hand_over": row.number},
        )


def lift(measure: Measure, *, by: User) -> Measure:
    """End it, unless something stands against that; whoever is at a site is taken out by others."""
    check_may_lift(by, measure)
    measure = hold(measure)
    refuse_all(check_lift(lift_facts(measure), today=today()))
    end_handing(measure, by=by)
    MEASURE.move(measure, "lift", lifted_at=now(), lifted_by=by)
    record(
        MEASURE.moves["lift"].event,
        measure,
        by=by,
        area_code=measure.area_code,
        after={"ends_on": measure.ends_on},
    )
    return measure


def last_term(measure: Measure) -> Term:
    """What it runs by now."""
    return measure.terms.get(place=measure.term_count)


def draft_term(
    measure: Measure,
    why: Why,
    *,
    day_one: date,
    plan: Plan,
    by: ActsAsActor,
    reason: str,
    is_by_rule: bool = False,
    about: str = "",
) -> Term:
    """What the measure would run by from today on; the old end and the reason stay with it."""
    term = Term(
        measure=measure,
        place=measure.term_count + 1,
        why=why,
        words=reason.strip(),
        is_by_rule=is_by_rule,
        at=now(),
        by_name=by.as_actor().name,
        since_on=today(),
        day_one_on=day_one,
        old_ends_on=measure.ends_on,
        phases=[phase.as_row() for phase in plan],
        about=about,
    )
    term.ends_on = term.count.last_day
    return term


def add_term(
    measure: Measure,
    move: str,
    why: Why,
    *,
    day_one: date,
    plan: Plan,
    may_shorten: bool = False,
    by: ActsAsActor,
    reason: str,
    is_by_rule: bool = False,
    about: str = "",
    **changes: Any,
) -> Term:
    """Let the measure run by something else from today on.

    Expects the row held. An extension never ends it earlier.
    """
    facts: dict[str, Any] = {"by": by, "reason": reason}
    term = draft_term(
        measure, why, day_one=day_one, plan=plan, is_by_rule=is_by_rule, about=about, **facts
    )
    if why == Why.EXPOSURE:
        term.old_exposed_on = measure.exposed_on
    refuse_if(None if may_shorten else check_longer(measure.ends_on, term.ends_on))
    verb = verb_now(measure, move)
    MEASURE.move(measure, verb, **_columns(term), **changes)
    term.save(force_insert=True)
    keep_agendas([measure.pk])
    insert(_event(term, verb, **facts))
    end_moved.tell([measure])
    if why != Why.TAKEN_BACK and term.ends_on != term.old_ends_on:
        notices.tell_extended(measure, term)
    return term


def add_terms(
    terms: Sequence[Term], move: str, *, by: ActsAsActor, reason: str, **changes: Any
) -> None:
    """The same for many at once, each of another measure; expects their rows held. A few statements
    for thousands; who is told, the caller says.
    """
    groups: defaultdict[tuple[Any, ...], list[Term]] = defaultdict(list)
    for term in terms:
        MEASURE.check(verb_now(term.measure, move), term.measure.status)
        groups[tuple(_columns(term).items())].append(term)
    for columns, group in groups.items():
        rows = Measure.objects.filter(pk__in=[term.measure_id for term in group])
        rows.update(**dict(columns), **changes)
    Term.objects.bulk_create(terms, batch_size=1000)
    measures = [term.measure for term in terms]
    keep_agendas([measure.pk for measure in measures])
    record_all(_event(term, verb_now(term.measure, move), by=by, reason=reason) for term in terms)
    end_moved.tell(measures)


def verb_now(measure: Measure, move: str) -> str:
    """What the move is called as the person stands: who is in hospital has one of their own."""
    is_away = measure.status == MeasureStatus.SUSPENDED and f"{move}_away" in MEASURE.moves
    return f"{move}_away" if is_away else move


def _columns(term: Term) -> dict[str, Any]:
    """What the measure keeps of its last term."""
    return {
        "day_one_on": term.day_one_on,
        "ends_on": term.ends_on,
        "central_ends_on": central_last_day(term.count),
        "term_count": term.place,
    }


def _event(term: Term, verb: str, *, by: ActsAsActor, reason: str) -> Event:
    return draft(
        MEASURE.moves[verb].event,
        term.measure,
        by=by,
        area_code=term.measure.area_code,
        before={"ends_on": term.old_ends_on},
        after={"ends_on": term.ends_on, "term": str(term.why)},
        reason=reason,
    )

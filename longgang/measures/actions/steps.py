"""What several deeds have in common: each is a part of the deed that calls it, never one alone."""

from datetime import date
from typing import Any

from longgang.audit.api import ActsAsActor, record
from longgang.core.clock import now, today
from longgang.core.errors import StaleRow, refuse_if

from ..days import Plan
from ..kinds import Why
from ..lifecycle import MEASURE, MeasureStatus
from ..models import Measure, Term
from ..rules import check_longer
from . import notices


def hold(measure: Measure) -> Measure:
    """The row as it is now, locked; StaleRow when it has changed since it was shown."""
    held = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if (held.status, held.term_count) != (measure.status, measure.term_count):
        raise StaleRow
    return held


def last_term(measure: Measure) -> Term:
    """What it runs by now."""
    return measure.terms.get(place=measure.term_count)


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
    """Let the measure run by something else from today on; the old end and the reason stay.

    Expects the row held. An extension never ends it earlier.
    """
    if measure.status == MeasureStatus.SUSPENDED and f"{move}_away" in MEASURE.moves:
        move = f"{move}_away"
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
    refuse_if(None if may_shorten else check_longer(measure.ends_on, term.ends_on))
    MEASURE.check(move, measure.status)
    MEASURE.move(
        measure,
        move,
        day_one_on=day_one,
        ends_on=term.ends_on,
        term_count=term.place,
        **changes,
    )
    term.save(force_insert=True)
    record(
        MEASURE.moves[move].event,
        measure,
        by=by,
        area_code=measure.area_code,
        before={"ends_on": term.old_ends_on},
        after={"ends_on": term.ends_on, "term": str(why)},
        reason=reason,
    )
    if why != Why.TAKEN_BACK:
        notices.tell_extended(measure, term)
    return term

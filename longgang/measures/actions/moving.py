"""Moving people to a newer rule: proposed with a preview, decided by a second person."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User, check_document_number
from longgang.audit.api import record
from longgang.core.clock import now, today
from longgang.core.errors import Refusal, Refused, refuse_if
from longgang.core.tokens import new_number

from ..kinds import Why
from ..lifecycle import MOVING, OPEN, MovingStatus
from ..models import Measure, MeasureRule, Moving, MovingLine, Term
from ..moving import PART, change_under, count_under, list_movable, total_of
from ..permissions import check_may_decide, check_may_move
from ..rules import check_reason
from . import notices
from .steps import add_terms, draft_term


@transaction.atomic
def propose_moving(
    rule: MeasureRule, *, area_code: str, document_number: str, reason: str, by: User
) -> Moving:
    """Propose that everybody of its kind in an area who runs by an older rule gets this one.

    The lines keep what the preview said. Nobody is moved until a second person confirms.
    """
    check_may_move(by, area_code=area_code)
    refuse_if(check_document_number(document_number), check_reason(reason), _check_rule(rule))
    movable = list_movable(rule, area_code=area_code)
    refuse_if(None if movable.exists() else _NOBODY)
    moving = Moving(
        number=new_number("GD"),
        rule=rule,
        area_code=area_code,
        status=MovingStatus.PROPOSED,
        document_number=document_number.strip(),
        reason=reason.strip(),
        proposed_at=now(),
        proposed_by=by,
    )
    try:
        with transaction.atomic():
            moving.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_WAITS_ALREADY) from error
    lines = [_line_of(moving, measure) for measure in movable.iterator(chunk_size=PART)]
    MovingLine.objects.bulk_create(lines, batch_size=PART)
    record(
        "moving.proposed",
        moving,
        by=by,
        area_code=area_code,
        after={"rule": rule.number, "document_number": document_number} | _told(lines),
        reason=reason,
    )
    return moving


@transaction.atomic
def confirm_moving(moving: Moving, *, by: User) -> int:
    """Move everybody whose measure still stands as it was previewed; how many.

    The others keep their rule and their lines say so: they need a new proposal.
    """
    moving = _hold(moving, "confirm", by=by)
    refuse_if(_check_rule(moving.rule))
    lines = {line.measure_id: line for line in moving.lines.all()}
    measures = (
        Measure.objects.filter(pk__in=lines)
        .select_for_update(of=("self",))
        .select_related("rule", "person__user", "held_at")
        .prefetch_related("absences")
        .order_by("pk")
    )
    moved = [each for each in measures if _stands_as_previewed(each, lines[each.pk], moving.rule)]
    refuse_if(None if moved else _ALL_CHANGED)
    terms = [_term_of(moving, measure, by=by) for measure in moved]
    add_terms(terms, "change_rule", by=by, reason=moving.reason, rule=moving.rule)
    done = [lines[measure.pk] for measure in moved]
    moving.lines.filter(pk__in=[line.pk for line in done]).update(was_moved=True)
    MOVING.move(moving, "confirm", decided_at=now(), decided_by=by)
    record(
        MOVING.moves["confirm"].event,
        moving,
        by=by,
        area_code=moving.area_code,
        after=_told(done) | {"left_out": len(lines) - len(done)},
    )
    notices.tell_moved(moving, terms, left_out=len(lines) - len(done))
    return len(done)


@transaction.atomic
def dismiss_moving(moving: Moving, *, by: User, reason: str) -> None:
    """Turn a proposal down: everybody keeps their rule."""
    refuse_if(check_reason(reason))
    moving = _hold(moving, "dismiss", by=by)
    MOVING.move(moving, "dismiss", decided_at=now(), decided_by=by, decided_why=reason.strip())
    event = MOVING.moves["dismiss"].event
    record(event, moving, by=by, area_code=moving.area_code, reason=reason)
    notices.tell_moving_dismissed(moving)


def _hold(moving: Moving, move: str, *, by: User) -> Moving:
    """The proposal as it is now, locked: of two people at once the later one finds it decided."""
    check_may_decide(by, moving)
    rows = Moving.objects.select_related("rule", "proposed_by")
    held = rows.select_for_update(of=("self",)).get(pk=moving.pk)
    MOVING.check(move, held.status)
    return held


def _check_rule(rule: MeasureRule) -> Refusal | None:
    """Only the rule in force; it stays in force until the transaction has ended."""
    rows = MeasureRule.objects.in_force(today()).filter(pk=rule.pk)
    return None if rows.select_for_update().first() else _REPLACED


def _line_of(moving: Moving, measure: Measure) -> MovingLine:
    change = change_under(measure, moving.rule)
    return MovingLine(
        moving=moving,
        measure_id=measure.pk,
        status=measure.status,
        term_count=measure.term_count,
        old_ends_on=change.old_ends_on,
        new_ends_on=change.new_ends_on,
        extended_days=change.extended_days,
    )


def _stands_as_previewed(measure: Measure, line: MovingLine, rule: MeasureRule) -> bool:
    """Neither closed, suspended, resumed, extended nor moved since, nor its days over."""
    if measure.status not in OPEN or measure.is_over(today()):
        return False
    is_same = (measure.status, measure.term_count) == (line.status, line.term_count)
    return is_same and change_under(measure, rule) == line.change


def _term_of(moving: Moving, measure: Measure, *, by: User) -> Term:
    count = count_under(measure, moving.rule)
    return draft_term(
        measure,
        Why.MOVED,
        day_one=count.day_one,
        plan=count.plan,
        by=by,
        reason=moving.reason,
        about=moving.number,
    )


def _told(lines: Sequence[MovingLine]) -> dict[str, int]:
    """What the book of events says of them, in figures."""
    total = total_of(line.change for line in lines)
    return {
        "people": total.people,
        "days_gained": total.days_gained,
        "days_lost": total.days_lost,
    }


_NOBODY = Refusal(
    "measures.nobody_to_move",
    _("Nobody there runs by an older rule."),
    _("Choose another area, or leave it: new measures run by the rule in force."),
)
_WAITS_ALREADY = Refusal(
    "measures.moving_waits_already",
    _("The same proposal waits for the command centre already."),
    _("Wait until it is decided."),
)
_REPLACED = Refusal(
    "measures.rule_replaced",
    _("This rule is not in force."),
    _("Propose to move people to the rule that is."),
)
_ALL_CHANGED = Refusal(
    "measures.all_changed_meanwhile",
    _("Every measure has changed since this was proposed: nobody would be moved."),
    _("Turn it down and let it be proposed anew."),
)

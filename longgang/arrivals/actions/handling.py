"""What the community of the home does with a declaration, from claiming it to settling it."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.areas.api import is_area
from longgang.audit.api import SYSTEM, record
from longgang.core.clock import local_day, now, today
from longgang.core.errors import Refusal, filled, refuse_if
from longgang.core.languages import in_language
from longgang.health.api import record_code, record_temperature, report_symptoms
from longgang.measures.api import Measure, extend_for_exposure, find_rule, open_measure
from longgang.measures.api import find_open as find_open_measure
from longgang.notices.api import mark_dealt_with

from ..kinds import Check, Kind, Outcome
from ..lifecycle import DECLARATION
from ..models import Call, Declaration, Transfer
from ..permissions import check_may_answer, check_may_handle
from ..queries import base_of, counted_from
from ..queries import find_rule as find_arrival_rule
from ..rules import check_words
from . import notices


@transaction.atomic
def claim_declaration(declaration: Declaration, *, by: User) -> None:
    """Take it on. Of two people at once one has it, the other is told."""
    check_may_handle(by, declaration)
    _move(declaration, "claim", by=by, claimed_at=now(), claimed_by=by)


@transaction.atomic
def record_call(declaration: Declaration, *, outcome: str, words: str = "", by: User) -> None:
    """Write down a call and what came of it: not reached, it stays in front of the community."""
    check_may_handle(by, declaration)
    verb = "call" if outcome == Outcome.REACHED else "miss"
    _move(declaration, verb, by=by, after={"outcome": outcome})
    Call.objects.create(
        declaration=declaration, at=now(), by=by, outcome=outcome, words=words.strip()
    )


@transaction.atomic
def hand_over_declaration(
    declaration: Declaration, *, to_code: str, reason: str, by: User
) -> Transfer:
    """Hand it to the community where the person really goes. Until that one accepts, both see it
    and the sender answers for it.
    """
    check_may_handle(by, declaration)
    refuse_if(
        check_words(reason, missing=_("Say why it is handed over.")),
        _check_receiver(to_code, declaration),
    )
    _move(
        declaration, "hand_over", by=by, handed_to_code=to_code, after={"to": to_code},
        reason=reason,
    )  # fmt: skip
    transfer = Transfer.objects.create(
        declaration=declaration,
        from_code=declaration.area_code,
        to_code=to_code,
        why=reason.strip(),
        at=now(),
        by=by,
    )
    notices.tell_handed(declaration, transfer)
    return transfer


def _check_receiver(to_code: str, declaration: Declaration) -> Refusal | None:
    is_here = to_code.startswith(settings.DISTRICT_CODE) and is_area(to_code)
    if not is_here or len(to_code) < len(settings.DISTRICT_CODE) + 3:
        return _NOBODY_THERE
    return _SAME if to_code == declaration.area_code else None


@transaction.atomic
def accept_declaration(declaration: Declaration, *, by: User) -> None:
    """Take on what another community has handed over; from now on it is one's own."""
    check_may_answer(by, declaration)
    transfer = _open_transfer(declaration)
    _move(
        declaration, "accept", by=by, area_code=declaration.handed_to_code, handed_to_code="",
        claimed_at=now(), claimed_by=by,
    )  # fmt: skip
    _answer(transfer, declaration, was_accepted=True, words="", by=by)


@transaction.atomic
def send_back_declaration(declaration: Declaration, *, reason: str, by: User) -> None:
    """Give it back to the community that handed it over, and say why."""
    check_may_answer(by, declaration)
    refuse_if(check_words(reason, missing=_("Say why it is sent back.")))
    transfer = _open_transfer(declaration)
    _move(
        declaration, "send_back", by=by, handed_to_code="", claimed_at=transfer.at,
        claimed_by=transfer.by, reason=reason,
    )  # fmt: skip
    _answer(transfer, declaration, was_accepted=False, words=reason, by=by)


def _open_transfer(declaration: Declaration) -> Transfer:
    DECLARATION.check("accept", declaration.status)
    return declaration.transfers.select_related("by").get(answered_at=None)


def _answer(
    transfer: Transfer, declaration: Declaration, *, was_accepted: bool, words: str, by: User
) -> None:
    transfer.answered_at, transfer.answered_by = now(), by
    transfer.was_accepted, transfer.answer = was_accepted, words.strip()
    transfer.save()
    notices.tell_answered(declaration, transfer)


@transaction.atomic
def verify_declaration(
    declaration: Declaration,
    *,
    how: str,
    who: str,
    exposed_on: date | None = None,
    grid: str = "",
    reason: str = "",
    by: User,
) -> Measure | None:
    """Settle it: what was declared is true, or has been corrected, and the person is of this kind
    ("" of none); how somebody made sure of it stays with it. Where the rules of today ask for a
    measure it is opened, or the one that runs is extended; not when all its days lie behind by what
    was declared: by another kind or day it is refused. Another kind than the rules found, or
    another day of exposure than was declared, needs a reason; the audit has both days, masked.
    Nobody is met at the door before the day of arrival. Nobody leaves who is under a measure. Where
    the grid of the home is known, the measure belongs to it from the beginning.
    """
    check_may_handle(by, declaration)
    day = exposed_on or declaration.exposed_on
    is_other_day = day != declaration.exposed_on
    is_other = who != declaration.who or is_other_day
    refuse_if(
        check_words(reason, missing=_NO_REASON) if is_other or reason else None,
        _check_grid(grid, declaration),
        _check_door(how, declaration),
        _check_may_leave(declaration),
        _EXPOSED_AHEAD if exposed_on is not None and exposed_on > today() else None,
    )
    measure = None
    if who and declaration.kind != Kind.DEPARTURE and find_rule(who, on=today()):
        measure = _put_under(declaration, who, day, grid=grid, by=by, reason=reason)
    _observe(declaration, by=by)
    _move(
        declaration, "verify", by=by, who=who, measure=measure, closed_at=now(), closed_by=by,
        closed_why=reason.strip(), verified_how=Check(how),
        before={"exposed_on": declaration.exposed_on} if is_other_day else None,
        after={
            "how": how, "who": who, "measure": measure.number if measure else "",
            **({"exposed_on": day} if is_other_day else {}),
        },
        reason=reason,
    )  # fmt: skip
    return measure


def _observe(declaration: Declaration, *, by: User) -> None:
    """What was told of somebody's health is an observation once it is verified: of the moment at
    which it was told, with the declaration as its source.
    """
    told: dict[str, Any] = {
        "concerns_area": declaration.area_code,
        "told_in": declaration.number,
        "by": by,
    }
    person, at = declaration.person, declaration.declared_at
    if declaration.symptoms:
        report_symptoms(person, declaration.symptoms, reported_on=local_day(at), **told)
    if declaration.celsius is not None:
        record_temperature(person, declaration.celsius, taken_at=at, **told)
    for source, colour in declaration.codes.items():
        record_code(person, source=source, colour=colour, seen_at=at, **told)


def _check_grid(grid: str, declaration: Declaration) -> Refusal | None:
    is_in_it = grid.startswith(declaration.area_code) and is_area(grid)
    return None if not grid or is_in_it else _OTHER_GRID


def _check_door(how: str, declaration: Declaration) -> Refusal | None:
    """Nobody is met at home before the day on which they arrive; a call reaches them before."""
    is_ahead = declaration.kind != Kind.DEPARTURE and local_day(declaration.arrives_at) > today()
    return _NOT_AT_THE_DOOR if how == Check.DOOR and is_ahead else None


def _check_may_leave(declaration: Declaration) -> Refusal | None:
    if declaration.kind != Kind.DEPARTURE:
        return None
    running = find_open_measure(declaration.person)
    if running is None:
        return None
    return Refusal(
        "arrivals.under_a_measure",
        filled(
            _("Measure %(number)s runs until %(day)s: this person may not leave."),
            number=running.number,
            day=running.ends_on,
        ),
        _("Call them. If they are allowed to go, hand the measure on first; or call this off."),
    )


def _are_over(last_day: date) -> Refusal:
    return Refusal(
        "arrivals.days_over",
        filled(_("Counted from this day, the measure was over on %(day)s."), day=last_day),
        _("Check the date. If it is right, choose “No measure” and say why."),
        field="exposed_on",
    )


def _put_under(
    declaration: Declaration,
    who: str,
    exposed_on: date | None,
    *,
    grid: str,
    by: User,
    reason: str,
) -> Measure | None:
    words = reason.strip() or _of_declaration(declaration)
    running = find_open_measure(declaration.person)
    if running is not None:
        if exposed_on is not None and (
            running.exposed_on is None or exposed_on > running.exposed_on
        ):
            extend_for_exposure(running, exposed_on=exposed_on, by=by, reason=words)
        return running
    rule = find_rule(who, on=today())
    assert rule is not None, "asked for before"
    arrived_on = local_day(declaration.arrives_at)
    base_on = base_of(rule, exposed_on=exposed_on, arrived_on=arrived_on)
    refuse_if(_NOT_HERE_YET if base_on is not None and base_on > today() else None)
    last_day = counted_from(rule, base_on)[1] if base_on else today()
    if last_day < today():
        as_declared = (who, exposed_on) == (declaration.who, declaration.exposed_on)
        refuse_if(None if as_declared else _are_over(last_day))
        return None
    return open_measure(
        declaration.person, who, base_on=base_on, area_code=grid or declaration.area_code,
        address=declaration.address, by=by, reason=words,
    )  # fmt: skip


@transaction.atomic
def call_off_declaration(declaration: Declaration, *, reason: str, by: User) -> None:
    """The person does not come after all."""
    check_may_handle(by, declaration)
    refuse_if(check_words(reason, missing=_("Say who told you that they do not come.")))
    _move(
        declaration, "call_off", by=by, closed_at=now(), closed_by=by, closed_why=reason.strip(),
        reason=reason,
    )  # fmt: skip


def raise_unclaimed() -> int:
    """Tell the street of every declaration that its community has not claimed in time; how many.

    Each in a transaction of its own, once. A late run catches up.
    """
    rule = find_arrival_rule(today())
    if rule is None:
        return 0
    limit = now() - timedelta(minutes=rule.claim_minutes)
    waiting = Declaration.objects.unclaimed_since(limit).filter(raised_at=None)
    return sum(_raise(each) for each in list(waiting))


@transaction.atomic
def _raise(declaration: Declaration) -> int:
    rows = Declaration.objects.filter(pk=declaration.pk, raised_at=None)
    if not rows.unclaimed_since(now()).update(raised_at=now()):
        return 0  # claimed meanwhile, or another worker was faster
    record("declaration.unclaimed", declaration, by=SYSTEM, area_code=declaration.area_code)
    notices.tell_unclaimed(declaration)
    return 1


def _move(
    declaration: Declaration,
    verb: str,
    *,
    by: User,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    **changes: Any,
) -> None:
    DECLARATION.move(declaration, verb, **changes)
    mark_dealt_with(declaration)
    record(
        DECLARATION.moves[verb].event, declaration, by=by, area_code=declaration.area_code,
        before=before, after=after, reason=reason,
    )  # fmt: skip


def _of_declaration(declaration: Declaration) -> str:
    """Kept with the measure, so in the office's own language, whoever verified in whichever."""
    said = in_language(settings.LANGUAGE_CODE, _("Declaration %(number)s"))
    return said % {"number": declaration.number}


_NO_REASON = _("Say why it is otherwise than the rules found.")
_EXPOSED_AHEAD = Refusal(
    "arrivals.exposed_ahead",
    _("This day has not come yet."),
    _("Check the date of the last exposure."),
    field="exposed_on",
)
_NOT_HERE_YET = Refusal(
    "arrivals.not_here_yet",
    _("The person has not arrived yet, and the measure begins on arrival."),
    _("Record the call now, and verify on the day of arrival."),
)
_NOT_AT_THE_DOOR = Refusal(
    "arrivals.not_at_the_door",
    _("The person has not arrived yet: nobody can have met them at the door."),
    _("Call them and verify by phone, or verify at the door once they are here."),
    field="how",
)
_OTHER_GRID = Refusal(
    "arrivals.other_grid",
    _("This grid does not lie in the community of the home."),
    _("Choose a grid of the community, or hand the declaration over first."),
    field="grid",
)
_NOBODY_THERE = Refusal(
    "arrivals.nobody_there",
    _("Nobody can accept it there."),
    _("Choose a street or community of the district."),
    field="to_code",
)
_SAME = Refusal(
    "arrivals.same_community",
    _("It lies there already."),
    _("Choose another community."),
    field="to_code",
)

"""What does not fit is opened, grows, is explained or resolved; late ones are passed on."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import SYSTEM, record
from longgang.core.clock import now
from longgang.core.errors import Refusal, StaleRow, refuse_if
from longgang.core.reasons import says_something
from longgang.core.tokens import new_number
from longgang.notices.api import mark_dealt_with
from longgang.passes.api import Check, Direction, Found, SealState, VehiclePass, examine

from ..lifecycle import CONFLICT, ConflictStatus
from ..models import Conflict, ConflictKind, Resolution
from ..permissions import check_may_resolve
from ..rules import (
    Matter,
    Standing,
    matter_of_check,
    matter_of_pass,
    matter_of_stop,
    matter_of_two_passes,
    plan_conflicts,
)
from . import notices

LOOKED_BACK = timedelta(days=2)
OF_TWO_PASSES = {ConflictKind.SEAL_TWICE, ConflictKind.INSIDE_TWICE}


@transaction.atomic
def review_pass(vehicle_pass: VehiclePass) -> list[Conflict]:
    """Bring the open conflicts of a pass to what its stops say now; those now open, for whom it may
    concern.
    """
    examined = examine(vehicle_pass)
    number = vehicle_pass.pass_number or vehicle_pass.number
    matters = [_matter_of(found, number) for found in examined.found]
    matters += _by_themselves(examined.doubts.items())
    rows = Conflict.objects.filter(
        Q(vehicle_pass=vehicle_pass)
        | Q(kind=ConflictKind.SEAL_TWICE, seal_number__in=examined.seals)
        | Q(kind=ConflictKind.INSIDE_TWICE, nonces__has_any_keys=sorted(examined.nonces))
    )
    return _carry_out(matters, list(rows), vehicle_pass=vehicle_pass, plate=vehicle_pass.plate)


def _matter_of(found: Found, pass_number: str) -> Matter:
    """Some are of two passes; each broken seal is a matter by itself; all else is of the pass."""
    if found.kind in OF_TWO_PASSES:
        return matter_of_two_passes(found.kind, found.nonces, seal_number=found.seal_number)
    if found.kind == ConflictKind.SEAL_BROKEN:
        (nonce,) = found.nonces
        return matter_of_stop(found.kind, nonce)
    return matter_of_pass(found.kind, pass_number, found.nonces)


@transaction.atomic
def review_check(check: Check) -> list[Conflict]:
    """The same for a check of a vehicle without a pass of ours."""
    doubts = [] if check.undone_at else [(check.nonce, check.doubts)]
    rows = Conflict.objects.filter(about=f"check:{check.nonce}")
    return _carry_out(_by_themselves(doubts), list(rows), plate=check.plate)


def _by_themselves(doubts: Iterable[tuple[str, list[str]]]) -> list[Matter]:
    found = [matter_of_check(nonce, codes) for nonce, codes in doubts]
    return [matter for matter in found if matter is not None]


def _carry_out(
    matters: list[Matter],
    rows: list[Conflict],
    *,
    vehicle_pass: VehiclePass | None = None,
    plate: str,
) -> list[Conflict]:
    plan = plan_conflicts(matters, [_standing(row) for row in rows])
    by_key = {row.pk: row for row in rows}
    for key, matter in plan.to_grow:
        _grow(by_key[key], matter)
    for key in plan.to_explain:
        _explain(by_key[key])
    opened = [_open(matter, vehicle_pass=vehicle_pass, plate=plate) for matter in plan.to_open]
    still = [row for row in rows if row.status == ConflictStatus.OPEN]
    return still + opened


def _standing(row: Conflict) -> Standing:
    return Standing(
        row.pk,
        row.kind,
        row.about,
        frozenset(row.nonces),
        is_open=row.status == ConflictStatus.OPEN,
        is_resolved=row.status == ConflictStatus.RESOLVED,
    )


def _open(matter: Matter, *, vehicle_pass: VehiclePass | None, plate: str) -> Conflict:
    last = Check.objects.filter(nonce__in=matter.nonces).order_by("at", "pk").last()
    assert last is not None, "no matter without a check"
    moment = now()
    conflict = Conflict.objects.create(
        number=new_number("CT"),
        kind=matter.kind,
        status=ConflictStatus.OPEN,
        about=matter.about,
        vehicle_pass=None if matter.is_shared else vehicle_pass,
        plate="" if matter.seal_number else plate,
        seal_number=matter.seal_number,
        premises_number=last.premises_number,
        area_code=last.area_code,
        nonces=sorted(matter.nonces),
        opened_at=moment,
        due_at=moment + timedelta(minutes=settings.CONFLICT_MINUTES),
    )
    record(
        "conflict.opened",
        conflict,
        by=SYSTEM,
        area_code=conflict.area_code,
        after={"kind": matter.kind, "checks": _numbers(matter.nonces)},
    )
    notices.tell_opened(conflict)
    return conflict


def _grow(conflict: Conflict, matter: Matter) -> None:
    before = _numbers(conflict.nonces)
    CONFLICT.move(conflict, "grow", nonces=sorted(matter.nonces))
    record(
        CONFLICT.moves["grow"].event,
        conflict,
        by=SYSTEM,
        area_code=conflict.area_code,
        before={"checks": before},
        after={"checks": _numbers(matter.nonces)},
    )


def _explain(conflict: Conflict) -> None:
    CONFLICT.move(conflict, "explain", explained_at=now())
    mark_dealt_with(conflict)
    record(CONFLICT.moves["explain"].event, conflict, by=SYSTEM, area_code=conflict.area_code)


def _numbers(nonces: Iterable[str]) -> list[str]:
    found = Check.objects.filter(nonce__in=list(nonces)).order_by("at", "pk")
    return list(found.values_list("number", flat=True))


@transaction.atomic
def resolve_conflict(conflict: Conflict, *, resolution: str, by: User, reason: str) -> None:
    """Say how it ended, by a choice and in words. Of two officers at once one wins."""
    check_may_resolve(by, conflict)
    refuse_if(
        None if says_something(reason) else _WORDS_MISSING,
        None if resolution in Resolution.values else _CHOICE_MISSING,
    )
    if conflict.status != ConflictStatus.OPEN:
        raise StaleRow(_OVER)
    CONFLICT.move(
        conflict,
        "resolve",
        resolution=resolution,
        words=reason.strip(),
        resolved_at=now(),
        resolved_by=by,
    )
    mark_dealt_with(conflict)
    record(
        CONFLICT.moves["resolve"].event,
        conflict,
        by=by,
        area_code=conflict.area_code,
        after={"resolution": resolution},
        reason=reason,
    )


def look_for_odd_exits() -> int:
    """Open what exits at the checkpoint's page leave behind, as a device's exits do by themselves:
    nobody knows how the vehicle came in, or its seal was broken. A conflict has an owner, a limit
    and an end: a notice alone would be forgotten. Returns how many vehicles were looked at.
    """
    since = now() - LOOKED_BACK
    exits = Check.objects.filter(
        Q(trip__entered_at=None) | Q(seal_state=SealState.BROKEN),
        at__gte=since,
        direction=Direction.EXIT,
        undone_at=None,
    ).exclude(trip=None)
    looked_at = Conflict.objects.filter(opened_at__gte=since).values_list("nonces", flat=True)
    known = {nonce for nonces in looked_at for nonce in nonces}
    new = [each for each in exits.select_related("trip__vehicle_pass") if each.nonce not in known]
    for check in new:
        assert check.trip is not None, "asked for"
        review_pass(check.trip.vehicle_pass)
    return len(new)


def look_again() -> int:
    """Look at every open conflict once more: a check may have been undone; how many ended.

    Each in a transaction of its own, so that one that fails stops nobody.
    """
    ended = 0
    for conflict in list(Conflict.objects.open().select_related("vehicle_pass")):
        if conflict.vehicle_pass is not None:
            review_pass(conflict.vehicle_pass)
        else:
            _look_at_checks(conflict)
        conflict.refresh_from_db(fields=["status"])
        ended += conflict.status != ConflictStatus.OPEN
    return ended


def _look_at_checks(conflict: Conflict) -> None:
    for check in Check.objects.filter(nonce__in=conflict.nonces).select_related(
        "trip__vehicle_pass"
    ):
        if check.trip is not None:
            review_pass(check.trip.vehicle_pass)
        else:
            review_check(check)


def escalate_conflicts() -> int:
    """Tell whoever reads the conflicts of the area of those past their limit, once; how many."""
    late = Conflict.objects.overdue(now()).filter(escalated_at=None)
    return sum(_escalate(pk) for pk in list(late.values_list("pk", flat=True)))


@transaction.atomic
def _escalate(pk: int) -> bool:
    rows = Conflict.objects.open().filter(pk=pk, escalated_at=None)
    conflict = rows.select_for_update(of=("self",), skip_locked=True).first()
    if conflict is None:
        return False
    CONFLICT.move(conflict, "escalate", escalated_at=now())
    record(CONFLICT.moves["escalate"].event, conflict, by=SYSTEM, area_code=conflict.area_code)
    notices.tell_overdue(conflict)
    return True


_WORDS_MISSING = Refusal(
    "checkpoints.words_missing",
    _("The words are missing."),
    _("Say in a sentence what was found and done."),
    field="reason",
)
_CHOICE_MISSING = Refusal(
    "checkpoints.choice_missing", _("Choose how it ended."), field="resolution"
)
_OVER = Refusal(
    "checkpoints.conflict_over",
    _("This conflict is no longer open."),
    _("Look at how it ended."),
)

"""The duty roster's writes: who is told about a waiting application, nothing about hours."""

from datetime import datetime, timedelta

from django.db import transaction

from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import StaleRow, refuse_if

from . import rules
from .models import Shift, User
from .permissions import Permission
from .places import area_of_desk, work_of
from .scopes import check_holds

TAKE_OVER_FOR = timedelta(hours=8)


@transaction.atomic
def add_shift(
    user: User, *, desk_code: str, starts_at: datetime, ends_at: datetime, by: User
) -> Shift:
    """Plan somebody who decides for the desk to be on duty there."""
    check_holds(by, Permission.DUTY_EDIT, desk_code=desk_code)
    return _write_shift(user, desk_code=desk_code, starts_at=starts_at, ends_at=ends_at, by=by)


@transaction.atomic
def take_over(desk_code: str, *, by: User) -> Shift:
    """Go on duty at one's own desk now, for eight hours; whoever else is on duty stays so.

    Own shifts within these hours stay as they are: the new one fills in what they leave free.
    """
    check_holds(by, work_of(desk_code), desk_code=desk_code)
    hours = (now(), now() + TAKE_OVER_FOR)
    taken = _taken(by, desk_code, hours)
    starts_at, ends_at = rules.hours_left(hours, taken)
    refuse_if(rules.check_overlap(str(by), taken) if starts_at >= ends_at else None)
    return _write_shift(by, desk_code=desk_code, starts_at=starts_at, ends_at=ends_at, by=by)


@transaction.atomic
def remove_shift(shift: Shift, *, by: User) -> None:
    """Take a shift off the roster: the desk's supervisor, or whoever would be on duty."""
    if shift.user_id != by.pk:
        check_holds(by, Permission.DUTY_EDIT, desk_code=shift.desk_code)
    record("shift.removed", shift, by=by, area_code=area_of_desk(shift.desk_code))
    if not Shift.objects.filter(pk=shift.pk).delete()[0]:
        raise StaleRow


def _taken(user: User, desk_code: str, hours: rules.Hours) -> list[rules.Hours]:
    """When somebody is on duty there already. The account is locked: of two at once one waits."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    shifts = Shift.objects.filter(user=user, desk_code=desk_code)
    overlapping = shifts.filter(starts_at__lt=hours[1], ends_at__gt=hours[0])
    return list(overlapping.order_by("starts_at", "id").values_list("starts_at", "ends_at"))


def _write_shift(
    user: User, *, desk_code: str, starts_at: datetime, ends_at: datetime, by: User
) -> Shift:
    check_holds(user, work_of(desk_code), desk_code=desk_code, refusal=rules.NOT_OF_THE_DESK)
    refuse_if(rules.check_shift(starts_at, ends_at, now()))
    taken = _taken(user, desk_code, (starts_at, ends_at))
    refuse_if(rules.check_overlap(str(user), taken))
    shift = Shift.objects.create(
        user=user, desk_code=desk_code, starts_at=starts_at, ends_at=ends_at
    )
    record(
        "shift.added",
        shift,
        by=by,
        area_code=area_of_desk(desk_code),
        after={"user": user.number, "starts_at": starts_at, "ends_at": ends_at},
    )
    return shift

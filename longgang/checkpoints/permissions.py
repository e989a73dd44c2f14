"""Who may do what with devices and conflicts. Each raises NotAllowed; `allows` asks."""

from longgang.accounts.api import Permission, User, check_holds, holds
from longgang.areas.api import Premises

from .models import Conflict, Device


def check_may_invite(user: User, premises: Premises) -> None:
    """Who may make a phone a device of a checkpoint: the leads and supervisors of its area."""
    check_holds(
        user,
        Permission.DEVICE_MANAGE,
        premises_number=premises.number,
        area_code=premises.area_code,
    )


def check_may_manage(user: User, device: Device) -> None:
    """Who may invite a device again or withdraw it: the same."""
    check_holds(
        user,
        Permission.DEVICE_MANAGE,
        premises_number=device.premises_number,
        area_code=device.area_code,
    )


def check_may_resolve(user: User, conflict: Conflict) -> None:
    """Who may say how a conflict ended: the duty officers of the area."""
    check_holds(
        user,
        Permission.CONFLICT_RESOLVE,
        premises_number=conflict.premises_number,
        area_code=conflict.area_code,
    )


def may_hold_device(officer: User, premises: Premises) -> bool:
    """Whether somebody may check vehicles at this checkpoint today."""
    return holds(
        officer,
        Permission.CHECK_RECORD,
        premises_number=premises.number,
        area_code=premises.area_code,
    )

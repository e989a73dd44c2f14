"""Who may do what with devices and conflicts. Each raises NotAllowed; `allows` asks."""

from longgang.accounts.api import Permission, User, check_holds, holds
from longgang.areas.api import Premises

from .models import Conflict, Device


def check_may_invite(user: User, premises: Premises) -> None:
    """Who may make a phone a device of a checkpoint: the leads and supervisors of its area."""
    _check_at(premises.number, premises.area_code, user, Permission.DEVICE_MANAGE)


def check_may_manage(user: User, device: Device) -> None:
    """Who may invite a device again or withdraw it: the same."""
    _check_at(device.premises_number, device.area_code, user, Permission.DEVICE_MANAGE)


def check_may_resolve(user: User, conflict: Conflict) -> None:
    """Who may say how a conflict ended: the duty officers of the area."""
    _check_at(conflict.premises_number, conflict.area_code, user, Permission.CONFLICT_RESOLVE)


def may_hold_device(officer: User, premises: Premises) -> bool:
    """Whether somebody may check vehicles at this checkpoint today."""
    return holds(
        officer,
        Permission.CHECK_RECORD,
        premises_number=premises.number,
        area_code=premises.area_code,
    )


def _check_at(premises_number: str, area_code: str, user: User, permission: Permission) -> None:
    """Held for the checkpoint itself, or for an area around it."""
    check_holds(user, permission, premises_number=premises_number, area_code=area_code)

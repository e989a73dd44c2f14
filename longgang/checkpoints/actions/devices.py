"""A phone becomes a device of a checkpoint by a code that is shown once, and stops being one."""

import hashlib

from django.db import transaction

from longgang.accounts.api import User
from longgang.areas.api import Premises
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import Refusal, StaleRow, refuse_if
from longgang.core.reasons import check_reason
from longgang.core.tokens import new_number, new_token

from ..lifecycle import DEVICE, DeviceStatus
from ..models import Device
from ..permissions import check_may_invite, check_may_manage, may_hold_device
from ..rules import (
    CODE_UNKNOWN,
    INVITATION,
    check_code,
    check_holds_post,
    check_nothing_waits,
)


def digest(secret: str) -> str:
    """What is kept of a code or secret: 131 bits that nobody can guess need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def invite_device(
    premises: Premises, *, officer: User, label: str, forget_after_hours: int = 24, by: User
) -> tuple[Device, str]:
    """Prepare a device for an officer of the checkpoint; the second value is its one-time code."""
    check_may_invite(by, premises)
    refuse_if(check_holds_post(holds_post=may_hold_device(officer, premises)))
    moment, code = now(), new_token()
    device = Device.objects.create(
        number=new_number("SB"),
        label=label.strip(),
        status=DeviceStatus.INVITED,
        premises_number=premises.number,
        area_code=premises.area_code,
        officer=officer,
        forget_after_hours=forget_after_hours,
        invitation=digest(code),
        invited_at=moment,
        invited_by=by,
        invited_until=moment + INVITATION,
    )
    record(
        "device.invited",
        device,
        by=by,
        area_code=device.area_code,
        after={"premises": premises.number, "officer": officer.number},
    )
    return device, code


@transaction.atomic
def invite_again(device: Device, *, by: User) -> str:
    """A new code for a device that nobody took up in time."""
    check_may_manage(by, device)
    code = new_token()
    DEVICE.move(device, "invite", invitation=digest(code), invited_until=now() + INVITATION)
    record("device.invited", device, by=by, area_code=device.area_code)
    return code


@transaction.atomic
def enrol_device(code: str, *, instead_of: Device | None = None) -> tuple[Device, str]:
    """Whoever holds the phone takes the code up; the second value is the secret for its cookie.

    The code counts once. A phone that was another device until now stops being that one, unless
    checks still wait on it.
    """
    device = find_by_code(code)
    refuse_if(why_over(device))
    assert device is not None, "a code that counts makes a device"
    if instead_of is not None and instead_of.status == DeviceStatus.ENROLLED:
        refuse_if(check_nothing_waits(instead_of.waiting_count))
        _withdraw(instead_of, by=device.invited_by, reason=device.number)
    secret = new_token()
    DEVICE.move(device, "enrol", secret=digest(secret), enrolled_at=now())
    record("device.enrolled", device, by=device.officer, area_code=device.area_code)
    return device, secret


def find_by_code(code: str) -> Device | None:
    """The device that this code makes, or has made or would have made: see `why_over`."""
    devices = Device.objects.select_related("officer", "invited_by")
    return devices.filter(invitation=digest(code)).first()


def why_over(device: Device | None) -> Refusal | None:
    """Why the code by which this device was found does not count any more; None while it does."""
    if device is None:
        return CODE_UNKNOWN
    return check_code(
        used_at=device.enrolled_at,
        withdrawn_at=device.withdrawn_at,
        counts_until=device.invited_until,
        now=now(),
    )


@transaction.atomic
def withdraw_device(device: Device, *, by: User, reason: str) -> None:
    """Take its right away: at its next contact it sends what waits and forgets the rest."""
    check_may_manage(by, device)
    refuse_if(check_reason(reason, code="checkpoints.reason_missing"))
    _withdraw(device, by=by, reason=reason.strip())


def _withdraw(device: Device, *, by: User, reason: str) -> None:
    if not DEVICE.may("withdraw", device.status):
        raise StaleRow
    DEVICE.move(
        device,
        "withdraw",
        withdrawn_at=now(),
        withdrawn_by=by,
        withdrawn_why=reason,
    )
    record("device.withdrawn", device, by=by, area_code=device.area_code, reason=reason)

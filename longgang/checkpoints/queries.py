"""Devices by their secret, officers who may hold one, and who is called when in doubt."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from longgang.accounts.api import Permission, User, duty_office_of, on_duty, scope_of, users_with
from longgang.areas.api import Premises, list_premises
from longgang.core.clock import now
from longgang.core.prepared import Given, Prepared
from longgang.passes.api import Check

from .actions.devices import digest
from .lifecycle import DeviceStatus
from .models import Conflict, Device
from .rules import may_still_tell


def find_device(secret: str) -> Device | None:
    """The device behind a cookie's secret, also a withdrawn one as long as it may still tell."""
    if not secret or len(secret) > 64:
        return None
    device = _BY_SECRET.first(secret=digest(secret))
    if device is None or not may_still_tell(device.withdrawn_at, now()):
        return None
    return device


_BY_SECRET = Prepared(
    lambda: (
        Device.objects.select_related("officer")
        .defer("officer__phone")
        .filter(secret=Given("secret"))
    )
)


def is_enrolled(device: Device) -> bool:
    """Whether it has not been withdrawn."""
    return device.status == DeviceStatus.ENROLLED


def list_gates_to_equip(user: User) -> QuerySet[Premises]:
    """The checkpoints in use for which this person may enrol devices."""
    scope = scope_of(user, Permission.DEVICE_MANAGE)
    return list_premises("checkpoint").filter(scope.as_q(area="area_code", premises="number"))


def officers_of(premises: Premises) -> list[User]:
    """Who may check vehicles there today."""
    return users_with(
        Permission.CHECK_RECORD, premises_number=premises.number, area_code=premises.area_code
    )


@dataclass(frozen=True)
class Duty:
    """Whom the gates call when in doubt."""

    name: str
    phone: str


def who_is_on_duty() -> Duty:
    """The duty officer of this moment, and the phone of the duty office."""
    people = on_duty(duty_office_of(settings.DISTRICT_CODE), now())
    return Duty(str(people[0]) if people else "", settings.DUTY_PHONE)


def stops_of(conflict: Conflict) -> list[Check]:
    """The checks behind a conflict in the order they happened."""
    checks = Check.objects.filter(nonce__in=conflict.nonces)
    return list(
        checks.select_related("trip__vehicle_pass", "officer", "undone_by").order_by("at", "pk")
    )

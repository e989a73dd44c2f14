"""Devices by their secret, officers who may hold one, and who is called when in doubt."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, OuterRef, QuerySet, Subquery, TextField

from longgang.accounts.api import (
    Permission,
    Post,
    User,
    duty_office_of,
    on_duty,
    scope_of,
    users_with,
)
from longgang.areas.api import Premises, list_premises
from longgang.core.clock import now, today
from longgang.core.prepared import Condition, Prepared, Version
from longgang.core.statements import Given
from longgang.passes.api import Check

from .actions.devices import digest
from .lifecycle import DeviceStatus
from .models import Conflict, Device
from .rules import may_still_tell


def find_device(secret: str) -> Device | None:
    """The device behind a cookie's secret, also a withdrawn one as long as it may still tell."""
    if not secret or len(secret) > 64:
        return None
    return _still_telling(_BY_SECRET.first(secret=digest(secret)))


@dataclass(frozen=True)
class Known:
    """A device as this process has read it, with its officer's posts and its checkpoint; to be
    read, not to be changed. Whoever acts on it lets the database say that it is still so.
    """

    device: Device
    day: date
    versions: tuple[Any, ...]
    still: Condition


def recall_device(secret: str) -> Device | None:
    """As `find_device`, with the officer's posts and the checkpoint; to be read, not to be changed.

    The database is asked for the versions of all these, and for themselves only when one of them
    has changed since this web process last read them.
    """
    if not secret or len(secret) > 64:
        return None
    key, day = digest(secret), today()
    now_is: Any = _VERSIONS.first(secret=key, day=day)
    if now_is is None:
        return None
    versions = (now_is.own, now_is.of_officer, now_is.of_premises, now_is.of_posts)
    known = _known.get(key)
    if known is None or (known.day, known.versions) != (day, versions):
        device = _BY_SECRET.first(secret=key)
        if device is None:
            return None
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        still = _VERSIONS.finds_still(versions, secret=key, day=day)
        _known[key] = known = Known(device, day, versions, still)
    return _still_telling(known.device)


def remembered_device(secret: str) -> Known | None:
    """What this process knows of a device without asking the database anything."""
    known = _known.get(digest(secret)) if secret else None
    return known if known is not None and known.day == today() else None


def _still_telling(device: Device | None) -> Device | None:
    may = device is not None and may_still_tell(device.withdrawn_at, now())
    return device if may else None


MOST_KNOWN = 1000  # devices whose rows a web process keeps
_known: dict[str, Known] = {}


def _versions() -> QuerySet[Device]:
    def of(rows: Any) -> Any:
        return rows.annotate(version=Version()).order_by("pk").values("version")

    posts = Post.objects.live(Given("day")).filter(user=OuterRef("officer"))
    devices: QuerySet[Device] = (
        Device.objects.filter(secret=Given("secret"))
        .only("pk")
        .annotate(
            own=_AllThatCounts(*COUNTS),
            of_officer=Subquery(of(User.objects.filter(pk=OuterRef("officer")))),
            of_premises=Subquery(of(Premises.objects.filter(number=OuterRef("premises_number")))),
            of_posts=ArraySubquery(of(posts)),
        )
        .order_by()
    )
    return devices


class _AllThatCounts(Func):
    """The values of these columns as one text."""

    function, template, output_field = "ROW", "%(function)s(%(expressions)s)::text", TextField()


# Not what a device says of itself at each contact: that would make it another one each minute.
SAID_AT_CONTACT = {"last_seen_at", "fed_at", "waiting_count", "build", "clock_ahead_ms"}
COUNTS = [field.name for field in Device._meta.concrete_fields if field.name not in SAID_AT_CONTACT]
_VERSIONS = Prepared(_versions)
_BY_SECRET = Prepared(
    lambda: (
        Device.objects.select_related("officer")
        .defer("officer__phone")
        .filter(secret=Given("secret"))
        .order_by()
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

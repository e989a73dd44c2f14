"""Who is told about a conflict, in the deed's own transaction; the worker delivers."""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, duty_office_of, on_duty, users_with
from longgang.areas.api import place_name
from longgang.core.clock import now
from longgang.notices.api import notify

from ..models import Conflict, ConflictKind

_place = lazy(place_name, str)  # a notice is kept in both languages


def tell_opened(conflict: Conflict) -> None:
    """Whoever is on duty for the district has a conflict to look into."""
    text = format_lazy(
        _("{kind}: {what}, {place}. Look into it by {limit}."),
        kind=ConflictKind(conflict.kind).label,
        what=conflict.plate or conflict.seal_number or "—",
        place=_place(conflict.premises_number),
        limit=f"{localtime(conflict.due_at):%H:%M}",
    )
    notify(
        on_duty(duty_office_of(settings.DISTRICT_CODE), now()),
        kind="conflict.opened",
        text=text,
        url=conflict.get_absolute_url(),
        sms=True,
        key=conflict.number,
        about=conflict,
        waits=True,
    )


def tell_overdue(conflict: Conflict) -> None:
    """Leads, supervisors and the command centre hear that nobody has looked into it in time."""
    text = format_lazy(
        _("Nobody has looked into it in time: {kind}, {what}."),
        kind=ConflictKind(conflict.kind).label,
        what=conflict.plate or conflict.seal_number or "—",
    )
    notify(
        users_with(Permission.CONFLICT_VIEW, area_code=conflict.area_code),
        kind="conflict.escalated",
        text=text,
        url=conflict.get_absolute_url(),
        sms=True,
        key=conflict.number,
        about=conflict,
        waits=True,
    )

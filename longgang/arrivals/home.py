"""What of the arrivals waits for somebody, for their home page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.core.home import Task
from longgang.core.tags import Tone

from .lifecycle import DeclarationStatus
from .models import Declaration
from .waiting import handed_to, looked_after_by


def arrival_tasks(user: User) -> Iterator[Task]:
    """Staff: what is to be claimed, verified and accepted; others: what is not settled yet."""
    if holds(user, Permission.DECLARATION_HANDLE):
        yield from _looked_after(user)
    if not user.is_staff_member:
        count = Declaration.objects.visible_to(user).open().count()
        if count:
            yield Task(_("Journeys declared, not settled yet"), count, reverse("arrivals:mine"),
                       icon="map-pin")  # fmt: skip


def _looked_after(user: User) -> Iterator[Task]:
    rows, url = looked_after_by(user), reverse("arrivals:queue")
    unclaimed = rows.filter(status=DeclarationStatus.DECLARED)
    late = unclaimed.exclude(raised_at=None).count()
    count = unclaimed.count()
    yield Task(
        _("Declarations to be claimed"),
        count,
        url,
        icon="map-pin",
        tone=Tone.BAD if late else Tone.SOON if count else Tone.GOOD,
    )
    known = {DeclarationStatus.CLAIMED, DeclarationStatus.UNREACHABLE}
    yield Task(
        _("Declarations to be verified"), rows.filter(status__in=known).count(), url, icon="phone"
    )
    handed = handed_to(user).count()
    if handed:
        yield Task(_("Handed to you: accept or send back"), handed, url, icon="arrow-right",
                   tone=Tone.SOON)  # fmt: skip

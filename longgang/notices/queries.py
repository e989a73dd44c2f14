"""Reads that other modules show."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.core.home import Task
from longgang.core.prepared import PreparedRows
from longgang.core.statements import Given
from longgang.core.tags import Tone

from .lifecycle import DeliveryStatus
from .models import Delivery, Notice

SHOWN_IN_DEMO = 50


def newest_deliveries() -> QuerySet[Delivery]:
    """The latest messages to anybody: for the demo's phone only, where nobody is real."""
    return Delivery.objects.order_by("-id")[:SHOWN_IN_DEMO]


def unread_count(user: User) -> int:
    """How many notices this person has not opened: the number beside the bell. One query."""
    return sum(count for (count,) in _UNREAD.list(user=user.pk))


# Asked with every page.
_UNREAD = PreparedRows(
    lambda: (
        Notice.objects.unread()
        .filter(user=Given("user"))
        .order_by()
        .values("user")
        .annotate(count=Count("pk"))
        .values_list("count")
    )
)


def users_with_unread() -> list[User]:
    """Everybody who has not opened everything they were told. One query."""
    return list(User.objects.filter(pk__in=Notice.objects.unread().order_by().values("user")))


def message_tasks(user: User) -> Iterable[Task]:
    """Messages that were given up, for whoever looks after them."""
    if holds(user, Permission.DELIVERY_MANAGE):
        count = Delivery.objects.filter(status=DeliveryStatus.GIVEN_UP).count()
        url = f"{reverse('notices:deliveries')}?status={DeliveryStatus.GIVEN_UP}"
        tone = Tone.BAD if count else Tone.GOOD
        yield Task(_("Messages that were given up"), count, url, icon="message", tone=tone)

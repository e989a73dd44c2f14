"""What of the sites waits for somebody, for their home page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.core.clock import today
from longgang.core.home import Task
from longgang.core.tags import Tone

from .models import ShiftChange, Site, Stay
from .permissions import may_give_any_room
from .presenting_day import matter_tasks
from .queries import open_matters_of, waiting_for_room

SITES = 3


def isolation_tasks(user: User) -> Iterator[Task]:
    """Staff of a site: what is open there; of the district: who waits for a room; guests: their
    own room.
    """
    if may_give_any_room(user):
        count = waiting_for_room(on=today()).count()
        yield Task(
            _("People who wait for a room"), count, reverse("isolation:find"), icon="user-plus",
            tone=Tone.SOON if count else Tone.GOOD,
        )  # fmt: skip
    elif holds(user, Permission.STAY_EDIT):
        yield from _at_the_site(user)
    if not user.is_staff_member:
        count = Stay.objects.of(user).open().count()
        if count:
            yield Task(_("My room at a quarantine site"), count, reverse("isolation:mine"),
                       icon="home")  # fmt: skip


def _at_the_site(user: User) -> Iterator[Task]:
    sites = list(Site.objects.visible_to(user).open().select_related("premises")[:SITES])
    waiting = ShiftChange.objects.filter(site__in=sites, accepted_at=None).exclude(by=user)
    changes = set(waiting.values_list("site", flat=True))
    matters = open_matters_of(sites)
    for site in sites:
        if site.pk in changes:
            yield Task(
                _("Change of shifts to be accepted"), 1,
                reverse("isolation:shifts", args=[site.number]), icon="switch-horizontal",
                tone=Tone.SOON,
            )  # fmt: skip
        yield from (task for task in matter_tasks(site, matters[site.pk]) if task.count)

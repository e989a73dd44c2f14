"""What of the checkpoints waits for somebody, for their home page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.core.clock import now
from longgang.core.home import Task
from longgang.core.tags import Tone

from .models import Conflict


def checkpoint_tasks(user: User) -> Iterator[Task]:
    """The duty officer: conflicts to look into; who reads them: those past their limit."""
    if not user.is_staff_member:
        return
    conflicts = Conflict.objects.visible_to(user)
    late = conflicts.overdue(now()).count() if holds(user, Permission.CONFLICT_VIEW) else 0
    if holds(user, Permission.CONFLICT_RESOLVE):
        count = conflicts.open().count()
        tone = Tone.BAD if late else Tone.SOON if count else Tone.GOOD
        url = f"{reverse('checkpoints:conflicts')}?status=open"
        yield Task(_("Conflicts to look into"), count, url, icon="alert-triangle", tone=tone)
    elif holds(user, Permission.CONFLICT_VIEW):
        url = f"{reverse('checkpoints:conflicts')}?status=overdue"
        tone = Tone.BAD if late else Tone.GOOD
        yield Task(_("Conflicts past their limit"), late, url, icon="alert-triangle", tone=tone)

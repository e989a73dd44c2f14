"""What of tracing waits for somebody, for their home page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.core.home import Task
from longgang.core.tags import Tone

from .lifecycle import BatchStatus
from .models import Batch, Case
from .queries import positives_without_case
from .rules import TWO_PEOPLE_ABOVE


def tracing_tasks(user: User) -> Iterator[Task]:
    """Investigators: results without a case, open cases, and what waits for a second person."""
    if not holds(user, Permission.CASE_INVESTIGATE):
        return
    url = reverse("tracing:cases")
    count = len(positives_without_case().tests)
    tone = Tone.BAD if count else Tone.GOOD
    yield Task(_("Positive results without a case"), count, url, icon="test-pipe", tone=tone)
    cases = Case.objects.visible_to(user).open().count()
    yield Task(_("Cases being traced"), cases, url, icon="route")
    batches = Batch.objects.visible_to(user).filter(status=BatchStatus.PROPOSED)
    waiting = batches.filter(size__gt=TWO_PEOPLE_ABOVE).exclude(proposed_by=user).first()
    if waiting is not None:
        label = _("Decisions about many contacts that wait for a second person")
        yield Task(label, 1, waiting.get_absolute_url(), icon="users", tone=Tone.SOON)

"""What of the measures waits for somebody, for their home page."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds
from longgang.core.home import Task
from longgang.core.tags import Tone

from .forms import DUE, OVER, OVERDUE, SENT
from .lifecycle import MeasureStatus
from .models import HandOver, HelpRequest, Measure, Moving, is_owned_by, owns_all_it_sees
from .presenting import duties_left
from .queries import local_now
from .standing import open_duties, standings_of

SHOWN = 50


def measure_tasks(user: User) -> Iterator[Task]:
    """Staff: how many people, what is due, overdue and to be lifted; others: their own day."""
    if holds(user, Permission.MEASURE_VIEW):
        yield from _looked_after(user)
        yield from _handed(user)
        yield from _asking(user)
    if holds(user, Permission.MEASURE_MOVE_CONFIRM):
        yield _to_decide(user)
    if not user.is_staff_member:
        yield from _own(user)


def _looked_after(user: User) -> Iterator[Task]:
    now, url = local_now(), reverse("measures:list")
    is_mine = Q() if owns_all_it_sees(user) else is_owned_by(user)
    due, overdue = open_duties(now=now)
    is_over = Q(status=MeasureStatus.RUNNING, ends_on__lt=now.date())
    counts = (
        Measure.objects.looked_after_by(user)
        .open()
        .aggregate(
            seen=Count("pk"),
            overdue=Count("pk", filter=is_mine & overdue),
            due=Count("pk", filter=is_mine & due),
            over=Count("pk", filter=is_mine & is_over),
        )
    )
    yield Task(_("People under a measure"), counts["seen"], url, icon="users")
    yield Task(
        _("People for whom something is overdue today"),
        counts["overdue"],
        f"{url}?today={OVERDUE}",
        icon="clock-exclamation",
        tone=Tone.BAD if counts["overdue"] else Tone.GOOD,
    )
    yield Task(
        _("People for whom something is due today"),
        counts["due"],
        f"{url}?today={DUE}",
        icon="clipboard-list",
    )
    if holds(user, Permission.MEASURE_LIFT):
        yield Task(
            _("Measures to be lifted: their days are over"),
            counts["over"],
            f"{url}?state={OVER}",
            icon="lock-open",
            tone=Tone.SOON if counts["over"] else Tone.GOOD,
        )


def _handed(user: User) -> Iterator[Task]:
    """Who waits to be accepted, and whom nobody has accepted yet; nothing while there is nobody."""
    url = reverse("measures:handed")
    if waiting := HandOver.objects.waiting_for(user).count():
        label = _("Handed to you: accept or send back")
        yield Task(label, waiting, url, icon="arrow-right", tone=Tone.SOON)
    if sent := HandOver.objects.sent_by(user).offered().count():
        label = _("Handed over by you, not accepted yet")
        yield Task(label, sent, f"{url}?which={SENT}", icon="route", tone=Tone.INFO)


def _asking(user: User) -> Iterator[Task]:
    """Requests for help of one's own people; nothing while there is none."""
    waiting = list(HelpRequest.objects.waiting_for(user).select_related("measure")[:SHOWN])
    if waiting:
        url = f"{waiting[-1].measure.get_absolute_url()}#help"  # the one that waits longest
        label = _("Requests for help to be answered")
        yield Task(label, len(waiting), url, icon="help-circle", tone=Tone.BAD)


def _to_decide(user: User) -> Task:
    """The command centre: proposals of others to move people; a single one leads to its page."""
    waiting = list(Moving.objects.waiting_for(user)[:SHOWN])
    is_one = len(waiting) == 1
    return Task(
        _("Proposals to move people to a newer rule"),
        len(waiting),
        waiting[0].get_absolute_url() if is_one else f"{reverse('measures:rules')}#movings",
        icon="clipboard-check",
        tone=Tone.SOON if waiting else Tone.GOOD,
    )


def _own(user: User) -> Iterator[Task]:
    """Residents: what is left to do today, of all people they report for."""
    measures = list(Measure.objects.of(user).open().select_related("rule"))
    if measures:
        left = sum(duties_left(each) for each in standings_of(measures).values())
        yield Task(
            _("Isolation and monitoring: to do today"),
            left,
            reverse("measures:mine"),
            icon="stethoscope",
            tone=Tone.SOON if left else Tone.GOOD,
        )

"""What of the passes waits for somebody, for their home page: how much, how long, and where."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Permission, User, holds, scope_of
from longgang.core.clock import now
from longgang.core.days import short_moment
from longgang.core.home import Section, Task
from longgang.core.parts import span_in_words
from longgang.core.tags import Tone
from longgang.people.api import companies_of

from .knowing import own_passes, passes_of
from .lifecycle import LIVE, OPEN, PassStatus
from .models import Trip, VehiclePass
from .queries import list_gates, list_turn_backs, list_waiting
from .wording_of_trips import standing_of_pass

SHOWN = 5


def pass_tasks(user: User) -> Iterator[Task]:
    """Everything of the passes that waits for this person."""
    if user.is_staff_member:
        yield from _at_the_desks(user)
        yield from _at_the_gates(user)
        yield from _overdue_in_scope(user)
    else:
        yield from _own(user)


def _at_the_desks(user: User) -> Iterator[Task]:
    """Reviewers: what waits, and how long the longest has; supervisors: what is over its limit."""
    moment = now()
    waiting = list_waiting(user)
    if holds(user, Permission.PASS_REVIEW):
        count, first = waiting.count(), waiting.first()
        label = _("Applications waiting for a decision")
        if first is not None:
            minutes = int((moment - first.submitted_at).total_seconds() // 60)
            label = format_lazy(
                _("Applications waiting, the longest for {span}"), span=span_in_words(minutes)
            )
        is_late = first is not None and first.due_at <= moment
        tone = Tone.BAD if is_late else Tone.INFO if count else Tone.GOOD
        yield Task(label, count, reverse("passes:queue"), icon="clipboard-check", tone=tone)
    if holds(user, Permission.PASS_REASSIGN):
        late = waiting.filter(due_at__lte=moment).count()
        yield Task(
            _("Applications over their limit"),
            late,
            f"{reverse('passes:list')}?status=late",
            icon="hourglass",
            tone=Tone.BAD if late else Tone.GOOD,
        )


def _at_the_gates(user: User) -> Iterator[Task]:
    """Officers: the trips expected at their checkpoints; leads: turnings back that wait."""
    if holds(user, Permission.CHECK_RECORD):
        gates = [gate.number for gate in list_gates(user)]
        expected = Trip.objects.filter(
            status="expected",
            vehicle_pass__status=PassStatus.ISSUED,
            vehicle_pass__valid_until__gt=now(),
            vehicle_pass__checkpoint_number__in=gates,
        )
        yield Task(
            _("Vehicles expected at the checkpoint"),
            expected.count(),
            reverse("passes:gate"),
            icon="scan",
        )
    if holds(user, Permission.CHECK_TURN_BACK):
        count = list_turn_backs(user).count()
        yield Task(
            _("Turnings back to decide"),
            count,
            reverse("passes:turn_backs"),
            icon="arrow-back-up",
            tone=Tone.BAD if count else Tone.GOOD,
        )


def _overdue_in_scope(user: User) -> Iterator[Task]:
    """Streets, supervisors and the command centre: overdue trips of their area."""
    scope = scope_of(user, Permission.PASS_REVIEW, Permission.PASS_REASSIGN, Permission.BOARD_VIEW)
    if scope.areas:
        count = Trip.objects.visible_to(user).overdue(now()).count()
        yield _overdue(count, f"{reverse('passes:trips')}?status=overdue")


def _own(user: User) -> Iterator[Task]:
    """Residents and companies: what to correct, what is on its way, what is overdue."""
    own = VehiclePass.objects.filter(own_passes(user))
    seen = VehiclePass.objects.filter(passes_of(user))
    mine = reverse("passes:mine")
    returned = own.filter(status=PassStatus.RETURNED).count()
    if returned:
        url = f"{mine}?status={PassStatus.RETURNED}"
        yield Task(_("Applications to correct"), returned, url, icon="pencil", tone=Tone.SOON)
    if waiting := own.filter(status=PassStatus.SUBMITTED).count():
        url = f"{mine}?status={PassStatus.SUBMITTED}"
        yield Task(_("Applications waiting for a decision"), waiting, url, icon="hourglass")
    if valid := seen.filter(status=PassStatus.ISSUED, valid_until__gt=now()).count():
        url = f"{mine}?status={PassStatus.ISSUED}"
        yield Task(_("Issued passes"), valid, url, icon="qrcode", tone=Tone.GOOD)
    if companies_of(user).exists():
        trips = Trip.objects.visible_to(user)
        url = reverse("passes:trips")
        yield Task(_("Trips inside the district"), trips.open().count(), f"{url}?status=inside",
                   icon="truck")  # fmt: skip
        yield _overdue(trips.overdue(now()).count(), f"{url}?status=overdue")


def pass_sections(user: User) -> Iterator[Section]:
    """Residents, drivers and companies: the passes that count now, by what they have to do.

    Returned ones first, then trips inside the district, then what is soonest at the gate. No more
    queries for many than for one.
    """
    if user.is_staff_member:
        return
    is_over = Q(status=PassStatus.ISSUED, valid_until__lte=now())
    inside = Trip.objects.filter(vehicle_pass=OuterRef("pk"), status__in=OPEN)
    # Each by its index, joined afterwards: with an OR the database reads every pass there ever was.
    alive = VehiclePass.objects.filter(Q(status__in=LIVE) & ~is_over).order_by().values("pk")
    under_way = Trip.objects.filter(status__in=OPEN).order_by().values("vehicle_pass")
    current = alive.union(under_way)
    found = (
        VehiclePass.objects.filter(passes_of(user, among=current), pk__in=current)
        .annotate(is_inside=Exists(inside))
        .annotate(is_returned=Q(status=PassStatus.RETURNED))
        .order_by("-is_returned", "-is_inside", "expected_entry_at", "pk")
        .prefetch_related("trips")
    )
    shown = [_line(each) for each in found[:SHOWN]]
    if shown:
        yield Section(
            _("Current passes"),
            "passes/_home_passes.html",
            {"passes": shown},
            url=reverse("passes:mine"),
        )


def _line(vehicle_pass: VehiclePass) -> dict[str, object]:
    """One pass on the home page: the trip's status once it is under way."""
    return {
        "url": vehicle_pass.get_absolute_url(),
        "plate": vehicle_pass.plate,
        "tag": standing_of_pass(vehicle_pass),
        "words": short_moment(vehicle_pass.expected_entry_at),
    }


def _overdue(count: int, url: str) -> Task:
    tone = Tone.BAD if count else Tone.GOOD
    return Task(_("Overdue trips"), count, url, icon="clock-exclamation", tone=tone)

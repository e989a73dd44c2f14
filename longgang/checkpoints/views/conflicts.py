"""The pages of the conflicts: the list, one with its stops side by side, how it ended."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from longgang.accounts.api import AuthenticatedRequest, Permission, User, allowed, holds
from longgang.core.clock import now
from longgang.core.errors import IllegalMove, Refused, StaleRow, Words, allows
from longgang.core.tables import Column, Empty, Table, list_page
from longgang.passes.api import Check

from ..actions.calling import find_callees
from ..actions.conflicts import resolve_conflict
from ..forms.conflicts import OVERDUE, ConflictFilters, ResolveForm
from ..lifecycle import CONFLICT, ConflictStatus
from ..models import Conflict, ConflictKind
from ..permissions import check_may_resolve
from ..queries import stops_of, who_is_on_duty
from ..wording import KIND_WORDS, conflict_tag, moments_of, stop_facts, what_of, where_of

sees_conflicts = allowed(Permission.CONFLICT_VIEW, Permission.CONFLICT_RESOLVE)


class ConflictTable(Table[Conflict]):
    """Every conflict in scope, the most urgent first."""

    name = "conflicts"
    title = gettext_lazy("Conflicts of checks")
    filters = ConflictFilters
    search = ("plate__startswith", "number", "seal_number")
    lookups = {
        "kind": "kind",
        "checkpoint": "premises_number",
        "since": "opened_at__gte",
        "until": "opened_at__lt",
    }
    order = "-opened"
    empty = Empty(
        gettext_lazy("No conflicts."),
        gettext_lazy("What does not fit among the checks of all gates appears here by itself."),
        icon="checks",
    )
    columns = [
        Column(
            "kind",
            gettext_lazy("What does not fit"),
            lambda row: row.get_kind_display(),
            link=lambda row: row.get_absolute_url(),
            detail=lambda row: row.number,
            width=28,
        ),
        Column("what", gettext_lazy("Plate or seal"), what_of, css="cell-code"),
        Column("place", gettext_lazy("Checkpoint"), where_of),
        Column("checks", gettext_lazy("Checks"), lambda row: len(row.nonces)),
        Column("opened", gettext_lazy("Opened"), "opened_at", sort="opened_at"),
        Column("due", gettext_lazy("To be looked into by"), "due_at", sort="due_at"),
        Column("status", gettext_lazy("Status"), lambda row: conflict_tag(row, now())),
        Column(
            "resolution",
            gettext_lazy("How it ended"),
            lambda row: row.get_resolution_display(),
            on_page=False,
            width=28,
        ),
        Column("words", gettext_lazy("In words"), on_page=False, width=40),
    ]

    def narrow(self, rows: QuerySet[Conflict], values: Mapping[str, Any]) -> QuerySet[Conflict]:
        """Past its limit is a matter of the clock, everything else of the status."""
        rows = super().narrow(rows, values)
        status = values.get("status", "")
        if status == OVERDUE:
            return rows.filter(status=ConflictStatus.OPEN, due_at__lte=now())
        return rows.filter(status=status) if status else rows


@sees_conflicts
@list_page
def list_conflicts(request: AuthenticatedRequest) -> HttpResponse:
    """All conflicts of my area."""
    rows = Conflict.objects.visible_to(request.user)
    may_export = holds(request.user, Permission.CONFLICT_RESOLVE)
    return ConflictTable(rows, request, may_export=may_export).respond(
        "checkpoints/conflicts.html", {"duty": who_is_on_duty()}
    )


@sees_conflicts
@require_GET
def show_conflict(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """One conflict, its stops side by side."""
    return _show(request, _get(request, number), ResolveForm())


@allowed(Permission.CONFLICT_RESOLVE)
@require_POST
def resolve(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Say how it ended."""
    conflict = _get(request, number)
    form = ResolveForm(request.POST)
    if form.is_valid():
        try:
            resolve_conflict(conflict, **form.cleaned_data, by=request.user)
        except (IllegalMove, StaleRow):
            raise  # somebody else was first: what was typed here is not kept, and a page says so
        except Refused as refused:
            form.add_refusals(refused)
        else:
            messages.success(request, _("Resolved."))
            return redirect(conflict)
    return _show(request, conflict, form, status=422)


def _show(
    request: AuthenticatedRequest, conflict: Conflict, form: ResolveForm, status: int = 200
) -> HttpResponse:
    meaning, advice = KIND_WORDS[ConflictKind(conflict.kind)]
    moment = now()
    may_resolve = CONFLICT.may("resolve", conflict.status) and allows(
        check_may_resolve, request.user, conflict
    )
    context = {
        "conflict": conflict,
        "tag": conflict_tag(conflict, moment),
        "is_open": conflict.status == ConflictStatus.OPEN,
        "is_overdue": conflict.is_overdue(moment),
        "meaning": meaning,
        "advice": advice,
        "what": what_of(conflict),
        "stops": _stops(conflict, by=request.user if may_resolve else None),
        "moments": moments_of(conflict),
        "duty": who_is_on_duty(),
        "form": form,
        "may_resolve": may_resolve,
    }
    return render(request, "checkpoints/conflict.html", context, status=status)


def _stops(
    conflict: Conflict, *, by: User | None
) -> list[tuple[Check, list[tuple[Words, object]]]]:
    """The stops and what is known of them; whoever still has to look into it gets the phones."""
    checks = stops_of(conflict)
    callees = find_callees(conflict, checks, by=by) if by else {}
    return [(check, stop_facts(check, callees.get(check))) for check in checks]


def _get(request: AuthenticatedRequest, number: str) -> Conflict:
    conflicts = Conflict.objects.visible_to(request.user)
    return get_object_or_404(conflicts.select_related("vehicle_pass", "resolved_by"), number=number)

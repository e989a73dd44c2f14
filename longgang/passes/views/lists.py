"""Lists of passes and trips for staff: filter, sort, page, export."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed, holds
from longgang.areas.api import place_name
from longgang.core.clock import now
from longgang.core.tables import Column, Empty, Table
from longgang.core.tags import Tag, Tone

from ..forms.lists import PassFilters, TripFilters
from ..lifecycle import OPEN
from ..models import Trip, VehiclePass
from ..wording import pass_tag, trip_tag


class PassTable(Table[VehiclePass]):
    """Applications and passes of a post's scope."""

    name = "passes"
    title = _("Vehicle passes")
    filters = PassFilters
    search = ("plate__startswith", "number__startswith", "pass_number__startswith")
    lookups = {
        "status": "status",
        "desk": "desk_code",
        "goods": "goods_class",
        "since": "submitted_at__date__gte",
        "until": "submitted_at__date__lte",
    }
    order = "-submitted"
    empty = Empty(_("No passes yet."), _("They appear here once somebody applies."), icon="truck")
    columns = [
        Column(
            "plate",
            _("Plate"),
            sort="plate",
            css="cell-code",
            link=lambda row: reverse("passes:show", args=[row.number]),
            detail=lambda row: row.pass_number or row.number,
        ),
        Column(
            "goods",
            _("Goods"),
            lambda row: row.goods_name or row.get_goods_class_display(),
            detail=lambda row: row.company.name if row.company else "",
        ),
        Column("desk", _("Desk"), lambda row: place_name(row.desk_code)),
        Column("submitted", _("Submitted"), "submitted_at", sort="submitted_at"),
        Column("expected", _("Expected entry"), "expected_entry_at"),
        Column("decided", _("Decided"), "decided_at"),
        Column("status", _("Status"), lambda row: pass_tag(row.status)),
    ]


class TripTable(Table[Trip]):
    """Trips of a post's scope; overdue ones say so."""

    name = "trips"
    title = _("Trips")
    filters = TripFilters
    search = ("vehicle_pass__plate__startswith", "number__startswith")
    lookups = {
        "checkpoint": "entered_through",
        "since": "expected_at__date__gte",
        "until": "expected_at__date__lte",
    }
    order = "-expected"
    empty = Empty(
        _("No trips yet."), _("A trip is expected once its pass is issued."), icon="route"
    )
    columns = [
        Column(
            "plate",
            _("Plate"),
            "vehicle_pass.plate",
            css="cell-code",
            link=lambda row: reverse("passes:trip", args=[row.number]),
            detail=lambda row: row.number,
        ),
        Column(
            "visited",
            _("Visits"),
            lambda row: row.vehicle_pass.visited_name,
            detail=lambda row: row.vehicle_pass.goods_name,
        ),
        Column("expected", _("Expected"), "expected_at", sort="expected_at"),
        Column("entered", _("Entered"), "entered_at", sort="entered_at"),
        Column("through", _("Entered through"), lambda row: place_name(row.entered_through)),
        Column("due", _("Limit of this leg"), "due_at", sort="due_at"),
        Column("seal", _("Seal"), "seal_number", css="cell-code"),
        Column("status", _("Status"), lambda row: standing_of(row)),  # noqa: PLW0108
    ]

    def narrow(self, rows: QuerySet[Trip], values: dict[str, Any]) -> QuerySet[Trip]:
        """Standing is a status, a group of them, or a matter of the clock."""
        status = values.get("status", "")
        rows = super().narrow(rows, values)
        if status == "overdue":
            return rows.overdue(now())
        if status == "inside":
            return rows.filter(status__in=OPEN)
        return rows.filter(status=status) if status else rows


def standing_of(trip: Trip) -> Tag:
    """The status, or that the running leg is past its limit."""
    if trip.due_at is not None and trip.status in OPEN and trip.due_at < now():
        return Tag(_("Overdue"), Tone.BAD)
    return trip_tag(trip.status)


@allowed(Permission.PASS_VIEW)
@require_GET
def list_passes(request: AuthenticatedRequest) -> HttpResponse:
    """Every pass in scope."""
    rows = VehiclePass.objects.visible_to(request.user).select_related("company")
    table = PassTable(rows, request, may_export=holds(request.user, Permission.PASS_EXPORT))
    return table.respond("passes/list.html")


@allowed(Permission.PASS_VIEW)
@require_GET
def list_trips(request: AuthenticatedRequest) -> HttpResponse:
    """Every trip in scope."""
    rows = Trip.objects.visible_to(request.user).select_related("vehicle_pass")
    table = TripTable(rows, request, may_export=holds(request.user, Permission.PASS_EXPORT))
    return table.respond("passes/trips.html")

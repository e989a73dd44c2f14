"""Lists of passes and trips for staff: filter, sort, page, export."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed, holds, signed_in
from longgang.areas.api import place_name
from longgang.core.clock import now
from longgang.core.sealed import without_sealed
from longgang.core.tables import Column, Empty, Table, list_page

from ..forms.lists import INSIDE, LATE, OVERDUE, PassFilters, TripFilters
from ..lifecycle import TripStatus
from ..models import Trip, VehiclePass
from ..models.trip import TripQuerySet
from ..models.vehicle_pass import VehiclePassQuerySet
from ..wording import owner_of, pass_tag
from ..wording_of_trips import standing_of, trip_of

PASS_PERIODS = {"": "submitted_at", "decided": "decided_at"}
TRIP_PERIODS = {"": "expected_at", "entered": "entered_at", "closed": "closed_at"}


class PassTable(Table[VehiclePass]):
    """Applications and passes of a post's scope."""

    name = "passes"
    title = _("Vehicle passes")
    filters = PassFilters
    search_label = _("Plate or number")
    lookups = {"desk": "desk_code", "goods": "goods_class"}
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
        Column("number", _("Number"), on_page=False, width=22),
        Column("pass_number", _("Pass number"), on_page=False),
        Column("company", _("Company"), "company.name", on_page=False, width=28),
        Column("visited", _("Visits"), "visited_name", on_page=False, width=28),
        Column(
            "goods",
            _("Goods"),
            lambda row: row.goods_name or row.get_goods_class_display(),
            detail=lambda row: row.company.name if row.company else "",
        ),
        Column("desk", _("Desk"), lambda row: place_name(row.desk_code)),
        Column("submitted", _("Submitted at"), "submitted_at", sort="submitted_at"),
        Column("expected", _("Expected entry"), "expected_entry_at"),
        Column("decided", _("Decided at"), "decided_at"),
        Column("status", _("Status"), lambda row: pass_tag(row.status), detail=trip_of),
        Column("trip", _("Trip"), trip_of, on_page=False),
    ]

    def search_rows(self, rows: QuerySet[VehiclePass], text: str) -> QuerySet[VehiclePass]:
        """By part of the plate, or by the beginning of either number."""
        assert isinstance(rows, VehiclePassQuerySet)
        return rows.looked_for(text)

    def narrow(
        self, rows: QuerySet[VehiclePass], values: Mapping[str, Any]
    ) -> QuerySet[VehiclePass]:
        """Standing is a status, or a matter of the clock."""
        status = values.get("status", "")
        rows = super().narrow(rows, values).filter(within(values, PASS_PERIODS))
        if status == LATE:
            return rows.filter(status="submitted", due_at__lte=now())
        return rows.filter(status=status) if status else rows


class TripTable(Table[Trip]):
    """Trips of a post's scope; overdue ones say so."""

    name = "trips"
    title = _("Trips")
    filters = TripFilters
    search_label = _("Plate or number")
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
        Column("number", _("Number"), on_page=False, width=22),
        Column("goods", _("Goods"), "vehicle_pass.goods_name", on_page=False),
        Column("expected", _("Expected entry"), "expected_at", sort="expected_at"),
        Column(
            "entered",
            _("Entered at"),
            "entered_at",
            sort=F("entered_at").asc(nulls_last=True),
            detail=lambda row: place_name(row.entered_through),
        ),
        Column(
            "through",
            _("Entered through"),
            lambda row: place_name(row.entered_through),
            on_page=False,
            width=28,
        ),
        Column(
            "due",
            _("Limit of this leg"),
            "due_at",
            sort=F("due_at").asc(nulls_last=True),
            detail=owner_of,
        ),
        Column("closed", _("Out at"), "closed_at", on_page=False),
        Column("seal", _("Seal"), "seal_number", css="cell-code"),
        Column("owner", _("Now for"), owner_of, width=28, on_page=False),
        Column("status", _("Status"), standing_of),
    ]

    def search_rows(self, rows: QuerySet[Trip], text: str) -> QuerySet[Trip]:
        """By part of the plate, or by the beginning of a number."""
        assert isinstance(rows, TripQuerySet)
        return rows.looked_for(text)

    def narrow(self, rows: QuerySet[Trip], values: Mapping[str, Any]) -> QuerySet[Trip]:
        """Standing is a status, a group of them, or a matter of the clock. Who is still expected is
        so at the checkpoint of the pass; all others belong to the one they came in through.
        """
        status = values.get("status", "")
        if gate := values.get("checkpoint"):
            is_expected = status == TripStatus.EXPECTED
            gate_of = "vehicle_pass__checkpoint_number" if is_expected else "entered_through"
            rows = rows.filter(**{gate_of: gate})
        assert isinstance(rows, TripQuerySet)
        if values.get("of") == "turned_back":
            rows = rows.turned_back(values.get("since"), values.get("until"))
        else:
            rows = rows.filter(within(values, TRIP_PERIODS))
        if status == OVERDUE:
            return rows.overdue(now())
        if status == INSIDE:
            return rows.open()
        return rows.filter(status=status) if status else rows


def within(values: Mapping[str, Any], columns: Mapping[str, str]) -> Q:
    """The period asked for, of the moment asked for; its end is outside."""
    column = columns[values.get("of", "")]
    found = Q()
    if since := values.get("since"):
        found &= Q(**{f"{column}__gte": since})
    if until := values.get("until"):
        found &= Q(**{f"{column}__lt": until})
    return found


@allowed(Permission.PASS_VIEW)
@list_page
def list_passes(request: AuthenticatedRequest) -> HttpResponse:
    """Every pass in scope."""
    visible = VehiclePass.objects.visible_to(request.user).select_related("company")
    rows = without_sealed(visible, "company").prefetch_related("trips")
    table = PassTable(rows, request, may_export=holds(request.user, Permission.PASS_EXPORT))
    return table.respond("passes/list.html")


@signed_in("staff see the trips of their posts, companies and residents their own")
@list_page
def list_trips(request: AuthenticatedRequest) -> HttpResponse:
    """Every trip in scope."""
    visible = Trip.objects.visible_to(request.user).select_related("vehicle_pass__company")
    rows = without_sealed(visible, "vehicle_pass", "vehicle_pass__company")
    table = TripTable(rows, request, may_export=holds(request.user, Permission.PASS_EXPORT))
    return table.respond("passes/trips.html")

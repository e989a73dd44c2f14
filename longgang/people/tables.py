"""The lists of the register. Sealed values show their last four digits and are not opened."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.areas.api import area_name
from longgang.core.clock import today
from longgang.core.tables import Column, Empty, Table
from longgang.core.tags import Tag, Tone

from .forms import CompanyFilters, VehicleFilters
from .masking import hidden_but
from .models import Company, CompanyStatus, Person, Vehicle
from .queries import companies_matching, people_matching, vehicles_matching

SEALED = ("id_number", "phone", "address")
_TONES = {
    CompanyStatus.PENDING: Tone.SOON,
    CompanyStatus.APPROVED: Tone.GOOD,
    CompanyStatus.REFUSED: Tone.BAD,
}


def status_tag(company: Company) -> Tag:
    """Where a company's registration stands."""
    return Tag(company.get_status_display(), _TONES[CompanyStatus(company.status)])


def papers_tag(vehicle: Vehicle) -> Tag | str:
    """Whether the papers for hazardous goods hold today."""
    if not vehicle.carries_hazard:
        return ""
    days = [vehicle.licence_expires_on, vehicle.tank_inspected_until]
    if any(day is not None and day < today() for day in days):
        return Tag(_("Papers expired"), Tone.BAD)
    return Tag(_("Hazardous goods"), Tone.SOON, sign="biohazard")


def keeper_of(vehicle: Vehicle) -> str:
    """Whose vehicle it is."""
    return str(vehicle.company or vehicle.owner or "")


class PeopleTable(Table[Person]):
    """People, by the sound of their name."""

    name = "people"
    title = _("People")
    search_label = _("Name, first letters, ID number or phone")
    order = "name"
    empty = Empty(_("Nobody is registered yet."), _("People appear here once they apply."))
    columns = [
        Column(
            "name",
            _("Name"),
            sort=("sort_key", "number"),
            link=lambda row: reverse("people:person", args=[row.number]),
        ),
        Column(
            "id_number",
            _("ID number"),
            lambda row: hidden_but(row.id_number_last4, is_there=bool(row.id_number_index)),
            css="cell-code",
        ),
        Column(
            "phone",
            _("Phone"),
            lambda row: hidden_but(row.phone_last4, is_there=bool(row.phone_index)),
            css="cell-code",
        ),
        Column("area", _("Home area"), lambda row: area_name(row.area_code), sort="area_code"),
        Column("number", _("Number"), css="cell-code"),
    ]

    def search_rows(self, rows: QuerySet[Person], text: str) -> QuerySet[Person]:
        """By name, sound or initials, by a whole number or its last four digits."""
        return rows.filter(people_matching(text))


class CompaniesTable(Table[Company]):
    """Companies, by the sound of their name."""

    name = "companies"
    title = _("Companies")
    filters = CompanyFilters
    search_label = _("Name, first letters or credit code")
    lookups = {"status": "status", "industry": "industry"}
    order = "name"
    empty = Empty(
        _("No companies yet."), _("Register your company; the office approves it."), icon="building"
    )
    columns = [
        Column(
            "name",
            pgettext_lazy("company", "Name"),
            sort=("sort_key", "number"),
            link=lambda row: reverse("people:company", args=[row.number]),
        ),
        Column("credit_code", _("Credit code"), css="cell-code"),
        Column("industry", _("Industry"), "get_industry_display", sort="industry"),
        Column("area", _("Area"), lambda row: area_name(row.area_code), sort="area_code"),
        Column("status", _("Status"), status_tag, sort="status"),
        Column("registered", _("Registered"), "registered_at", sort="registered_at"),
    ]

    def search_rows(self, rows: QuerySet[Company], text: str) -> QuerySet[Company]:
        """By name, sound, initials or credit code."""
        return rows.filter(companies_matching(text))


class VehiclesTable(Table[Vehicle]):
    """Vehicles, by plate."""

    name = "vehicles"
    title = _("Vehicles")
    filters = VehicleFilters
    search_label = _("Plate")
    lookups = {"kind": "kind"}
    order = "plate"
    empty = Empty(
        _("No vehicles yet."), _("Vehicles appear here once they are entered."), icon="truck"
    )
    columns = [
        Column(
            "plate",
            _("Plate"),
            sort=("plate", "colour"),
            css="cell-code",
            link=lambda row: reverse("people:vehicle", args=[row.number]),
        ),
        Column("colour", _("Plate colour"), "get_colour_display"),
        Column("kind", _("Kind of vehicle"), "get_kind_display", sort="kind"),
        Column("keeper", _("Belongs to"), keeper_of),
        Column("papers", _("Papers"), papers_tag),
    ]

    def search_rows(self, rows: QuerySet[Vehicle], text: str) -> QuerySet[Vehicle]:
        """By any part of the plate."""
        return rows.filter(vehicles_matching(text))

    def narrow(self, rows: QuerySet[Vehicle], values: Mapping[str, Any]) -> QuerySet[Vehicle]:
        """Also by whether they carry hazardous goods."""
        rows = super().narrow(rows, values)
        hazard = values.get("hazard")
        return rows.filter(carries_hazard=hazard == "yes") if hazard else rows

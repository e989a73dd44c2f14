"""The list of sites, and the people of a site."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import User
from longgang.areas.api import area_name
from longgang.core.clock import today
from longgang.core.forms import Filters
from longgang.core.tables import Column, Empty, Table
from longgang.people.api import rows_about

from .kinds import Diet
from .lifecycle import HERE, OPEN, StayStatus
from .models import Site, Stay
from .queries import with_rooms
from .wording import days_left, name_of, positive_tags, site_tag, stay_tag

ALL = ("", _("All"))
EVER, GUESTS = "ever", "here"


def _left(row: Stay) -> Any:
    return days_left(row.measure.central_ends_on, today()) if row.status in OPEN else ""


class SiteFilters(Filters):
    """By whether it takes people in."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", pgettext_lazy("site", "Open")), ("closed", pgettext_lazy("site", "Closed")),
                 (EVER, _("All"))],
    )  # fmt: skip


class SitesTable(Table[Site]):
    """Sites with their guests and rooms."""

    name = "sites"
    title = _("Quarantine sites")
    filters = SiteFilters
    search = ("premises__name__contains", "premises__pinyin__startswith",
              "premises__initials__startswith")  # fmt: skip
    search_label = pgettext_lazy("site", "Name or first letters")
    order = "name"
    empty = Empty(
        _("No quarantine site is open."),
        _("Enter one under Premises, then open it here."),
        icon="building",
    )
    columns = [
        Column("name", pgettext_lazy("place", "Name"), str, sort=("premises__pinyin", "id"),
               link=Site.get_absolute_url, detail=lambda row: area_name(row.area_code)),
        Column("here", _("People here"), "figures.here"),
        Column("expected", pgettext_lazy("site", "Expected"), "figures.expected"),
        Column("rooms", _("Rooms for guests"), "figures.rooms"),
        Column("used", _("Rooms used"), "figures.used"),
        Column("free", _("Rooms free"), "figures.free"),
        Column("dirty", _("To be disinfected"), "figures.to_disinfect"),
        Column("phone", pgettext_lazy("site", "Phone"), "phone"),
        Column("state", _("State"), site_tag),
    ]  # fmt: skip

    def narrow(self, rows: QuerySet[Site], values: Mapping[str, Any]) -> QuerySet[Site]:
        """Where nothing else is asked for: those that take people in."""
        rows, state = super().narrow(rows, values), values.get("state")
        return rows if state == EVER else rows.filter(closed_on__isnull=state != "closed")


class StayFilters(Filters):
    """By where they are, and what they eat."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Here or expected")), (GUESTS, _("Here or in hospital")),
                 *StayStatus.choices, (EVER, _("All"))],
    )  # fmt: skip
    diet = forms.ChoiceField(label=_("Meals"), choices=[ALL, *Diet.choices])


class StaysTable(Table[Stay]):
    """The people of a site, whose last day comes first on top."""

    name = "stays"
    title = _("People of the site")
    filters = StayFilters
    search_label = pgettext_lazy("stay", "Name, first letters or number")
    lookups = {"diet": "diet"}
    order = "until"
    empty = Empty(
        _("Nobody is here."), _("People appear here once a room is reserved."), icon="users"
    )
    columns = [
        Column("name", _("Name"), "shown_name", sort=("person__pinyin", "number"),
               link=Stay.get_absolute_url,
               detail=lambda row: row.positive.drawn if row.positive else ""),
        Column("room", _("Room"), lambda row: str(row.room or "—")),
        Column("state", _("State"), stay_tag),
        Column("until", _("Last day here"), "measure.central_ends_on",
               sort=("measure__central_ends_on", "id"), detail=_left),
        Column("in_since", _("Checked in"), "checked_in_at", sort=("checked_in_at", "id")),
        Column("planned", _("Planned for"), "planned_on", on_page=False),
        Column("diet", _("Meals"), "get_diet_display"),
        Column("positive", _("Positive test"), "positive", on_page=False),
        Column("remarks", _("To be known"), "remarks", on_page=False),
        Column("number", _("Number"), on_page=False, width=20),
    ]  # fmt: skip

    def __init__(self, rows: QuerySet[Stay], request: HttpRequest, **options: Any) -> None:
        super().__init__(with_rooms(rows), request, **options)
        assert isinstance(request.user, User)
        self.user = request.user

    def prepare(self, rows: list[Stay]) -> None:
        """The names as this reader may see them, and of whom the site has, or expects, that a test
        was positive. Two queries.
        """
        tags = positive_tags([row.measure for row in rows if row.status in OPEN])
        for row in rows:
            row.shown_name = name_of(row, self.user)  # type: ignore[attr-defined]
            is_open = row.status in OPEN  # who has left is the concern of others
            row.positive = tags.get(row.measure_id) if is_open else None  # type: ignore[attr-defined]

    def search_rows(self, rows: QuerySet[Stay], text: str) -> QuerySet[Stay]:
        """By number, or as the register finds people, for who may look there."""
        return rows_about(rows, text, by=self.user)

    def narrow(self, rows: QuerySet[Stay], values: Mapping[str, Any]) -> QuerySet[Stay]:
        """Where nothing else is asked for: those who are here or expected."""
        rows, state = super().narrow(rows, values), values.get("state")
        if state == EVER:
            return rows
        chosen = {"": OPEN, None: OPEN, GUESTS: HERE}.get(state, {state})
        return rows.filter(status__in=sorted(chosen))

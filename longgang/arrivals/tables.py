"""The list of declarations."""

from collections.abc import Mapping
from datetime import timedelta
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
from longgang.measures.api import Who
from longgang.people.api import rows_about

from .kinds import Kind
from .lifecycle import OPEN, DeclarationStatus
from .meaning import verdict_tag
from .models import Declaration
from .wording import name_of, place_in_words, status_tag

ALL = ("", _("All"))
EVER, NONE = "ever", "none"
DAYS = {"today": (0, 0), "tomorrow": (1, 1), "week": (0, 7), "behind": (-30, -1)}


class DeclarationFilters(Filters):
    """By what, for whom, state, and day of travel."""

    kind = forms.ChoiceField(label=_("What is declared"), choices=[ALL, *Kind.choices])
    who = forms.ChoiceField(
        label=_("What it means"), choices=[ALL, (NONE, _("No risk found")), *Who.choices]
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Not settled yet")), *DeclarationStatus.choices, (EVER, _("All"))],
    )
    day = forms.ChoiceField(
        label=_("Day of travel"),
        choices=[
            ALL, ("today", _("Today")), ("tomorrow", _("Tomorrow")), ("week", _("Within 7 days")),
            ("behind", _("Lies behind us")),
        ],
    )  # fmt: skip


def _destination(row: Declaration) -> str:
    return place_in_words(row.destination_code, row.destination_words)


class DeclarationsTable(Table[Declaration]):
    """Who comes and goes, the latest declared on top."""

    name = "declarations"
    title = _("Declarations")
    filters = DeclarationFilters
    search_label = pgettext_lazy("declaration", "Name, first letters or number")
    lookups = {"kind": "kind"}
    order = "-declared"
    empty = Empty(
        _("Nobody has declared anything here."),
        _("Declarations appear here as soon as somebody makes one."),
        icon="map-pin",
    )
    columns = [
        Column("name", _("Name"), "shown_name", link=Declaration.get_absolute_url,
               detail=lambda row: row.get_kind_display()),
        Column("kind", _("What is declared"), "get_kind_display", on_page=False),
        Column("means", _("What it means"), verdict_tag),
        Column("state", _("State"), status_tag),
        Column("arrives", pgettext_lazy("declaration", "Travels"), "arrives_at",
               sort=("arrives_at", "id")),
        Column("transport", _("Transport"), "get_transport_display",
               detail=lambda row: row.service_number),
        Column("destination", _("Destination"), _destination, on_page=False),
        Column("area", _("Area"), lambda row: area_name(row.area_code)),
        Column("declared", _("Declared"), "declared_at", sort=("declared_at", "id")),
        Column("number", _("Number"), on_page=False, width=20),
    ]  # fmt: skip

    def __init__(self, rows: QuerySet[Declaration], request: HttpRequest, **options: Any) -> None:
        super().__init__(rows, request, **options)
        assert isinstance(request.user, User)
        self.user = request.user

    def prepare(self, rows: list[Declaration]) -> None:
        """The names as this reader may see them."""
        for row in rows:
            row.shown_name = name_of(row, self.user)  # type: ignore[attr-defined]

    def search_rows(self, rows: QuerySet[Declaration], text: str) -> QuerySet[Declaration]:
        """By number, or as the register finds people, for who may look there."""
        return rows_about(rows, text, by=self.user)

    def narrow(
        self, rows: QuerySet[Declaration], values: Mapping[str, Any]
    ) -> QuerySet[Declaration]:
        """Where nothing else is asked for: those that are not settled."""
        rows = super().narrow(rows, values)
        if who := values.get("who"):
            rows = rows.filter(who="" if who == NONE else who)
        if (day := values.get("day")) in DAYS:
            first, last = (today() + timedelta(days=days) for days in DAYS[day])
            rows = rows.filter(arrives_at__date__range=(first, last))
        state = values.get("state")
        if state == EVER:
            return rows
        return rows.filter(status=state) if state else rows.filter(status__in=sorted(OPEN))

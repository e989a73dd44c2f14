"""The two books as lists."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import area_name
from longgang.audit.api import (
    Disclosure,
    Event,
    actor_in_words,
    field_in_words,
    kind_in_words,
    known_kinds,
    subject_in_words,
)
from longgang.core.clock import midnight
from longgang.core.forms import DateInput, Filters
from longgang.core.privacy import Purpose
from longgang.core.tables import Column, Empty, Row, Table
from longgang.passes.api import numbers_behind

from .wording import posts_in_words


class BookFilters(Filters):
    """By thing, person, days and area."""

    by = forms.CharField(label=_("Who"), max_length=60)
    area = forms.CharField(label=_("Area code"), max_length=20)
    since = forms.DateField(label=_("From"), widget=DateInput())
    until = forms.DateField(label=_("Until"), widget=DateInput())


class EventFilters(BookFilters):
    """The same, and by what was done."""

    kind = forms.ChoiceField(label=_("What"))
    field_order = ("q", "kind", "by", "area", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(((kind, str(words)) for kind, words in known_kinds().items()), key=str)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *kinds]


class DisclosureFilters(BookFilters):
    """The same, and by purpose."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=[("", _("All")), *Purpose.choices])
    field_order = ("q", "purpose", "by", "area", "since", "until")


class BookTable(Table[Row]):
    """What both lists share."""

    lookups = {"by": "by_name__startswith", "area": "area_code__startswith"}
    order = "-at"
    search_label = _("Number of what it is about, pass number or plate")

    def search_rows(self, rows: QuerySet[Row], text: str) -> QuerySet[Row]:
        """By the whole number of the thing, or by what leads to it; small letters do as well."""
        typed = text.strip()
        numbers = {typed, typed.upper(), typed.lower(), *numbers_behind(typed)}
        return rows.filter(subject_number__in=numbers)

    def narrow(self, rows: QuerySet[Row], values: Mapping[str, Any]) -> QuerySet[Row]:
        """Days are those of the wall clock, both included."""
        rows = super().narrow(rows, values)
        if since := values.get("since"):
            rows = rows.filter(at__gte=midnight(since))
        if until := values.get("until"):
            rows = rows.filter(at__lt=midnight(until + timedelta(days=1)))
        return rows


def event_url(event: Event) -> str:
    """The page of one event."""
    return reverse("audit:event", args=[event.number])


class EventTable(BookTable[Event]):
    """What was done."""

    name = "events"
    title = _("Events")
    filters = EventFilters
    lookups = {**BookTable.lookups, "kind": "kind"}
    empty = Empty(_("Nothing was done yet."), _("Every deed leaves one line here."), icon="history")
    columns = [
        Column("at", _("When"), sort="at", link=event_url, width=20),
        Column("kind", _("What"), lambda row: kind_in_words(row.kind), width=28),
        Column(
            "subject",
            _("About"),
            lambda row: row.subject_number,
            detail=lambda row: capfirst(subject_in_words(row.subject_kind)),
            css="cell-code",
            width=26,
        ),
        Column(
            "subject_kind",
            _("Kind"),
            lambda row: capfirst(subject_in_words(row.subject_kind)),
            on_page=False,
        ),
        Column("by", _("Who"), actor_in_words, detail=lambda row: posts_in_words(row.post)),
        Column(
            "post",
            _("Posts held"),
            lambda row: posts_in_words(row.post),
            on_page=False,
            width=30,
        ),
        Column("area", _("Area"), lambda row: area_name(row.area_code)),
        Column("reason", _("Reason"), css="cell-words", width=40),
        Column("request", _("Request"), "request_id", on_page=False, width=20),
    ]


class DisclosureTable(BookTable[Disclosure]):
    """Who saw whose personal data."""

    name = "disclosures"
    title = _("Disclosures")
    filters = DisclosureFilters
    lookups = {**BookTable.lookups, "purpose": "purpose"}
    empty = Empty(
        _("Nobody has seen anything yet."),
        _("Whoever has a personal value shown in clear leaves one line here."),
        icon="eye",
    )
    columns = [
        Column("at", _("When"), sort="at", width=20),
        Column("by", _("Who"), actor_in_words, detail=lambda row: posts_in_words(row.post)),
        Column(
            "post",
            _("Posts held"),
            lambda row: posts_in_words(row.post),
            on_page=False,
            width=30,
        ),
        Column(
            "subject",
            _("Whose"),
            lambda row: row.subject_number,
            detail=lambda row: capfirst(subject_in_words(row.subject_kind)),
            css="cell-code",
            width=26,
        ),
        Column(
            "field", _("Saw"), lambda row: capfirst(field_in_words(row.subject_kind, row.field))
        ),
        Column("purpose", _("Purpose"), lambda row: purpose_in_words(row.purpose), width=24),
        Column("reason", _("Reason"), css="cell-words", width=40),
        Column("area", _("Area"), lambda row: area_name(row.area_code)),
        Column("request", _("Request"), "request_id", on_page=False, width=20),
    ]


def purpose_in_words(purpose: str) -> str:
    """The purpose as it was offered; its code when it is no longer offered."""
    return str(Purpose(purpose).label) if purpose in Purpose.values else purpose

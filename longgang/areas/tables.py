"""The lists of desks and premises."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.sentences import beside
from longgang.core.tables import Column, Empty, Table
from longgang.core.tags import Tag, Tone

from .forms import DeskFilters, PremisesFilters
from .models import Desk, Premises
from .queries import area_name


def in_use_tag(premises: Premises) -> Tag:
    """Whether a place is in use."""
    return (
        Tag(_("In use"), Tone.GOOD)
        if premises.is_active
        else Tag(pgettext_lazy("place", "Closed"), Tone.IDLE)
    )


def road_of(premises: Premises) -> str:
    """Kind of road and direction of a checkpoint."""
    if not premises.road_kind:
        return ""
    return beside(premises.get_road_kind_display(), premises.get_direction_display())


class PremisesTable(Table[Premises]):
    """Places, by name."""

    name = "premises"
    title = _("Premises")
    filters = PremisesFilters
    search_label = _("Name, first letters or number")
    lookups = {"kind": "kind"}
    order = "name"
    empty = Empty(_("No premises yet."), _("Add the first checkpoint, site or school."))
    columns = [
        Column(
            "name",
            pgettext_lazy("place", "Name"),
            str,
            sort="pinyin",
            link=lambda row: reverse("areas:premises_page", args=[row.number]),
        ),
        Column("kind", _("Kind"), "get_kind_display", sort="kind"),
        Column("area", _("Area"), lambda row: area_name(row.area_code), sort="area_code"),
        Column("road", _("Road"), road_of),
        Column("number", _("Number"), css="cell-code"),
        Column("in_use", _("Status"), in_use_tag),
    ]

    def search_rows(self, rows: QuerySet[Premises], text: str) -> QuerySet[Premises]:
        """By name, pinyin, initials or number."""
        letters = text.lower().replace(" ", "")
        return rows.filter(
            Q(name__contains=text)
            | Q(name_en__icontains=text)
            | Q(pinyin__startswith=letters)
            | Q(initials__startswith=letters)
            | Q(number=text)
        )

    def narrow(self, rows: QuerySet[Premises], values: Mapping[str, Any]) -> QuerySet[Premises]:
        """Also by whether they are in use."""
        rows = super().narrow(rows, values)
        in_use = values.get("in_use")
        return rows.filter(is_active=in_use == "yes") if in_use else rows


class DeskTable(Table[Desk]):
    """Desks, by area."""

    name = "desks"
    title = _("Desks")
    filters = DeskFilters
    search_label = _("Name or code")
    search = ("name__contains", "name_en__icontains", "code__startswith")
    lookups = {"kind": "kind"}
    order = "area"
    columns = [
        Column(
            "name",
            pgettext_lazy("place", "Name"),
            str,
            link=lambda row: reverse("areas:correct_desk", args=[row.code]),
        ),
        Column("kind", _("Kind"), "get_kind_display", sort="kind"),
        Column("area", _("Area"), lambda row: area_name(row.area_code), sort=("area_code", "code")),
        Column("phone", _("Phone for questions"), css="cell-code"),
        Column("code", _("Code"), css="cell-code"),
    ]

"""The list of risk areas."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.areas.api import full_area_name
from longgang.core.clock import today
from longgang.core.tables import Column, Empty, Table
from longgang.core.tags import Tag, Tone

from .kinds import RiskLevel
from .models import RiskArea
from .rule_forms import NOW, RiskFilters

_TONES = {RiskLevel.HIGH: Tone.BAD, RiskLevel.MIDDLE: Tone.SOON}


def level_tag(area: RiskArea) -> Tag:
    """High or medium while it lasts; afterwards grey."""
    level = RiskLevel(area.level)
    is_over = area.until_on is not None and area.until_on <= today()
    return Tag(level.label, Tone.IDLE if is_over else _TONES[level])


class RiskAreasTable(Table[RiskArea]):
    """Risk areas, the latest announced on top."""

    name = "risk-areas"
    title = _("Risk areas")
    filters = RiskFilters
    search = ("place__contains", "document_number__contains", "area_code__startswith")
    search_label = _("Place, document or code of the division")
    lookups = {"level": "level"}
    order = "-since"
    empty = Empty(
        _("No risk area is listed."),
        _("Enter what the authorities announce, one by one or as a workbook."),
        icon="map-pin",
    )
    columns = [
        Column("area", _("Division"), lambda row: full_area_name(row.area_code),
               sort=("area_code", "id"), link=RiskArea.get_absolute_url,
               detail=lambda row: row.place),
        Column("place", _("Place within it"), on_page=False, width=30),
        Column("level", pgettext_lazy("risk area", "Level"), level_tag),
        Column("since", _("Since"), "since_on", sort=("since_on", "id")),
        Column("until", _("None any more from"), "until_on", sort=("until_on", "id")),
        Column("document", _("Number of the document"), "document_number"),
    ]  # fmt: skip

    def narrow(self, rows: QuerySet[RiskArea], values: Mapping[str, Any]) -> QuerySet[RiskArea]:
        """Those that are one today, or are none any more."""
        rows = super().narrow(rows, values)
        day = today()
        if values.get("state") == NOW:
            return rows.filter(Q(until_on=None) | Q(until_on__gt=day), since_on__lte=day)
        return rows.filter(until_on__lte=day) if values.get("state") else rows

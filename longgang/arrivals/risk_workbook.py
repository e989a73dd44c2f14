"""The workbook of risk areas: its columns, and a row as what is announced."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.areas.api import parse_area
from longgang.core.excel import Column, ColumnKind, Row

from .kinds import RiskLevel

MAX_ROWS = 5000


def risk_columns() -> list[Column]:
    """The columns of the template, as the daily lists of the authorities have them."""
    return [
        Column("area_code", _("County or district"), ["县区", "区县", "所在县区", "行政区划"],
               required=True, parse=parse_area, example="沈阳市铁西区", width=24, max_length=100,
               note=_("With its city, or the code; the smallest that contains the place.")),
        Column("place", _("Place within it"), ["风险区", "具体范围", "范围", "地点"],
               example="工人村街道重工社区", width=32, max_length=100,
               note=_("Blank: all of it.")),
        Column("level", pgettext_lazy("risk area", "Level"), ["风险等级", "等级", "类别"],
               required=True, choices=RiskLevel.choices, example=str(RiskLevel.HIGH.label)),
        Column("since_on", _("Since"), ["划定日期", "起始日期", "开始日期"], required=True,
               kind=ColumnKind.DAY),
        Column("until_on", _("None any more from"), ["解除日期", "降级日期"], kind=ColumnKind.DAY),
        Column("document_number", _("Number of the document"), ["文号", "依据", "来源"],
               required=True, example="辽疫防指〔2022〕117号", width=24, max_length=100),
    ]  # fmt: skip


def facts_of(row: Row) -> dict[str, Any]:
    """What the row announces."""
    values = row.values
    until = values.get("until_on", "")
    return {
        "area_code": values["area_code"],
        "place": values.get("place", ""),
        "level": values["level"],
        "since_on": date.fromisoformat(values["since_on"]),
        "until_on": date.fromisoformat(until) if until else None,
        "document_number": values["document_number"],
    }

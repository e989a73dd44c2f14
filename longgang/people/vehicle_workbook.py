"""The workbook of a company's vehicles: its columns, and a row as what the register takes."""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from longgang.core.excel import Column, ColumnKind, Row, parse_plate_colour
from longgang.core.identifiers import PlateColour

from .models import VehicleKind

MAX_ROWS = 1000


def vehicle_columns() -> list[Column]:
    """The columns of the template, named as the register names them."""
    return [
        Column("plate", _("Plate"), ["车牌号", "车牌号码", "车号"], required=True,
               example="辽PA1234", text=True, max_length=20),
        Column("colour", _("Plate colour"), ["号牌颜色"], required=True,
               choices=PlateColour.choices, parse=parse_plate_colour,
               example=PlateColour.YELLOW.label),
        Column("kind", _("Kind of vehicle"), ["车型"], required=True,
               choices=VehicleKind.choices, example=VehicleKind.TANKER.label),
        Column("vin", _("VIN"), ["车架号", "车辆识别代码"], text=True, width=20, max_length=20),
        Column("carries_hazard", _("Carries hazardous goods"), ["是否危货"],
               kind=ColumnKind.YES_NO),
        Column("licence_number", _("Road transport licence"), ["道路运输证号"], text=True,
               width=18, max_length=40),
        Column("licence_expires_on", _("Licence expires on"), ["道路运输证有效期"],
               kind=ColumnKind.DAY),
        Column("tank_number", _("Tank number"), ["罐体号"], text=True, max_length=40),
        Column("tank_media", _("Goods the tank may hold (UN numbers)"), ["罐体介质"], text=True,
               width=22, note=_("With commas, for example 1830, 1831.")),
        Column("tank_inspected_until", _("Tank inspected until"), ["罐检有效期"],
               kind=ColumnKind.DAY),
    ]  # fmt: skip


def facts_of(row: Row) -> dict[str, Any]:
    """What the row says about the vehicle besides its plate; blank cells say nothing."""
    facts: dict[str, Any] = {
        key: value
        for key in ("kind", "vin", "licence_number", "tank_number")
        if (value := row.values.get(key, ""))
    }
    for key in ("licence_expires_on", "tank_inspected_until"):
        if day := row.values.get(key, ""):
            facts[key] = date.fromisoformat(day)
    if media := row.values.get("tank_media", ""):
        facts["tank_media"] = split_media(media)
    if says := row.values.get("carries_hazard", ""):
        facts["carries_hazard"] = says == "yes"
    return facts


def split_media(text: str) -> list[str]:
    """The UN numbers between commas or spaces, Chinese ones too."""
    return [part.upper().removeprefix("UN") for part in re.split(r"[,，、;；\s]+", text) if part]

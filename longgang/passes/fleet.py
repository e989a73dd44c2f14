"""Reads a workbook of trips: its columns, and one row as an application.

What the register knows may be left blank: a company's drivers by name, a vehicle's papers by plate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.areas.api import list_premises, parse_area
from longgang.core.days import parse_day, parse_moment
from longgang.core.errors import Refusal, Refused, Words
from longgang.core.excel import Column, ColumnKind, Row, parse_plate_colour
from longgang.core.identifiers import (
    IdKind,
    PlateColour,
    parse_contact_phone,
    parse_id_number,
    parse_phone,
    parse_plate,
    parse_plate_number,
)
from longgang.core.privacy import mask_address, mask_id_number, mask_name, mask_phone
from longgang.people.api import Company, Person, Vehicle, crew_of, vehicles_of

from .application import (
    MESSAGE_NOTE,
    Application,
    Certificate,
    GoodsClass,
    Hazard,
    PackingGroup,
    Party,
    Rider,
    RiderRole,
    TripKind,
)
from .knowing import QUALIFICATIONS
from .substances import SUBSTANCES

MAX_ROWS = 300
MAX_WEIGHT_T = 1000

_GOODS = [choice for choice in GoodsClass.choices if choice[0] != GoodsClass.NONE]


def columns() -> list[Column]:
    """The columns of the template; the checkpoints of this moment are its last dropdown."""
    return [*_VEHICLE, *_people("driver", _("Driver"), required=True),
            *_people("escort", _("Hazardous goods escort"), required=False), *_GOODS_COLUMNS,
            *_party("consignor", _("Consignor"), _("Huludao Haichen Chemical Co., Ltd.")),
            *_party("consignee", _("Consignee"), _("Qinhuangdao Yuanfan Chemical Co., Ltd.")),
            _checkpoint_column(), *_TRIP, *_HAZARD]  # fmt: skip


_VEHICLE = [
    Column("plate", _("Plate"), ["车牌号", "车牌号码", "车号"], required=True, example="辽PA1234",
           text=True, max_length=20),
    Column("plate_colour", _("Plate colour"), ["号牌颜色"], required=True,
           choices=PlateColour.choices, parse=parse_plate_colour, example=PlateColour.YELLOW.label),
    Column("trailer_plate", _("Trailer plate"), ["挂车号", "挂车号牌"], text=True, max_length=20),
]  # fmt: skip


def _people(prefix: str, who: Words, *, required: bool) -> list[Column]:
    known = {"driver": "司机", "escort": "押运员"}[prefix]
    note = _("May be blank when the name stands in the company's list of drivers.")
    return [
        Column(f"{prefix}_name", format_lazy(_("{who} name"), who=who), [f"{known}姓名"],
               required=required, example=_("Wang Haisheng") if required else "", max_length=60,
               mask=mask_name),
        Column(f"{prefix}_id_number", format_lazy(_("{who} ID number"), who=who),
               [f"{known}身份证", f"{known}身份证号", f"{known}证件号码"], text=True, width=22,
               note=note, max_length=40, mask=mask_id_number),
        Column(f"{prefix}_phone", format_lazy(_("{who} phone"), who=who),
               [f"{known}手机", f"{known}电话"], text=True, width=14, note=note, max_length=30,
               mask=mask_phone),
        Column(f"{prefix}_certificate", format_lazy(_("{who} certificate"), who=who),
               [f"{known}从业资格证号", f"{known}资格证"], text=True, note=note, max_length=40),
        Column(f"{prefix}_certificate_until",
               format_lazy(_("{who} certificate valid until"), who=who),
               [f"{known}资格证有效期"], kind=ColumnKind.DAY, note=note),
        Column(f"{prefix}_sampled_at", format_lazy(_("{who} test sampled at"), who=who),
               [f"{known}核酸采样时间"], kind=ColumnKind.MOMENT, width=18),
    ]  # fmt: skip


def _party(prefix: str, who: Words, example: Words) -> list[Column]:
    known = {"consignor": "托运", "consignee": "收货"}[prefix]
    place = {"consignor": "始发地", "consignee": "目的地"}[prefix]
    return [
        Column(f"{prefix}_name", format_lazy(pgettext_lazy("party", "{who} name"), who=who),
               [f"{known}单位", f"{known}单位名称"], required=True, width=24, example=example,
               max_length=100),
        Column(f"{prefix}_area", format_lazy(_("{who} area"), who=who), [place], required=True,
               width=24, note=_("To the county; in this district to the street."), max_length=100),
        Column(f"{prefix}_address", format_lazy(_("{who} address"), who=who),
               [f"{place}详细地址"], width=24, mask=mask_address),
        Column(f"{prefix}_contact", format_lazy(_("{who} contact"), who=who), [f"{known}联系人"],
               max_length=50, mask=mask_name),
        Column(f"{prefix}_phone", format_lazy(_("{who} contact phone"), who=who),
               [f"{known}电话"], text=True, max_length=30, mask=mask_phone, note=MESSAGE_NOTE),
    ]  # fmt: skip


_GOODS_COLUMNS = [
    Column("goods_class", _("Class of goods"), ["物资类别"], required=True, choices=_GOODS,
           width=18),
    Column("goods_name", _("Goods"), ["品名", "货物名称"], required=True,
           example=_("Sulphuric acid"),
           max_length=100),
    Column("goods_quantity", _("Quantity"), ["数量"], max_length=50),
    Column("weight_t", _("Weight (t)"), ["重量", "重量(吨)", "吨位"], kind=ColumnKind.NUMBER),
]  # fmt: skip
_TRIP = [
    Column("expected_entry_at", _("Expected entry"), ["预计到达时间", "预计进入时间"],
           required=True, kind=ColumnKind.MOMENT, width=18),
    Column("route", _("Route"), ["途经地", "行驶路线"], max_length=200),
]  # fmt: skip
_HAZARD = [
    Column("un_number", _("UN number"), ["UN编号", "联合国编号"], text=True, max_length=10,
           note=_("Hazardous goods only.")),
    Column("hazard_class", _("Hazard class"), ["危险货物类别", "类项"], text=True, max_length=10,
           note=_("May be blank for UN 1830, 1831, 1832 and 2796.")),
    Column("packing_group", _("Packing group"), ["包装类别"], choices=PackingGroup.choices),
    Column("waybill_number", _("Waybill number"), ["运单号", "电子运单号"], text=True,
           max_length=50),
    Column("emergency_phone", _("Emergency phone"), ["应急电话"], text=True, max_length=30,
           mask=mask_phone),
    Column("licence_number", _("Road transport licence"), ["道路运输证号"], text=True,
           max_length=40, note=_("May be blank when the register knows the vehicle.")),
    Column("licence_until", _("Licence valid until"), ["道路运输证有效期"], kind=ColumnKind.DAY),
]  # fmt: skip


def _checkpoint_column() -> Column:
    names = [(premises.number, premises.name) for premises in list_premises("checkpoint")]
    return Column("checkpoint_number", _("Entry checkpoint"), ["拟下高速路口", "卡口", "入口卡口"],
                  required=True, choices=names, width=22)  # fmt: skip


@dataclass
class FleetReader:
    """Turns rows into applications for one company; the register is asked once for all rows."""

    company: Company
    signature: str
    vehicles: dict[tuple[str, str], Vehicle]
    crew: dict[str, Person]

    @classmethod
    def of(cls, company: Company, *, signature: str) -> "FleetReader":
        """A reader that knows the company's vehicles and drivers. Three queries."""
        return cls(
            company,
            signature,
            {(each.plate, each.colour): each for each in vehicles_of(company)},
            {each.name: each for each in crew_of(company).prefetch_related("qualifications")},
        )

    def read(self, row: Row) -> Application | None:
        """The row as an application, as far as it can be read; faults then stand in the row.

        None where not even when and what is known.
        """
        cells = _Cells(row)
        colour = row.values.get("plate_colour", "")
        plate = cells.parse("plate", lambda text: _read_plate(text, colour))
        trailer = cells.parse("trailer_plate", lambda text: _read_plate(text, colour))
        riders = [self._read_rider(cells, "driver", RiderRole.DRIVER)]
        if row.values.get("escort_name"):
            riders.append(self._read_rider(cells, "escort", RiderRole.ESCORT))
        consignor, consignee = _read_party(cells, "consignor"), _read_party(cells, "consignee")
        painted = parse_plate(plate, colour).colour if plate and colour else colour
        vehicle = self.vehicles.get((plate or "", painted))
        hazard = _read_hazard(cells, vehicle) if row.values.get("un_number") else None
        moment = cells.parse("expected_entry_at", parse_moment)
        weight = cells.parse("weight_t", _parse_weight)
        if moment is None or not row.values.get("goods_class"):
            return None
        return Application(
            trip_kind=TripKind.FREIGHT,
            goods_class=row.values["goods_class"],
            plate=plate or "",
            plate_colour=painted,
            vehicle_kind=vehicle.kind if vehicle else "",
            vin=vehicle.vin if vehicle else "",
            trailer_plate=trailer or "",
            riders=tuple(rider for rider in riders if rider is not None),
            consignor=consignor,
            consignee=consignee or Party("", "", "", "", ""),
            checkpoint_number=row.values.get("checkpoint_number", ""),
            expected_entry_at=moment,
            signature=self.signature,
            goods_name=row.values.get("goods_name", ""),
            goods_quantity=row.values.get("goods_quantity", ""),
            weight_t=weight,
            route=row.values.get("route", ""),
            hazard=hazard,
        )

    def _read_rider(self, cells: "_Cells", prefix: str, role: RiderRole) -> Rider | None:
        """Who is named; what the cells leave blank comes from the register."""
        name = cells.text(f"{prefix}_name")
        known = self.crew.get(name)
        id_number = cells.parse(f"{prefix}_id_number", parse_id_number)
        phone = cells.parse(f"{prefix}_phone", parse_phone)
        if not id_number and known is None:
            if not cells.text(f"{prefix}_id_number"):
                cells.fault(f"{prefix}_id_number", _NOT_KNOWN)
            return None
        return Rider(
            role=role,
            name=name,
            id_kind=known.id_kind if known and not id_number else IdKind.RESIDENT,
            id_number=id_number or (known.id_number if known else ""),
            phone=phone or (known.phone if known else ""),
            sampled_at=cells.parse(f"{prefix}_sampled_at", parse_moment),
            certificate=_read_certificate(cells, prefix, known, role),
        )


def _read_certificate(
    cells: "_Cells", prefix: str, known: Person | None, role: RiderRole
) -> Certificate | None:
    number = cells.text(f"{prefix}_certificate")
    until = cells.parse(f"{prefix}_certificate_until", parse_day)
    if number and until:
        return Certificate(number, until)
    if known is not None:
        for held in known.qualifications.all():
            if held.kind == QUALIFICATIONS.get(role):
                return Certificate(held.number, held.expires_on)
    return None


def _read_party(cells: "_Cells", prefix: str) -> Party | None:
    area = cells.parse(f"{prefix}_area", parse_area)
    phone = cells.parse(f"{prefix}_phone", parse_contact_phone)
    return Party(
        name=cells.text(f"{prefix}_name"),
        area_code=area or "",
        address=cells.text(f"{prefix}_address"),
        contact=cells.text(f"{prefix}_contact"),
        phone=phone or "",
    )


def _read_hazard(cells: "_Cells", vehicle: Vehicle | None) -> Hazard | None:
    un_number = cells.text("un_number").upper().removeprefix("UN").strip()
    known = SUBSTANCES.get(un_number)
    hazard_class = cells.text("hazard_class") or (known.hazard_class if known else "")
    packing_group = cells.text("packing_group") or (known.packing_group if known else "")
    if not hazard_class or not packing_group:
        cells.fault("hazard_class" if packing_group else "packing_group", _CLASS_MISSING)
        return None
    number = cells.text("licence_number") or (vehicle.licence_number if vehicle else "")
    until = cells.parse("licence_until", parse_day) or (
        vehicle.licence_expires_on if vehicle else None
    )
    if any(map(cells.row.is_faulty, ("plate", "plate_colour", "licence_until"))):
        return None  # which vehicle it is, or until when, is to be corrected first
    if not number or until is None:
        cells.fault("licence_number", _LICENCE_MISSING)
        return None
    return Hazard(
        un_number=un_number,
        proper_name=known.proper_name if known else cells.text("goods_name"),
        hazard_class=hazard_class,
        packing_group=packing_group,
        waybill_number=cells.text("waybill_number"),
        emergency_phone=cells.parse("emergency_phone", parse_contact_phone) or "",
        road_licence=Certificate(number, until),
        tank_number=vehicle.tank_number if vehicle else "",
        tank_media=tuple(vehicle.tank_media) if vehicle else (),
        tank_inspected_until=vehicle.tank_inspected_until if vehicle else None,
    )


def _read_plate(text: str, colour: str) -> str:
    """A plate in its colour; of a colour that could not be read, the plate alone."""
    return parse_plate(text, colour).number if colour else parse_plate_number(text)


def _parse_weight(text: str) -> Decimal:
    """Tonnes, to the hundredth."""
    weight = Decimal(text[:30])
    if not 0 < weight <= MAX_WEIGHT_T:
        raise Refused(_IMPOSSIBLE_WEIGHT)
    return round(weight, 2)


Value = TypeVar("Value", str, date, datetime, Decimal)


@dataclass
class _Cells:
    """One row's cells; what a parser refuses becomes a fault of the cell."""

    row: Row

    def text(self, key: str) -> str:
        return self.row.values.get(key, "").strip()

    def parse(self, key: str, parser: Callable[[str], Value]) -> Value | None:
        """The parsed cell, or None when it is blank or faulty."""
        text = self.text(key)
        if not text or self.row.is_faulty(key):
            return None
        try:
            return parser(text)
        except Refused as refused:
            self.fault(key, *refused.refusals)
            return None

    def fault(self, key: str, *refusals: Refusal) -> None:
        """Note it, unless the cell could not be read anyway: then that is what is wrong."""
        if not self.row.is_faulty(key):
            self.row.add_faults(key, *refusals)


_NOT_KNOWN = Refusal(
    "passes.rider_not_known",
    _("The ID number is missing, and nobody of this name is on the company's list."),
    _("Write the ID number, or put the person on the list of drivers."),
)
_CLASS_MISSING = Refusal(
    "passes.hazard_class_missing",
    _("The class or packing group of these goods is missing."),
    _("Both stand on the waybill and in the safety data sheet."),
)
_IMPOSSIBLE_WEIGHT = Refusal(
    "passes.weight_impossible",
    _("No vehicle carries this weight."),
    _("Write tonnes, for example 29.5."),
)
_LICENCE_MISSING = Refusal(
    "passes.hazard_licence_missing",
    _("The road transport licence is missing, and the register does not know it."),
    _("Write its number and its last valid day."),
)

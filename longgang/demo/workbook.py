"""The workbook with the acid works' 29 tankers of tomorrow, for the reader to upload."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from longgang.areas.api import full_area_name
from longgang.core.clock import now, today
from longgang.core.excel import write_template
from longgang.passes.api import GoodsClass, fleet_columns
from longgang.people.api import Company, Person, crew_of, vehicles_of

from .district import CHECKPOINTS, TRADES

FIRST_ENTRY = time(6, 0)
HOURS_SINCE_TEST = 6


def write_tomorrow(company: Company) -> bytes:
    """Tomorrow's trips of the whole fleet, in the columns of the upload's own template."""
    return write_template(_("Vehicle pass applications"), fleet_columns(), (), _rows(company))


def _rows(company: Company) -> Iterator[Mapping[str, str]]:
    """A row for each tanker, a minute apart from six in the morning on."""
    crew = list(crew_of(company).order_by("pk").prefetch_related("qualifications"))
    drivers, escorts = _qualified(crew, "hazard_driver"), _qualified(crew, "hazard_escort")
    first = datetime.combine(today() + timedelta(days=1), FIRST_ENTRY)
    sampled = f"{localtime(now() - timedelta(hours=HOURS_SINCE_TEST)):%Y-%m-%d %H:%M}"
    vehicles = vehicles_of(company).order_by("pk")
    for number, (vehicle, driver, escort) in enumerate(
        zip(vehicles, drivers, escorts, strict=True)
    ):
        yield {
            **_trade_cells(company),
            "plate": vehicle.plate,
            "plate_colour": vehicle.get_colour_display(),
            "driver_name": driver.name,
            "driver_sampled_at": sampled,
            "escort_name": escort.name,
            "escort_sampled_at": sampled,
            "checkpoint_number": CHECKPOINTS[0][0],
            "expected_entry_at": f"{first + timedelta(minutes=number):%Y-%m-%d %H:%M}",
            "waybill_number": f"YD{first:%y%m%d}{number + 1:03d}",
        }


def _qualified(crew: list[Person], kind: str) -> list[Person]:
    return [each for each in crew if any(held.kind == kind for held in each.qualifications.all())]


def _trade_cells(company: Company) -> dict[str, str]:
    """What is the same in every row: sulphuric acid, from the works to its customer."""
    trade = TRADES[0]
    return {
        "goods_class": str(GoodsClass(trade.goods_class).label),
        "goods_name": trade.goods[0],
        "goods_quantity": "1罐",
        "weight_t": "30",
        "un_number": "1830",
        "emergency_phone": "19900009110",
        "route": "G1京哈高速",
        "consignor_name": company.name,
        "consignor_area": full_area_name(trade.area_code),
        "consignor_address": company.address,
        "consignor_contact": company.contact_name,
        "consignor_phone": company.contact_phone,
        "consignee_name": trade.partner,
        "consignee_area": full_area_name(trade.partner_area),
        "consignee_address": "物流园1号",
        "consignee_contact": "刘调度",
        "consignee_phone": "19900009000",
    }

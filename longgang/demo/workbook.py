"""Workbooks for the reader to upload: the works' 29 tankers of tomorrow, a lab's results."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from longgang.areas.api import full_area_name
from longgang.core.clock import now, today
from longgang.core.excel import write_template
from longgang.health.api import result_columns
from longgang.measures.api import Measure
from longgang.passes.api import GoodsClass, fleet_columns
from longgang.people.api import Company, Person, crew_of, vehicles_of

from . import names
from .care import LAB
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


# --- the lab's results of today -----------------------------------------------------------------

IN_THE_LAB = 24  # people
POSITIVE, WAITING, TWICE = 2, 6, 9  # places in the list
UNKNOWN = 1900  # place in the sequence of invented people: nobody has entered this one


def write_results() -> bytes:
    """What a lab found this morning of people under a measure: one positive, one that it is still
    at, one that is listed twice, one person whom nobody knows, and one with a mistyped ID number.
    """
    return write_template(_("Test results"), result_columns(), (), _results())


def _results() -> Iterator[Mapping[str, str]]:
    sampled = f"{localtime(now() - timedelta(hours=HOURS_SINCE_TEST)):%Y-%m-%d %H:%M}"
    same = {"sampled_at": sampled, "sampling": "单采", "lab": LAB}
    running = Measure.objects.open().order_by("pk").select_related("person")[:IN_THE_LAB]
    for place, measure in enumerate(running):
        said = {POSITIVE: "阳性", WAITING: "检测中"}.get(place, "阴性")
        person = measure.person
        row = {**same, "name": person.name, "id_number": person.id_number, "result": said}
        if place == IN_THE_LAB - 1:
            row["id_number"] = row["id_number"][:-1] + "?"
        yield row
        if place == TWICE:
            yield row
    unknown = {"name": names.person_name(UNKNOWN), "id_number": names.id_number(UNKNOWN)}
    yield {**same, **unknown, "result": "阴性"}

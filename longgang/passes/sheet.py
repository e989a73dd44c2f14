"""What is printed on the pass, in both languages at once, whatever language the page has."""

from collections.abc import Callable

from django.utils.timezone import localtime
from django.utils.translation import override

from longgang.areas.api import full_area_name, place_name
from longgang.core.privacy import mask_id_number, mask_name
from longgang.core.sentences import beside

from .application import TripKind
from .models import VehiclePass

Row = tuple[str, str, str]
_VISITED: dict[str, tuple[str, str]] = {
    TripKind.FREIGHT: ("收货单位", "Consignee"),
    TripKind.PRIVATE: ("到访对象", "Visits"),
}
COUNTY_CODE_LENGTH = 6


def sheet_rows(vehicle_pass: VehiclePass) -> list[Row]:
    """Rows of Chinese label, English label and value."""
    rows = [
        ("车牌号码", "Number plate", _plates(vehicle_pass)),
        ("始发地", "From", _county(vehicle_pass.consignor_area)),
        ("目的地", "To", _county(vehicle_pass.consignee_area)),
        ("托运单位", "Consignor", vehicle_pass.name_of("consignor")),
        (*_VISITED[vehicle_pass.trip_kind], vehicle_pass.name_of("consignee")),
        ("货物", "Goods", _goods(vehicle_pass)),
        ("入区卡口", "Entry checkpoint", _checkpoint(vehicle_pass)),
        ("途经路线", "Route", vehicle_pass.route),
        ("有效期", "Valid", _validity(vehicle_pass)),
    ]
    return [row for row in rows if row[2]]


def people_rows(vehicle_pass: VehiclePass) -> list[Row]:
    """Role, name and number of everybody aboard, masked: enough to compare with the card in hand.

    Expects `aboard` loaded.
    """
    return [
        (
            both_languages(each.get_role_display),
            mask_name(each.name),
            mask_id_number(each.id_number),
        )
        for each in vehicle_pass.aboard.all()
    ]


def _plates(vehicle_pass: VehiclePass) -> str:
    return " / ".join(filter(None, [vehicle_pass.plate, vehicle_pass.trailer_plate]))


def _county(code: str) -> str:
    """Origin and destination are named down to the county (notice of April 2022)."""
    if not code:
        return ""
    return both_languages(lambda: full_area_name(code[:COUNTY_CODE_LENGTH]))


def _checkpoint(vehicle_pass: VehiclePass) -> str:
    return both_languages(lambda: place_name(vehicle_pass.checkpoint_number))


def both_languages(say: Callable[[], str]) -> str:
    """What something is called in Chinese and in English, once if that is the same."""
    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            said.append(say())
    return beside(*dict.fromkeys(said))


def _goods(vehicle_pass: VehiclePass) -> str:
    un_number = f"UN {vehicle_pass.un_number}" if vehicle_pass.un_number else ""
    weight = f"{vehicle_pass.weight_t} t" if vehicle_pass.weight_t is not None else ""
    parts = [vehicle_pass.goods_name, un_number, vehicle_pass.goods_quantity, weight]
    return beside(*parts)


def _validity(vehicle_pass: VehiclePass) -> str:
    assert vehicle_pass.valid_from is not None
    assert vehicle_pass.valid_until is not None
    begin, end = localtime(vehicle_pass.valid_from), localtime(vehicle_pass.valid_until)
    return f"{begin:%Y-%m-%d %H:%M} — {end:%Y-%m-%d %H:%M}"

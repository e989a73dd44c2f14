"""Applications, and passes in every state; states are only reached through the real actions."""

import dataclasses
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from longgang.accounts.api import User
from longgang.areas.models import Premises
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if, now, today
from longgang.core.identifiers import credit_check_digit, id_check_digit
from longgang.core.tokens import new_number
from longgang.passes.actions.applications import submit_application
from longgang.passes.actions.pass_rules import RuleFigures, set_rule
from longgang.passes.actions.reviews import issue_pass, return_application
from longgang.passes.application import (
    Application,
    Certificate,
    GoodsClass,
    Hazard,
    Party,
    Rider,
    RiderRole,
    TripKind,
)
from longgang.passes.default_rules import default_rules, load_rules
from longgang.passes.models import PassRule, VehiclePass
from longgang.people.api import Company, Person, find_or_register_person, register_company

DISTRICT = "211403"
LONGWAN = "211403005"
BINHAI = "211403006"
QINHUANGDAO = "130302"  # a county outside
WEST_EXIT, PORT = "KK000000001", "KK000000002"


def id_number(serial: int = 1, born: str = "19850615") -> str:
    """A number with a right check digit that is nobody's."""
    body = f"{DISTRICT}{born}{serial:03d}"
    return body + id_check_digit(body)


def credit_code(serial: int = 1) -> str:
    """A credit code with a right check character."""
    body = f"91{DISTRICT}MA{serial:07d}"
    return body + credit_check_digit(body)


def a_waiting_company(by: User, name: str) -> Company:
    """Registered, and not approved yet."""
    return register_company(
        name=name,
        credit_code=credit_code(),
        industry="chemicals",
        area_code=LONGWAN,
        address="锦山路 1 号",
        contact_name=by.name,
        contact_phone="13600000009",
        by=by,
    )


def a_checkpoint(number: str = WEST_EXIT, name: str = "龙湾高速口", **changes: Any) -> Premises:
    """A place where vehicles are checked."""
    values = {
        "kind": "checkpoint", "name": name, "name_en": f"Exit {number[-1]}", "area_code": LONGWAN,
        "road_kind": "motorway_exit", "direction": "both",
    } | changes  # fmt: skip
    return Premises.objects.get_or_create(number=number, defaults=values)[0]


def the_rules(**changes: Any) -> None:
    """The default rules, without tests and documents unless asked for; set an hour ago."""
    with as_if(now() - timedelta(hours=1)):
        load_rules(by=SYSTEM)
    for row in PassRule.objects.filter(valid_to=None):
        a_rule(row.trip_kind, row.goods_class, desk_kind=row.desk_kind, **changes)


def rules_at_hand() -> None:
    """The rows that `the_rules` makes, without its events: hundreds of tests begin with them."""
    first, since = now() - timedelta(hours=1), now() - timedelta(minutes=30)
    PassRule.objects.bulk_create(
        PassRule(
            number=new_number("GZ"),
            trip_kind=trip_kind,
            goods_class=goods_class,
            valid_from=valid_from,
            valid_to=valid_to,
            document_number="龙政发〔2026〕1号",
            author_name=SYSTEM.as_actor().name,
            created_at=valid_from,
            **dataclasses.asdict(shown) | {"documents": list(shown.documents)},
        )
        for (trip_kind, goods_class), figures in default_rules().items()
        for shown, valid_from, valid_to in (
            (figures, first, since),
            (RuleFigures(figures.desk_kind, needs_seal=figures.needs_seal), since, None),
        )
    )


def a_rule(trip_kind: str, goods_class: str, **changes: Any) -> PassRule:
    """A newer rule for this kind of trip, in force from this moment on."""
    last = PassRule.objects.get(trip_kind=trip_kind, goods_class=goods_class, valid_to=None)
    figures = RuleFigures(**{"desk_kind": last.desk_kind, "needs_seal": last.needs_seal} | changes)
    return set_rule(
        trip_kind,
        goods_class,
        figures,
        valid_from=max(now() - timedelta(minutes=30), last.valid_from + timedelta(seconds=1)),
        document_number="龙政发〔2026〕1号",
        by=SYSTEM,
    )


def in_hours(hours: float) -> datetime:
    """A whole minute, so many hours from now."""
    return (now() + timedelta(hours=hours)).replace(second=0, microsecond=0)


def in_days(days: int) -> date:
    """A day, so many days from today."""
    return today() + timedelta(days=days)


def a_driver(serial: int = 1, **changes: Any) -> Rider:
    """Somebody who drives."""
    values: dict[str, Any] = {
        "role": RiderRole.DRIVER, "name": "张伟", "id_kind": "111", "id_number": id_number(serial),
        "phone": f"1370000{serial:04d}",
    }  # fmt: skip
    return Rider(**values | changes)


def an_escort(serial: int = 2, **changes: Any) -> Rider:
    """Somebody who looks after a dangerous load."""
    values = {"role": RiderRole.ESCORT, "name": "王芳"} | changes
    return a_driver(serial, **values)


def a_consignor(**changes: Any) -> Party:
    """Outside the district."""
    values = {
        "name": "海港物资有限公司", "area_code": QINHUANGDAO, "address": "港口路 8 号",
        "contact": "赵敏", "phone": "13600000001",
    }  # fmt: skip
    return Party(**values | changes)


def a_consignee(**changes: Any) -> Party:
    """In Longwan street."""
    values = {
        "name": "龙湾钢构有限公司", "area_code": LONGWAN, "address": "锦山路 1 号",
        "contact": "钱进", "phone": "13600000002",
    }  # fmt: skip
    return Party(**values | changes)


def a_hazard(**changes: Any) -> Hazard:
    """Sulphuric acid, everything valid."""
    values: dict[str, Any] = {
        "un_number": "1830", "proper_name": "硫酸", "hazard_class": "8", "packing_group": "II",
        "waybill_number": "YD2026000001", "emergency_phone": "13600000003",
        "road_licence": Certificate("211400000001", in_days(200)), "tank_number": "G0001",
        "tank_media": ("1830", "2796"), "tank_inspected_until": in_days(100),
    }  # fmt: skip
    return Hazard(**values | changes)


def an_application(**changes: Any) -> Application:
    """Steel to Longwan in two hours."""
    values: dict[str, Any] = {
        "trip_kind": TripKind.FREIGHT, "goods_class": GoodsClass.INDUSTRIAL, "plate": "辽P12345",
        "plate_colour": "2", "riders": (a_driver(),), "consignor": a_consignor(),
        "consignee": a_consignee(), "checkpoint_number": WEST_EXIT,
        "expected_entry_at": in_hours(2), "signature": "张伟", "vehicle_kind": "truck",
        "goods_name": "钢板", "goods_quantity": "10 卷", "weight_t": Decimal("20.50"),
        "route": "京哈高速",
    }  # fmt: skip
    return Application(**values | changes)


def an_acid_application(**changes: Any) -> Application:
    """Acid, with driver, escort and every certificate."""
    certificate = Certificate("211400112233", in_days(300))
    values: dict[str, Any] = {
        "riders": (a_driver(certificate=certificate), an_escort(certificate=certificate)),
        "hazard": a_hazard(), "goods_name": "硫酸", "vehicle_kind": "tanker",
        "goods_class": GoodsClass.RAW_MATERIAL,
    }  # fmt: skip
    return an_application(**values | changes)


def a_private_application(**changes: Any) -> Application:
    """A family visit to Longwan."""
    values: dict[str, Any] = {
        "trip_kind": TripKind.PRIVATE, "goods_class": GoodsClass.NONE, "consignor": None,
        "goods_name": "", "goods_quantity": "", "weight_t": None, "plate": "京A88888",
        "plate_colour": "1", "vehicle_kind": "car",
    }  # fmt: skip
    return an_application(**values | changes)


def a_submitted_pass(by: User, *, company: Company | None = None, **changes: Any) -> VehiclePass:
    """Waiting at its desk."""
    return submit_application(an_application(**changes), by=by, company=company)


def a_returned_pass(
    by: User, *, reviewer: User, fields: tuple[str, ...] = ("goods_name",), **changes: Any
) -> VehiclePass:
    """Sent back for correction."""
    vehicle_pass = a_submitted_pass(by, **changes)
    return_application(vehicle_pass, fields=fields, by=reviewer, reason="品名不清楚")
    return vehicle_pass


def an_issued_pass(
    by: User, *, reviewer: User, company: Company | None = None, **changes: Any
) -> VehiclePass:
    """Approved, with number, code and expected trip."""
    return issue_pass(a_submitted_pass(by, company=company, **changes), by=reviewer)


def stale(row: VehiclePass) -> VehiclePass:
    """What somebody else has had on the screen since before."""
    return VehiclePass.objects.get(pk=row.pk)


def changed(application: Application, **changes: Any) -> Application:
    """The same application but for one thing."""
    return dataclasses.replace(application, **changes)


def a_number() -> str:
    """A number in the form of an application's, that nobody has."""
    return new_number("SQ")


def a_person(by: User, serial: int = 7) -> Person:
    """Somebody in the register."""
    return find_or_register_person(
        name="孙丽", id_number=id_number(serial), phone=f"1370000{serial:04d}", by=by
    )

"""The demo district before its first trip: rules, checkpoints, companies, vehicles, drivers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from longgang.accounts.api import User, open_account
from longgang.areas.api import Premises, add_area, add_premises, list_premises, parse_position
from longgang.arrivals.api import load_rules as load_arrival_rules
from longgang.audit.api import SYSTEM
from longgang.core.clock import today
from longgang.isolation.api import load_rules as load_site_rules
from longgang.measures.api import load_rules as load_measure_rules
from longgang.passes.api import (
    Certificate,
    GoodsClass,
    Hazard,
    Party,
    load_rules,
    rotate_signing_key,
)
from longgang.people.api import (
    Company,
    Person,
    Vehicle,
    add_member,
    add_qualification,
    approve_company,
    crew_of,
    find_company_named,
    find_or_register_person,
    managers_of,
    register_company,
    register_vehicle,
    vehicles_of,
)
from longgang.tracing.api import load_rules as load_tracing_rules

from . import cast, names
from .desks import give_desks_phones
from .local_rules import announce_risk_areas, set_local_rules
from .sites import add_places, open_sites

TANKERS = 29
# Places in the sequence of invented people: everybody has one of their own.
FIRST_DRIVER, FIRST_ESCORT, DRIVERS_OF_A_FLEET = 100, 500, 32
PLATES_OF_A_FLEET = 60

CHECKPOINTS = [
    ("京哈高速葫芦岛东出口", "Huludao East motorway exit", "211403006", "motorway_exit",
     "40.8121, 120.9553"),
    ("京哈高速葫芦岛西出口", "Huludao West motorway exit", "211403007", "motorway_exit",
     "40.7284, 120.7597"),
    ("柳条沟港口卡口", "Liutiaogou port checkpoint", "211403008", "port", "40.7128, 121.0245"),
    ("双树乡县道卡口", "Shuangshu county road checkpoint", "211403201", "county_road",
     "40.7852, 120.9318"),
]  # fmt: skip


@dataclass(frozen=True)
class Trade:
    """What a demo company is and what its trucks carry, from or to where."""

    name: str
    industry: str
    area_code: str
    goods_class: str
    goods: tuple[str, ...]
    partner: str
    partner_area: str
    fetches: bool = False  # its trucks fetch its goods; else they bring goods to it


TRADES = [
    Trade("葫芦岛海晨化工有限公司", "chemicals", "211403005", GoodsClass.RAW_MATERIAL, ("硫酸",),
          "秦皇岛远帆化工有限公司", "130302", fetches=True),
    Trade("龙港北辰有色金属冶炼有限公司", "metals", "211403005", GoodsClass.INDUSTRIAL,
          ("锌锭", "铅锭", "锌精矿"), "天津港宏矿业有限公司", "120116"),
    Trade("龙港渤湾船舶重工有限公司", "machinery", "211403010", GoodsClass.INDUSTRIAL,
          ("船用钢板", "舾装件"), "鞍山钢联贸易有限公司", "210302"),
    Trade("龙港顺达物流有限公司", "logistics", "211403007", GoodsClass.MAIL,
          ("快递包裹", "邮件"), "沈阳北方分拨中心", "210114"),
    Trade("龙港锦丰粮油批发有限公司", "food", "211403001", GoodsClass.LIVING,
          ("大米", "面粉", "食用油"), "盘锦稻香米业有限公司", "211102"),
    Trade("龙港望海蔬菜批发市场有限公司", "commerce", "211403006", GoodsClass.LIVING,
          ("蔬菜", "水果"), "寿光绿源蔬菜合作社", "370783"),
    Trade("龙港海润水产有限公司", "food", "211403010", GoodsClass.LIVING, ("冷冻水产", "冰鲜鱼"),
          "大连湾渔港有限公司", "210211", fetches=True),
    Trade("龙港惠农生产资料有限公司", "commerce", "211403201", GoodsClass.AGRICULTURE,
          ("化肥", "种子", "农膜"), "锦州化肥集团", "210702"),
    Trade("龙港宏建混凝土有限公司", "building", "211403009", GoodsClass.RAW_MATERIAL,
          ("水泥", "砂石"), "绥中石料有限公司", "211421"),
    Trade("龙港滨海燃气有限公司", "energy", "211403006", GoodsClass.ENERGY, ("民用煤", "柴油桶装"),
          "锦州石化销售有限公司", "210702"),
    Trade("龙港康泰医药有限公司", "commerce", "211403001", GoodsClass.MEDICAL,
          ("药品", "防护服", "检测试剂"), "沈阳医药供应链有限公司", "210102"),
    Trade("龙港港通国际贸易有限公司", "commerce", "211403008", GoodsClass.INDUSTRIAL,
          ("机电设备", "铝材"), "唐山曹妃甸港务有限公司", "130209", fetches=True),
]  # fmt: skip


@dataclass
class Fleet:
    """A company with what it takes to send trucks."""

    place: int
    company: Company
    trade: Trade
    dispatcher: User
    vehicles: list[Vehicle] = field(default_factory=list)
    drivers: list[Person] = field(default_factory=list)
    escorts: list[Person] = field(default_factory=list)

    @property
    def is_acid(self) -> bool:
        """Whether its trucks are the tankers of sulphuric acid."""
        return self.place == 0

    @property
    def own_party(self) -> Party:
        """The company as consignor or consignee."""
        return Party(
            name=self.company.name,
            area_code=self.trade.area_code,
            address=self.company.address,
            contact=self.company.contact_name,
            phone=self.company.contact_phone,
        )

    @property
    def partner(self) -> Party:
        """Who sits at the other end."""
        return Party(
            name=self.trade.partner,
            area_code=self.trade.partner_area,
            address="物流园1号",
            contact="刘调度",
            phone="19900009000",
        )


@dataclass
class District:
    """The district before its first trip, as one of those who live its story knows it."""

    staff: dict[str, User]
    checkpoints: list[Premises]
    fleets: dict[int, Fleet] = field(default_factory=dict)


def found_offices(*, since: date) -> None:
    """Rules, the key that signs passes, checkpoints, quarantine sites and staff."""
    load_rules(by=SYSTEM)
    load_measure_rules(by=SYSTEM)
    load_arrival_rules(by=SYSTEM)
    load_site_rules(by=SYSTEM)
    load_tracing_rules(by=SYSTEM)
    rotate_signing_key(by=SYSTEM)
    rules_officer = cast.appoint_rules_officer(since=since)
    set_local_rules(rules_officer)
    announce_risk_areas(rules_officer)
    _add_grids(since, by=rules_officer)
    _add_checkpoints(by=rules_officer)
    add_places(by=rules_officer)
    give_desks_phones(by=rules_officer)
    staff = cast.appoint_staff(since=since)
    open_sites(by=staff["health"])


def _add_grids(since: date, *, by: User) -> None:
    """Of the community that is shown."""
    for number, (code, name) in enumerate(cast.GRIDS.items(), 1):
        facts = {"name": name, "name_en": f"Grid {number}", "parent_code": cast.COMMUNITY}
        add_area(code=code, on=since, by=by, **facts)


def find_offices() -> District:
    """The same, read back."""
    return District(cast.staff_by_key(), list(list_premises("checkpoint")))


def found_fleets(district: District, places: Iterable[int], *, vehicles: int) -> None:
    """Some of the companies, each with its share of the district's vehicles and its drivers."""
    for place in places:
        fleet = _found_company(place, by=district.staff["supervisor"])
        _buy_vehicles(fleet, share_of(place, vehicles))
        _hire_drivers(fleet)
        district.fleets[place] = fleet


def find_acid_works(district: District) -> None:
    """The tankers with their crews, as another process has founded them."""
    company = find_company_named(TRADES[0].name)
    assert company is not None, "it is founded before anybody looks for it"
    vehicles = {vehicle.plate: vehicle for vehicle in vehicles_of(company)}
    crew = {person.id_number: person for person in crew_of(company)}
    district.fleets[0] = Fleet(
        0,
        company,
        TRADES[0],
        managers_of(company)[0],
        [vehicles[names.plate(number)] for number in range(TANKERS)],
        [crew[names.id_number(FIRST_DRIVER + number)] for number in range(TANKERS)],
        [crew[names.id_number(FIRST_ESCORT + number)] for number in range(TANKERS)],
    )


def share_of(place: int, vehicles: int) -> int:
    """The acid works' 29 tankers; the rest spread over the other companies."""
    others = len(TRADES) - 1
    return TANKERS if place == 0 else (vehicles - TANKERS + others - place) // others


def _add_checkpoints(*, by: User) -> None:
    for name, name_en, area_code, road_kind, position in CHECKPOINTS:
        add_premises(
            kind="checkpoint",
            name=name,
            name_en=name_en,
            area_code=area_code,
            position=parse_position(position),
            road_kind=road_kind,
            direction="both",
            by=by,
        )


def _found_company(place: int, *, by: User) -> Fleet:
    """A resident registers the company and becomes its manager; a supervisor approves it."""
    trade = TRADES[place]
    phone = cast.DISPATCHER_PHONE if place == 0 else names.phone(place + 1)
    dispatcher = open_account(phone, name=names.person_name(place))
    company = register_company(
        name=trade.name,
        credit_code=names.credit_code(place + 1),
        industry=trade.industry,
        area_code=trade.area_code,
        address=f"龙港区工业大街{place * 8 + 6}号",
        contact_name=names.person_name(place),
        contact_phone=phone,
        by=dispatcher,
    )
    approve_company(company, by=by)
    add_member(
        company, phone=names.phone(place + 51), name=names.person_name(place + 51), by=dispatcher
    )
    return Fleet(place, company, trade, dispatcher)


def _buy_vehicles(fleet: Fleet, share: int) -> None:
    """Vehicles with plates of their own: tankers for the acid works, of all kinds for the rest."""
    random = Random(fleet.place)  # noqa: S311 - the same district on every machine
    expires = today() + timedelta(days=400)
    for number in range(share):
        place = number if fleet.is_acid else PLATES_OF_A_FLEET * fleet.place + number
        papers: dict[str, Any] = {
            "licence_number": f"辽葫字{2110000 + place}",
            "licence_expires_on": expires,
        }
        if fleet.is_acid:
            papers |= {
                "carries_hazard": True,
                "tank_number": f"GC{place + 1:03d}",
                "tank_media": ["1830", "1832", "2796"],
                "tank_inspected_until": expires,
            }
        kind = "tanker" if fleet.is_acid else random.choice(["truck", "truck", "van", "tractor"])
        fleet.vehicles.append(
            register_vehicle(
                names.plate(place),
                "1" if kind == "van" else "2",
                company=fleet.company,
                kind=kind,
                by=fleet.dispatcher,
                **papers,
            )
        )


def _hire_drivers(fleet: Fleet) -> None:
    """A driver for every second vehicle; for every tanker a driver and an escort with papers."""
    if not fleet.is_acid:
        first = FIRST_ESCORT + DRIVERS_OF_A_FLEET * fleet.place
        wanted = (len(fleet.vehicles) + 1) // 2
        fleet.drivers += [_hire(first + number, fleet) for number in range(wanted)]
        return
    for number in range(TANKERS):
        fleet.drivers.append(_hire(FIRST_DRIVER + number, fleet, "hazard_driver"))
        fleet.escorts.append(_hire(FIRST_ESCORT + number, fleet, "hazard_escort"))


def _hire(place: int, fleet: Fleet, qualification: str = "") -> Person:
    person = find_or_register_person(
        name=names.person_name(place),
        id_number=names.id_number(place),
        phone=cast.DRIVER_PHONE if place == FIRST_DRIVER else names.phone(place + 2),
        company=fleet.company,
        by=fleet.dispatcher,
    )
    if qualification:
        add_qualification(
            person,
            kind=qualification,
            number=f"W{place:06d}",
            expires_on=today() + timedelta(days=300),
            by=fleet.dispatcher,
        )
    return person


def hazard_of(vehicle: Vehicle, *, waybill: str) -> Hazard:
    """Sulphuric acid in this tanker."""
    assert vehicle.licence_expires_on is not None
    return Hazard(
        un_number="1830",
        proper_name="硫酸，含酸高于51%",
        hazard_class="8",
        packing_group="II",
        waybill_number=waybill,
        emergency_phone="19900009110",
        road_licence=Certificate(vehicle.licence_number, vehicle.licence_expires_on),
        tank_number=vehicle.tank_number,
        tank_media=tuple(vehicle.tank_media),
        tank_inspected_until=vehicle.tank_inspected_until,
    )

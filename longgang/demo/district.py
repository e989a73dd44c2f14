"""The demo district before its first trip: rules, checkpoints, companies, vehicles, drivers."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.conf import settings

from longgang.accounts.api import User, open_account
from longgang.areas.api import Premises, add_premises, list_premises
from longgang.audit.api import SYSTEM
from longgang.core.clock import today
from longgang.passes.api import Certificate, GoodsClass, Hazard, Party, load_rules
from longgang.people.api import (
    Company,
    Person,
    Vehicle,
    add_member,
    add_qualification,
    approve_company,
    claim_person,
    find_or_register_person,
    register_company,
    register_vehicle,
)

from . import cast, names
from .desks import give_desks_phones

VEHICLES = 600
TANKERS = 29
FIRST_DRIVER, FIRST_ESCORT = 100, 500  # places in the sequence of invented people

CHECKPOINTS = [
    ("京哈高速葫芦岛东出口", "Huludao East motorway exit", "211403006", "motorway_exit"),
    ("京哈高速葫芦岛西出口", "Huludao West motorway exit", "211403007", "motorway_exit"),
    ("柳条沟港口卡口", "Liutiaogou port checkpoint", "211403008", "port"),
    ("双树乡县道卡口", "Shuangshu county road checkpoint", "211403201", "county_road"),
]


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

    company: Company
    trade: Trade
    dispatcher: User
    vehicles: list[Vehicle] = field(default_factory=list)
    drivers: list[Person] = field(default_factory=list)
    escorts: list[Person] = field(default_factory=list)

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
    """The district as it is before the first trip."""

    staff: dict[str, User]
    checkpoints: list[Premises]
    fleets: list[Fleet]


def found_district(*, since: date) -> District:
    """Rules, checkpoints, staff, companies, vehicles and drivers; all through the real actions."""
    load_rules(by=SYSTEM)
    rules_officer = cast.appoint_rules_officer(since=since)
    _add_checkpoints(by=rules_officer)
    give_desks_phones(by=rules_officer)
    staff = cast.appoint_staff(since=since) | {"rules": rules_officer}
    random = Random(settings.DISTRICT_CODE)  # noqa: S311 - the same district on every machine
    fleets = [_found_company(place, by=staff["supervisor"]) for place in range(len(TRADES))]
    _buy_vehicles(fleets, random=random)
    _hire_drivers(fleets)
    _welcome_residents()
    return District(staff, list(list_premises("checkpoint")), fleets)


def _add_checkpoints(*, by: User) -> None:
    for name, name_en, area_code, road_kind in CHECKPOINTS:
        add_premises(
            kind="checkpoint",
            name=name,
            name_en=name_en,
            area_code=area_code,
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
    return Fleet(company, trade, dispatcher)


def _buy_vehicles(fleets: list[Fleet], *, random: Random) -> None:
    """600 vehicles: the acid works' 29 tankers, the rest spread over the other companies."""
    expires = today() + timedelta(days=400)
    for place in range(VEHICLES):
        is_tanker = place < TANKERS
        fleet = fleets[0] if is_tanker else fleets[1 + place % (len(fleets) - 1)]
        papers = {
            "licence_number": f"辽葫字{2110000 + place}",
            "licence_expires_on": expires,
        }
        if is_tanker:
            papers |= {
                "carries_hazard": True,
                "tank_number": f"GC{place + 1:03d}",
                "tank_media": ["1830", "1832", "2796"],
                "tank_inspected_until": expires,
            }
        kind = "tanker" if is_tanker else random.choice(["truck", "truck", "van", "tractor"])
        fleet.vehicles.append(
            register_vehicle(
                names.plate(place),
                "2" if kind in {"tanker", "truck", "tractor"} else "1",
                company=fleet.company,
                kind=kind,
                by=fleet.dispatcher,
                **papers,
            )
        )


def _hire_drivers(fleets: list[Fleet]) -> None:
    """A driver for every second vehicle; for every tanker a driver and an escort with papers."""
    place = FIRST_DRIVER
    expires = today() + timedelta(days=300)
    for fleet in fleets:
        is_hazardous = fleet is fleets[0]
        wanted = TANKERS if is_hazardous else (len(fleet.vehicles) + 1) // 2
        for _driver in range(wanted):
            driver = _register(place, fleet)
            fleet.drivers.append(driver)
            if is_hazardous:
                add_qualification(
                    driver, kind="hazard_driver", number=f"W{place:06d}", expires_on=expires,
                    by=fleet.dispatcher,
                )  # fmt: skip
            place += 1
    for place in range(FIRST_ESCORT, FIRST_ESCORT + TANKERS):
        escort = _register(place, fleets[0])
        fleets[0].escorts.append(escort)
        add_qualification(
            escort, kind="hazard_escort", number=f"Y{place:06d}", expires_on=expires,
            by=fleets[0].dispatcher,
        )  # fmt: skip


def _register(place: int, fleet: Fleet) -> Person:
    phone = cast.DRIVER_PHONE if place == FIRST_DRIVER else names.phone(place + 2)
    return find_or_register_person(
        name=names.person_name(place),
        id_number=names.id_number(place),
        phone=phone,
        company=fleet.company,
        by=fleet.dispatcher,
    )


def _welcome_residents() -> None:
    """The driver and the resident whose logins are shown have claimed their entries."""
    driver = open_account(cast.DRIVER_PHONE, name=names.person_name(FIRST_DRIVER))
    claim_person(
        name=names.person_name(FIRST_DRIVER), id_number=names.id_number(FIRST_DRIVER), by=driver
    )
    resident = open_account(cast.RESIDENT_PHONE, name=names.person_name(99))
    claim_person(name=names.person_name(99), id_number=names.id_number(99), by=resident)


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

"""A district in the middle of its day: one of everything, all reached through the real actions."""

from dataclasses import dataclass, field
from datetime import timedelta

from longgang.accounts.actions import open_account
from longgang.accounts.api import Role, User, add_shift
from longgang.areas.models import Premises
from longgang.arrivals.api import Declaration, RiskArea
from longgang.audit.api import SYSTEM, disclose, seal_chain
from longgang.checkpoints.api import (
    Conflict,
    Contact,
    enrol_device,
    invite_device,
    read_check,
    receive_check,
)
from longgang.core.clock import as_if, now
from longgang.core.identifiers import PlateColour, parse_plate
from longgang.core.privacy import Purpose
from longgang.measures.api import Measure
from longgang.notices.api import notify
from longgang.notices.models import Delivery
from longgang.passes.actions.applications import submit_application
from longgang.passes.actions.blocklist import confirm_block, propose_block
from longgang.passes.actions.keys import rotate_signing_key, withdraw_signing_key
from longgang.passes.actions.loop import confirm_arrival, confirm_departure, notice_overdue_trips
from longgang.passes.actions.refused_scans import ScanAtGate, record_refused_scan
from longgang.passes.actions.reviews import issue_pass, refuse_application, return_application
from longgang.passes.models import SigningKey, VehiclePass
from longgang.passes.signing import address_in_code
from longgang.people.api import (
    Company,
    Person,
    add_qualification,
    approve_company,
    claim_person,
    find_or_register_person,
    register_company,
    register_person,
    register_vehicle,
)
from tests.browser.at_sites import a_site_with_guests
from tests.browser.at_the_lab import workbooks_of
from tests.browser.at_the_trail import a_list_of_guests
from tests.browser.coming import declarations_of
from tests.browser.in_tracing import a_case_of, an_investigator
from tests.browser.under_measures import measures_of, movings_of, people_of_the_community
from tests.browser.workbooks import a_vehicle_workbook_read, a_workbook_read, tanker_row
from tests.cast import EAST_EXIT, INDUSTRY_DESK, LONGWAN, TRANSPORT_DESK, appoint, sign_in
from tests.passes import build
from tests.passes.filling import an_acid_draft
from tests.passes.gate import a_turn_back, an_entry, an_exit, the_trip

PLATES = {
    "waiting": "辽P10001", "late": "辽P10002", "returned": "辽P10003", "refused": "辽P10004",
    "issued": "辽P10005", "inside": "辽P10006", "arrived": "辽P10007", "closed": "辽P10008",
    "overdue": "辽P10009", "asked": "辽P10010", "acid": "辽P12345",
}  # fmt: skip


@dataclass
class World:
    """Who is there and what they have done; passes by what has become of them."""

    east_exit: Premises
    people: dict[str, User]
    company: Company
    person: Person
    twin: Person
    passes: dict[str, VehiclePass] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    declarations: dict[str, Declaration] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def a_checkpoint_with_its_people() -> tuple[Premises, dict[str, User]]:
    """The east exit, its officer and lead, the desks and everybody else with a post; and the key
    that signs passes.
    """
    rotate_signing_key(by=SYSTEM)
    east_exit = build.a_checkpoint(EAST_EXIT, "龙湾高速出口", name_en="Longwan motorway exit")
    people = {
        "lin": appoint("林岚", Role.REVIEWER, desk_code=INDUSTRY_DESK, phone="13900000001"),
        "bo": appoint("薄远", Role.REVIEWER, desk_code=TRANSPORT_DESK, phone="13900000002"),
        "mei": appoint("梅督", Role.DESK_SUPERVISOR, phone="13900000004"),
        "hai": appoint(
            "海东", Role.CHECKPOINT_OFFICER, premises_number=EAST_EXIT, phone="13900000003"
        ),
        "dan": appoint("丹值", Role.DUTY_OFFICER),
        "guan": appoint("关领", Role.CHECKPOINT_LEAD, phone="13900000009"),
        "ling": appoint("令先", Role.COMMAND),
        "ge": appoint("葛街", Role.STREET_OFFICER, LONGWAN),
        "rui": appoint("芮规", Role.RULES_OFFICER),
        "sam": appoint("申鉴", Role.AUDITOR),
        "yan": appoint("颜安", Role.SECURITY_ADMINISTRATOR),
        "zhu": appoint("祝管", Role.ADMINISTRATOR),
        "wen": open_account("13800000001", name="文海生", language="zh-hans"),
        "ada": open_account("13800000002", name="艾达", language="zh-hans"),
    }
    return east_exit, people


def an_acid_works(wen: User, mei: User) -> Company:
    """An approved company; `wen` dispatches for it."""
    company = register_company(
        name="龙湾酸业有限公司",
        credit_code=build.credit_code(),
        industry="chemicals",
        area_code=LONGWAN,
        address="锦山路 1 号",
        contact_name="文海生",
        contact_phone="13800000001",
        by=wen,
    )
    approve_company(company, by=mei)
    return company


def a_tanker_with_crew(company: Company, wen: User, place: int) -> tuple[str, str, str]:
    """Plate, driver and escort that the register knows with all their papers."""
    until = build.in_days(300)
    register_vehicle(
        plate := f"辽P2000{place}",
        "2",
        company=company,
        kind="tanker",
        carries_hazard=True,
        licence_number=f"21140000000{place}",
        licence_expires_on=until,
        tank_number=f"G000{place}",
        tank_media=["1830"],
        tank_inspected_until=until,
        by=wen,
    )
    names = []
    for kind, name, serial in (
        ("hazard_driver", "张伟刚李"[place] + "海生", 20 + place),
        ("hazard_escort", "王芳敏李"[place] + "春燕", 40 + place),
    ):
        person = find_or_register_person(
            name=name,
            id_number=build.id_number(serial),
            phone=f"1370001{serial:04d}",
            company=company,
            by=wen,
        )
        add_qualification(person, kind=kind, number=f"2114{serial}", expires_on=until, by=wen)
        names.append(name)
    return plate, *names


def a_district_at_work() -> World:
    """One of everything."""
    with as_if(now() - timedelta(hours=30)):
        build.the_rules()
        east_exit, people = a_checkpoint_with_its_people()
        company = an_acid_works(people["wen"], people["mei"])
        a_tanker_with_crew(company, people["wen"], 0)
        person = claim_person(name="艾达", id_number=build.id_number(70), by=people["ada"])
        twin = register_person(name="张伟", phone="13700000001", by=people["mei"])
        register_company(
            name="望海蔬菜批发市场有限公司", credit_code=build.credit_code(2),
            industry="commerce", area_code=LONGWAN, address="滨海路 6 号", contact_name="艾达",
            contact_phone="13800000002", by=people["ada"],
        )  # fmt: skip
    world = World(east_exit, people, company, person, twin)
    _trips_so_far(world)
    _what_offices_wrote(world)
    _half_done(world)
    _keys_and_codes(world)
    _devices(world)
    people |= people_of_the_community() | {"cha": an_investigator()}
    world.measures |= measures_of(people)
    world.numbers |= workbooks_of(people["kang"])
    a_list_of_guests(people["kang"])
    world.declarations |= declarations_of(world.ada, people)
    world.numbers["risk"] = RiskArea.objects.get(place="工人村街道").number
    world.numbers |= movings_of(world.rui, world.ling)
    world.numbers |= a_site_with_guests(world.people)
    world.numbers |= a_case_of(people)
    seal_chain()
    return world


def _applied(world: World, name: str, *, hours_ago: float, ahead: float = 2) -> VehiclePass:
    with as_if(now() - timedelta(hours=hours_ago)):
        make = build.an_acid_application if name == "acid" else build.an_application
        driver = build.a_driver(100 + len(world.passes))
        changes = {} if name == "acid" else {"riders": (driver,)}
        changes["consignee"] = build.a_consignee(name=world.company.name)
        application = make(
            plate=PLATES[name],
            expected_entry_at=build.in_hours(ahead),
            checkpoint_number=EAST_EXIT,
            **changes,
        )
        found = submit_application(application, by=world.wen, company=world.company)
    world.passes[name] = found
    return found


def _trips_so_far(world: World) -> None:
    _applied(world, "waiting", hours_ago=0.05)
    _applied(world, "late", hours_ago=0.3)
    _applied(world, "acid", hours_ago=0.1)
    returned, refused = (_applied(world, each, hours_ago=1) for each in ("returned", "refused"))
    with as_if(now() - timedelta(minutes=50)):
        return_application(returned, fields=("goods",), by=world.lin, reason="请写明数量")
        refuse_application(
            refused, reason_code="host_declines", by=world.lin, reason="收货单位不接车"
        )
    for name, hours in {
        "issued": 0.5, "inside": 3, "arrived": 4, "closed": 8, "overdue": 9, "asked": 3.2,
    }.items():  # fmt: skip
        found = _applied(world, name, hours_ago=hours, ahead=1)
        with as_if(now() - timedelta(hours=hours) + timedelta(minutes=6)):
            issue_pass(found, by=world.lin)
    _enter_and_leave(world)


def _enter_and_leave(world: World) -> None:
    gate = {"premises": world.east_exit, "by": world.hai}
    with as_if(now() - timedelta(hours=2.5)):
        an_entry(_trip(world, "inside"), seal_number="FQ0006", **gate)
    with as_if(now() - timedelta(hours=7)):
        an_entry(_trip(world, "closed"), seal_number="FQ0008", **gate)
        an_entry(_trip(world, "overdue"), seal_number="FQ0009", **gate)
    with as_if(now() - timedelta(hours=3)):
        an_entry(_trip(world, "arrived"), seal_number="FQ0007", **gate)
    with as_if(now() - timedelta(hours=2)):
        confirm_arrival(_trip(world, "closed"), by=world.wen)
        confirm_arrival(_trip(world, "arrived"), by=world.wen)
    with as_if(now() - timedelta(minutes=30)):
        confirm_departure(_trip(world, "closed"), by=world.wen)
    with as_if(now() - timedelta(minutes=4)):
        out = an_exit(_trip(world, "closed"), seal_number="", **gate)
        asked = a_turn_back(_trip(world, "asked"), **gate)
    notice_overdue_trips()
    world.numbers |= {"out": out.number, "asked": asked.number}


def _trip(world: World, name: str):
    return the_trip(world.passes[name])


def _what_offices_wrote(world: World) -> None:
    facts = {"document_number": "龙防指〔2026〕3号", "reason": "多次不按路线行驶"}
    block = propose_block(
        plate=parse_plate("辽P66666", PlateColour.YELLOW), ends_on=build.in_days(20), by=world.rui,
        **facts,
    )  # fmt: skip
    confirm_block(block, by=world.mei)
    proposed = propose_block(
        plate=parse_plate("辽P77777", PlateColour.YELLOW), ends_on=build.in_days(9), by=world.rui,
        **facts,
    )  # fmt: skip
    disclose(world.person, "phone", by=world.lin, purpose=Purpose.CONTACT, reason="司机未到")
    notify("13800000002", kind="account.code", text="验证码", url="/privacy/")
    Delivery.objects.filter(kind="account.code").update(
        status="given_up", attempts=12, last_error="HTTP 503"
    )
    refused = record_refused_scan(
        ScanAtGate("scan-1", "entry", "grey", "passes.not_ours", code_text="https://example.org/x"),
        premises=world.east_exit, by=world.hai,
    )  # fmt: skip
    record_refused_scan(
        ScanAtGate("scan-2", "entry", "red", "passes.blocklisted", "plate", plate="辽P66666"),
        premises=world.east_exit, by=world.hai,
    )  # fmt: skip
    driver = Person.objects.get(name="张伟", id_number_last4=build.id_number(1)[-4:])
    world.numbers |= {
        "driver": driver.number,
        "block": block.number,
        "proposed": proposed.number,
        "refused": refused.number,
        "delivery": Delivery.objects.filter(kind="account.code").latest("pk").number,
    }
    add_shift(
        world.lin, desk_code=INDUSTRY_DESK, starts_at=now(), ends_at=build.in_hours(8), by=world.mei
    )


def _keys_and_codes(world: World) -> None:
    """A key that verifies, one that signs, one that was withdrawn, one that waits; two codes."""
    with as_if(now() - timedelta(hours=20)):
        leaked = rotate_signing_key(at_once=True, by=world.yan)
        withdraw_signing_key(leaked, by=world.yan, reason="密钥副本遗失")
    rotate_signing_key(by=world.yan)
    code = address_in_code(world.passes["issued"], now=now()).rpartition("/")[2]
    forged = code[:-30] + ("A" if code[-30] != "A" else "B") + code[-29:]
    key = SigningKey.objects.begun(now()).first()
    assert key is not None
    world.numbers |= {"code": code, "forged": forged, "key": key.number}


def _devices(world: World) -> None:
    """One phone at work, one that waits to be enrolled, and one pass used twice."""
    gate = {"officer": world.hai, "by": world.guan}
    with as_if(now() - timedelta(hours=4)):
        device, code = invite_device(world.east_exit, label="东口1号", **gate)
        device, _secret = enrol_device(code)
    waiting, code = invite_device(world.east_exit, label="东口2号", **gate)
    contact = Contact(device, world.east_exit, now(), now(), is_trusted=True)
    found = world.passes["inside"]
    message = {
        "nonce": "told-again-1", "seq": 1, "mode": "tell", "way": "entry", "action": "let_pass",
        "device_at": int((now() - timedelta(hours=1)).timestamp() * 1000), "people_count": 1,
        "pass_number": found.pass_number, "temperatures": [36.4], "seal_state": "applied",
        "seal_number": "FQ0099", "is_offline": True, "data_age_s": 900,
        "note": "相机故障，未拍照",
    }  # fmt: skip
    receive_check(read_check(message), contact)
    conflict = Conflict.objects.get()
    world.numbers |= {
        "device": device.number, "waiting": waiting.number, "enrolment": code,
        "conflict": conflict.number,
    }  # fmt: skip


def _half_done(world: World) -> None:
    """A draft with every step, and a workbook that was read but not submitted."""
    an_acid_draft(sign_in(world.ada), journey={"checkpoint_number": EAST_EXIT})
    notify(world.ada, kind="company.approved", text="公司登记已通过", url="/register/companies/")
    crews = [a_tanker_with_crew(world.company, world.wen, place) for place in (1, 2)]
    rows = [tanker_row(crew, world.east_exit.name) for crew in crews]
    a_workbook_read(world.company, world.wen, [*rows, rows[1] | {"plate": "不是车牌"}])
    a_vehicle_workbook_read(world.company, world.wen)

"""A case in the district at work: its person, a household, an office, a shop, and what was decided
about some of the contacts. Another result waits for a case.
"""

from datetime import timedelta

from longgang.accounts.api import Role, User
from longgang.areas.api import add_premises, correct_premises, find_premises, parse_position
from longgang.arrivals.api import DeclaredPlace, Stay, Travel, Traveller, declare
from longgang.audit.api import SYSTEM
from longgang.core.clock import as_if, local_day, now, today
from longgang.core.privacy import Purpose
from longgang.health.api import record_result
from longgang.measures.api import find_open, record_finding
from longgang.people.api import Person, find_or_register_person
from longgang.tracing.actions.batches import carry_out, choose_contacts
from longgang.tracing.actions.contacts import add_contact, set_aside
from longgang.tracing.api import add_visit, load_rules, open_case
from longgang.trail.api import NewVisit, Place, PlaceType, record_visits
from tests.browser.under_measures import COMMUNITY
from tests.cast import EAST_EXIT, appoint
from tests.measures.build import local
from tests.passes import build

NAMES = "杜鹃 杜海生 辛夷 蓝田 玉兰 石榴 白杨".split()
HOUR = timedelta(hours=1)


def an_investigator() -> User:
    """`cha`."""
    return appoint("查明", Role.INVESTIGATOR, phone="13900000025")


def a_case_of(people: dict[str, User]) -> dict[str, str]:
    """Numbers of two cases, of a contact, of both batches, and of who waits for a case."""
    with as_if(local(2022, 1, 1)):
        load_rules(by=SYSTEM)
    cha, kang = people["cha"], people["kang"]
    _place_premises(people["rui"])
    known = [_person(place, kang) for place in range(len(NAMES))]
    ill, child, colleague, friend, second, named, waiting = known
    _visits(ill, child, colleague, friend, second)
    for person in (ill, waiting):
        record_result(
            person, sampled_at=now() - 5 * HOUR, lab="龙港区疾控中心", result="positive",
            reported_at=now() - HOUR, concerns_area=COMMUNITY, by=kang,
        )  # fmt: skip
    case = open_case(
        ill, sampled_on=local_day(now() - 5 * HOUR), has_symptoms=True, onset_on=today(),
        purpose=Purpose.TRACE, by=cha, reason="核酸阳性，本人发热",
    )  # fmt: skip
    shop = Place(PlaceType.PREMISES, "望海早市")
    times = {"since": now() - 24 * HOUR, "until": now() - 23 * HOUR}
    add_visit(case, place=shop, **times, by=cha, reason="本人回忆")
    add_contact(case, named, where="楼下棋牌室", **times, by=cha, reason="一起打牌")
    set_aside(case, friend, degree=1, exposed_on=today(), by=cha, reason="全程佩戴口罩")
    done = choose_contacts(case, {child.pk: (1, today())}, by=cha, reason="共同居住")
    carry_out(done, by=cha)
    record_finding(find_open(child), found="refused", words="不开门", by=people["she"])
    _came_home(ill, child, by=people["she"])
    met = {colleague.pk: (1, today()), second.pk: (2, today())}
    proposed = choose_contacts(case, met, by=cha, reason="同一办公室")
    other = open_case(
        second, sampled_on=today(), has_symptoms=False, purpose=Purpose.TRACE, by=cha,
        reason="混采复核阳性",
    )  # fmt: skip
    return {
        "case": case.number,
        "case_other": other.number,
        "case_contact": colleague.number,
        "batch": proposed.number,
        "batch_done": done.number,
        "untraced": waiting.number,
    }


def _place_premises(by: User) -> None:
    """The office and the market stand at one spot; nobody has entered where the clinic is."""
    exit_, spot = find_premises(EAST_EXIT), parse_position("40.6868, 120.8614")
    assert exit_ is not None
    facts = {"name": exit_.name, "name_en": exit_.name_en, "address": exit_.address}
    way = {"road_kind": exit_.road_kind, "direction": exit_.direction}
    correct_premises(exit_, **facts, **way, position=parse_position("40.8121, 120.9553"), by=by)
    office = {"name": "锦湾物流办公室", "name_en": "Jinwan logistics office"}
    market = {"name": "望海早市", "name_en": "Wanghai morning market"}
    clinic = {"name": "社区卫生服务站", "name_en": "Community health station"}
    add_premises(kind="company_site", **office, area_code=COMMUNITY, position=spot, by=by)
    add_premises(kind="venue", **market, area_code=COMMUNITY, position=spot, by=by)
    add_premises(kind="venue", **clinic, area_code=COMMUNITY, by=by)


def _came_home(*people: Person, by: User) -> None:
    """They were declared together."""
    way = DeclaredPlace(Stay("210106", today() - timedelta(days=20), today()), "重工社区")
    travel = Travel(
        kind="return", area_code=COMMUNITY, address="锦湾小区 3 号楼", housing="own", reason="work",
        arrives_at=now(), transport="train", service_number="G1234", places=(way,),
    )  # fmt: skip
    seats = [Traveller(person, seat="05车12F") for person in people]
    declare(travel, seats, way="community", signature=by.name, by=by)


def _person(place: int, by: User) -> Person:
    return find_or_register_person(
        name=NAMES[place], id_number=build.id_number(600 + place), phone=f"1370060{place:04d}",
        area_code=COMMUNITY, by=by,
    )  # fmt: skip


def _visits(*people: Person) -> None:
    ill, child, colleague, friend, second = people
    told = [
        (ill, PlaceType.HOUSEHOLD, "h", 60, None), (child, PlaceType.HOUSEHOLD, "h", 60, None),
        (ill, PlaceType.PREMISES, "锦湾物流办公室", 32, 24),
        (colleague, PlaceType.PREMISES, "锦湾物流办公室", 31, 26),
        (friend, PlaceType.PREMISES, "锦湾物流办公室", 27, 25),
        (colleague, PlaceType.VEHICLE, "辽PA1234", 20, 19),
        (second, PlaceType.VEHICLE, "辽PA1234", 20, 19),
        (ill, PlaceType.CHECKPOINT, EAST_EXIT, 33, 32.9),
        (ill, PlaceType.COACH, "辽P19872", 36, 35),
        (ill, PlaceType.PREMISES, "社区卫生服务站", 40, 39),
    ]  # fmt: skip
    moment = now()
    visits = [
        NewVisit(
            person.pk, Place(kind, key), moment - since * HOUR,
            None if until is None else moment - until * HOUR, f"t{number}",
        )
        for number, (person, kind, key, since, until) in enumerate(told)
    ]  # fmt: skip
    record_visits(visits, source="tests.visits")

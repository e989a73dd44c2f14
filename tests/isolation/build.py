"""Sites, rooms and guests of the tests; states are only reached by the real actions."""

from datetime import datetime, timedelta

from longgang.accounts.api import Role, User
from longgang.areas.api import Premises, add_premises
from longgang.audit.api import SYSTEM
from longgang.core.clock import today
from longgang.health.api import record_result
from longgang.isolation.actions.sites import add_rooms, open_site
from longgang.isolation.actions.stays import check_in_guest, reserve_bed
from longgang.isolation.default_rules import load_rules
from longgang.isolation.models import Bed, Site, Stay
from longgang.measures.api import Measure, open_measure
from longgang.people.api import Person, find_or_register_person
from tests.measures.build import HULUDAO, WANGHAISI, a_member_of_staff, id_number, local

LEAD = "谭"
SAMPLED = local(2024, 2, 26, 7)


def a_place(by: User, name: str = "海滨健康驿站") -> Premises:
    """Premises that are entered as a quarantine site, in the street Huludao."""
    return add_premises(kind="site", name=name, area_code=HULUDAO, address="海滨路 1 号", by=by)


def a_lead(place: Premises) -> User:
    """Who leads the site there."""
    return a_member_of_staff(LEAD, Role.SITE_LEAD, place.area_code, premises_number=place.number)


def a_site(place: Premises, by: User) -> Site:
    """Open, with rooms 301 to 306, one bed each, and two family rooms with three beds."""
    load_rules(by=SYSTEM)
    site = open_site(place, phone="0429-3110001", by=by)
    floor = {"building": "A", "level": 3, "zone": "contaminated"}
    add_rooms(site, **floor, first=301, last=306, by=by)
    add_rooms(site, **floor, first=321, last=322, beds=3, is_family=True, by=by)
    add_rooms(site, building="A", level=1, zone="clean", first=101, last=102, by=by)
    return site


def bed(site: Site, label: str, place: int = 1) -> Bed:
    """One of its beds, read anew."""
    return Bed.objects.get(room__site=site, room__label=label, place=place)


def a_person(by: User, serial: int = 1, born: str = "19850615") -> Person:
    """Somebody in the register, who lives in Wanghaisi."""
    return find_or_register_person(
        name="何静" if serial < 2 else f"何静{'一二三四五六七八九'[serial % 9]}",
        id_number=id_number(serial, born), phone=f"1370000{serial:04d}",
        area_code=WANGHAISI, by=by,
    )  # fmt: skip


def a_measure(by: User, serial: int = 1, born: str = "19850615") -> Measure:
    """A close contact: five days in a site, then home."""
    return open_measure(
        a_person(by, serial, born), "close_contact", base_on=today() - timedelta(days=1),
        by=by, reason="流调推送",
    )  # fmt: skip


def reserved(measure: Measure, site: Site, label: str, by: User, place: int = 1, **facts) -> Stay:
    """A bed is kept for somebody."""
    return reserve_bed(measure, bed(site, label, place), planned_on=today(), by=by, **facts)


def a_guest(measure: Measure, site: Site, label: str, by: User, place: int = 1, **facts) -> Stay:
    """Somebody is in their room."""
    stay = reserved(measure, site, label, by, place, **facts)
    check_in_guest(stay, signed_by=stay.person.name, by=by)
    return stay


def a_result(stay: Stay, result: str, by: User, at: datetime = SAMPLED) -> None:
    """The laboratory has said it of somebody who is there or expected."""
    record_result(
        stay.person, sampled_at=at, lab="疾控", result=result, reported_at=at, by=by,
        **stay.measure.concern,
    )  # fmt: skip

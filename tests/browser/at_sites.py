"""A quarantine site in the district at work: guests, one of them positive, and a bus with somebody
whose test has just become known.
"""

from datetime import timedelta

from longgang.accounts.api import Role, User
from longgang.core.clock import as_if, now, today
from longgang.isolation.actions.day import add_supply, ask_for, hand_over_shift
from longgang.isolation.actions.stays import check_in_guest, move_room
from longgang.isolation.actions.transfers import list_riders, plan_transfer
from longgang.isolation.models import Room, Stay
from longgang.measures.api import open_measure
from longgang.people.api import find_or_register_person
from tests.cast import LONGWAN, appoint
from tests.isolation import build
from tests.passes.build import id_number

COMMUNITY = f"{LONGWAN}001"


def a_site_with_guests(people: dict[str, User]) -> dict[str, str]:
    """Numbers by what is there; `tan` leads the site."""
    with as_if(now() - timedelta(minutes=90)):
        place = build.a_place(people["rui"])
        tan = appoint("谭站", Role.SITE_LEAD, place.area_code, premises_number=place.number)
        people["tan"] = tan
        site = build.a_site(place, tan)
        guest, expected, with_them, positive = (
            build.reserved(_measure(serial, people["kang"]), site, label, tan)
            for serial, label in ((191, "301"), (192, "303"), (193, "304"), (194, "306"))
        )
    for each in (guest, positive):
        check_in_guest(each, signed_by="谭站", is_signed_for=True, diet="halal", by=tan)
    guest = Stay.objects.get(pk=guest.pk)
    move_room(guest, build.bed(site, "302"), by=tan, reason="空调坏了")
    bus = plan_transfer(
        site, plate="辽P33333", driver_name="陈师傅", escort_name="护士长", leaves_from="锦湾社区",
        leaves_at=now() + timedelta(hours=1), by=tan,
    )  # fmt: skip
    list_riders(bus, [expected, with_them], by=tan)
    for each in (expected, positive):
        build.a_result(each, "positive", people["kang"], at=now() - timedelta(minutes=30))
    request = ask_for(guest, "repair", "空调不制热", by=tan)
    supply = add_supply(site, name="N95 口罩", unit="盒", count=5, low_at=10, by=tan)
    change = hand_over_shift(site, words="302 夜间发热", by=people["kang"])
    rooms = Room.objects.filter(site=site)
    return {
        "site": place.number,
        "guest": guest.number,
        "expected": expected.number,
        "positive": positive.number,
        "bus": bus.number,
        "request": request.number,
        "supply": supply.number,
        "shift": change.number,
        "room_taken": rooms.get(label="302").number,
        "room_positive": rooms.get(label="306").number,
        "room_free": rooms.get(label="305").number,
    }


def _measure(serial: int, by: User):
    person = find_or_register_person(
        name="周吴"[serial % 2] + "秋实", id_number=id_number(serial),
        phone=f"1370002{serial:04d}", area_code=COMMUNITY, by=by,
    )  # fmt: skip
    return open_measure(
        person, "overseas", base_on=today() - timedelta(days=1), by=by, reason="入境人员"
    )

"""The quarantine sites of the demo district, before anybody is in them."""

from functools import partial

from longgang.accounts.api import User
from longgang.areas.api import add_premises, list_premises, parse_position
from longgang.isolation.api import Site, add_rooms, add_supply, open_site

from . import cast

# Invented, by pinyin: name, English name, street, position, floors of guests, rooms on each.
SITES = [
    ("滨海健康驿站", "Binhai health station", "211403006", "40.6957, 120.9246", (2, 3, 4), 14),
    ("双树培训中心集中隔离点", "Shuangshu training centre", "211403201", "40.7719, 120.9163",
     (1, 2), 10),
    ("望海宾馆集中隔离点", "Wanghai Hotel quarantine site", "211403001", "40.7136, 120.9652",
     (2, 3), 14),
]  # fmt: skip
MARKET, CLINIC = "望海早市", "社区卫生服务站"
# Where people of the shown community meet: name, English name, position.
VENUES = [
    (MARKET, "Wanghai morning market", "40.6868, 120.8614"),
    (CLINIC, "Community health station", "40.6842, 120.8531"),
]
SUPPLIES = [("N95 口罩", "盒", 42, 20), ("防护服", "套", 18, 30), ("含氯消毒片", "瓶", 65, 20),
            ("方便被褥", "套", 25, 10)]  # fmt: skip


def add_places(*, by: User) -> None:
    """Their premises, as the register of places knows them, and where people meet."""
    sites = [("site", name, english, area, at) for name, english, area, at, *_rooms in SITES]
    venues = [("venue", name, english, cast.COMMUNITY, at) for name, english, at in VENUES]
    for kind, name, name_en, area_code, position in [*sites, *venues]:
        add_premises(
            kind=kind, name=name, name_en=name_en, area_code=area_code,
            position=parse_position(position), by=by,
        )  # fmt: skip


def open_sites(*, by: User) -> None:
    """With their rooms: on each floor one that is accessible, and one for families."""
    places = {str(each.name): each for each in list_premises("site")}
    for number, (name, _en, _area, _at, floors, rooms) in enumerate(SITES):
        site = open_site(places[name], phone=f"0429-315{number}120", by=by)
        for level in floors:
            last = level * 100 + rooms
            floor = partial(add_rooms, site, building="A", level=level, zone="contaminated", by=by)
            floor(first=level * 100 + 1, last=last - 2)
            floor(first=last - 1, last=last - 1, is_accessible=True)
            floor(first=last, last=last, beds=3, is_family=True)
        for supply, unit, count, low_at in SUPPLIES if number == 0 else ():
            add_supply(site, name=supply, unit=unit, count=count, low_at=low_at, by=by)


def sites() -> list[Site]:
    """In the order in which they are named above."""
    found = {str(each.premises.name): each for each in Site.objects.select_related("premises")}
    return [found[name] for name, *_rest in SITES]

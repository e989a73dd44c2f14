"""The quarantine sites of the demo district, before anybody is in them."""

from functools import partial

from longgang.accounts.api import User
from longgang.areas.api import add_premises, list_premises
from longgang.isolation.api import Site, add_rooms, add_supply, open_site

# Invented, by pinyin: name, English name, street, floors of guests, rooms on each.
SITES = [
    ("滨海健康驿站", "Binhai health station", "211403006", (2, 3, 4), 14),
    ("双树培训中心集中隔离点", "Shuangshu training centre", "211403201", (1, 2), 10),
    ("望海宾馆集中隔离点", "Wanghai Hotel quarantine site", "211403001", (2, 3), 14),
]
SUPPLIES = [("N95 口罩", "盒", 42, 20), ("防护服", "套", 18, 30), ("含氯消毒片", "瓶", 65, 20),
            ("方便被褥", "套", 25, 10)]  # fmt: skip


def add_places(*, by: User) -> None:
    """Their premises, as the register of places knows them."""
    for name, name_en, area_code, _floors, _rooms in SITES:
        add_premises(kind="site", name=name, name_en=name_en, area_code=area_code, by=by)


def open_sites(*, by: User) -> None:
    """With their rooms: on each floor one that is accessible, and one for families."""
    places = {str(each.name): each for each in list_premises("site")}
    for number, (name, _en, _area, floors, rooms) in enumerate(SITES):
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

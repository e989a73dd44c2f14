"""Somebody at a quarantine site, for tests of the whole product."""

from collections.abc import Callable

from longgang.accounts.api import Role, User
from longgang.core.clock import now, today
from longgang.isolation.actions.day import add_supply, ask_for, hand_over_shift
from longgang.isolation.actions.transfers import plan_transfer
from longgang.isolation.models import Stay
from longgang.measures.api import open_measure

from . import build


def a_stay(staff: Callable[..., User]) -> Stay:
    """A guest, checked in by the lead of the site."""
    kang = staff("康", Role.HEALTH_OFFICER)
    place = build.a_place(staff("芮", Role.RULES_OFFICER))
    tan = staff("谭", Role.SITE_LEAD, area_code=place.area_code, premises_number=place.number)
    person = build.a_person(kang, 79)
    measure = open_measure(person, "overseas", base_on=today(), by=kang, reason="入境人员")
    site = build.a_site(place, tan)
    guest = build.a_guest(measure, site, "301", tan)
    plan_transfer(
        site, plate="辽P33333", driver_name="陈", escort_name="护", leaves_from="望海寺",
        leaves_at=now(), by=tan,
    )  # fmt: skip
    ask_for(guest, "meal", "想吃面条", by=tan)
    add_supply(site, name="口罩", unit="盒", count=5, low_at=9, by=tan)
    hand_over_shift(site, words="302 夜间发热", by=tan)
    return guest

"""Somebody at a quarantine site, for tests of the whole product."""

from collections.abc import Callable

from longgang.accounts.api import Role, User
from longgang.core.clock import today
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
    return build.a_guest(measure, build.a_site(place, tan), "301", tan)

"""The district before the spring: communities with their grids, staff, rules, sites with rooms."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth.hashers import make_password

from longgang.accounts.actions import end_post
from longgang.accounts.api import Post, Role, User, create_staff, grant_post
from longgang.areas.api import Premises, add_area, add_premises, list_areas
from longgang.arrivals.api import announce_risk_area
from longgang.arrivals.api import load_rules as load_arrival_rules
from longgang.audit.api import SYSTEM
from longgang.demo.names import person_name
from longgang.isolation.api import Site, add_rooms, open_site
from longgang.measures.api import (
    Base,
    DayOne,
    Phase,
    PhaseKind,
    RuleFigures,
    Who,
    load_rules,
    set_rule,
)
from longgang.passes.api import load_rules as load_pass_rules
from longgang.tracing.actions.tracing_rules import set_tracing_rule

from .plan import Size

DOCUMENT = "龙防指〔2024〕3号"
HIGH_RISK, LOW_RISK, SAFE, OVERSEAS = "210106", "210211", "110105", "00"
ELSEWHERE = "210703"  # a home in another district
ROOMS_A_FLOOR = 20
LEAST_MINUTES = 5  # that somebody was met, to be a contact

_CENTRAL, _HOME, _SELF = PhaseKind.CENTRAL, PhaseKind.HOME, PhaseKind.SELF
NINTH = (Phase(_CENTRAL, 7, (1, 2, 3, 5, 7)), Phase(_HOME, 3, (3,), 2, (1,)))
TWENTY = (Phase(_CENTRAL, 5, (1, 2, 3, 5)), Phase(_HOME, 3, (1, 3), 2, (1,)))
RULES = {
    Who.CLOSE_CONTACT: RuleFigures(NINTH),
    Who.OVERSEAS: RuleFigures(
        NINTH, base=Base.ARRIVAL, day_one=DayOne.SAME_DAY, releases_by_two=True,
        counts_hospital=False,
    ),
    Who.SECONDARY_CONTACT: RuleFigures((Phase(_CENTRAL, 4, (1, 4)),), base=Base.CHECK_IN),
    Who.HIGH_RISK: RuleFigures((Phase(_HOME, 5, (1, 3, 5), 2, (1, 3)),)),
    Who.LOW_RISK: RuleFigures((Phase(_SELF, 3, (1, 3), 1),), missed_test_adds_days=0),
}  # fmt: skip
# In the middle of the spring, and whom it is carried over to.
NEWER = {
    Who.CLOSE_CONTACT: replace(RULES[Who.CLOSE_CONTACT], plan=TWENTY),
    Who.OVERSEAS: replace(RULES[Who.OVERSEAS], plan=TWENTY),
    Who.HIGH_RISK: RuleFigures((Phase(_HOME, 7, (1, 3, 5, 7), 2, (1, 3)),)),
}


@dataclass
class Community:
    """A community with its officer and the workers of its grids."""

    code: str
    officer: User
    grids: list[str] = field(default_factory=list)
    workers: dict[str, User] = field(default_factory=dict)

    @property
    def street(self) -> str:
        """The street it lies in."""
        return self.code[:9]


@dataclass
class Place:
    """A site with the people who work there."""

    site: Site
    lead: User
    officer: User


@dataclass
class Gate:
    """A checkpoint with who works there."""

    premises: Premises
    officer: User


@dataclass
class District:
    """Everybody who works in it."""

    health: User
    second: User  # another health officer
    rules: User
    command: User
    security: User
    investigator: User
    gate: Gate
    communities: list[Community] = field(default_factory=list)
    streets: dict[str, User] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    @property
    def officers(self) -> dict[str, User]:
        """Of each area that somebody answers for, the officer who decides."""
        found = {str(settings.DISTRICT_CODE): self.health, **self.streets}
        for each in self.communities:
            found |= {each.code: each.officer, **dict.fromkeys(each.grids, each.officer)}
        return found

    @property
    def staff(self) -> list[User]:
        """Everybody who looks after people at home, or decides about them."""
        workers = [worker for each in self.communities for worker in each.workers.values()]
        officers = [each.officer for each in self.communities]
        return [*workers, *officers, *self.streets.values(), self.health, self.second]

    def refresh(self) -> None:
        """Let everybody's posts be asked for anew, as a new day's first request does."""
        sites = [user for place in self.places for user in (place.lead, place.officer)]
        others = (self.rules, self.command, self.security, self.investigator, self.gate.officer)
        for user in (*self.staff, *sites, *others):
            user.forget_posts()


class Staff:
    """Appoints people, one after the other, each with a name of their own."""

    def __init__(self, since: date) -> None:
        self.since, self.count = since, 0
        self.password = make_password("a-password-of-the-spring")

    def appoint(self, role: Role, area_code: str = "", premises: str = "") -> User:
        """One more, with a post that began before the spring."""
        self.count += 1
        user = create_staff(
            person_name(self.count), password_hash=self.password,
            must_change_password=False, by=SYSTEM,
        )  # fmt: skip
        grant_post(
            user, role=role, area_code=area_code or settings.DISTRICT_CODE,
            premises_number=premises, starts_on=self.since, by=SYSTEM,
        )  # fmt: skip
        return user


def found_district(size: Size, day: date) -> District:
    """All of it, as of this day, which is now; expects an empty district."""
    staff = Staff(day)
    load_rules(by=SYSTEM)
    load_arrival_rules(by=SYSTEM)
    load_pass_rules(by=SYSTEM)
    set_tracing_rule(
        days_before=2, least_minutes=LEAST_MINUTES, first_circle=Who.CLOSE_CONTACT,
        document_number=DOCUMENT, by=SYSTEM,
    )  # fmt: skip
    for who, figures in RULES.items():
        set_rule(who, figures, document_number=DOCUMENT, by=SYSTEM)
    rules = staff.appoint(Role.RULES_OFFICER)
    district = District(
        staff.appoint(Role.HEALTH_OFFICER), staff.appoint(Role.HEALTH_OFFICER), rules,
        staff.appoint(Role.COMMAND), staff.appoint(Role.SECURITY_ADMINISTRATOR),
        staff.appoint(Role.INVESTIGATOR), _gate(staff, rules),
    )  # fmt: skip
    for code, level in ((HIGH_RISK, "high"), (LOW_RISK, "middle")):
        announce_risk_area(
            area_code=code, place="某街道", level=level, since_on=day, document_number=DOCUMENT,
            by=district.rules,
        )  # fmt: skip
    district.communities = list(_communities(size, staff, district.rules))
    for each in district.communities:
        if each.street not in district.streets:
            district.streets[each.street] = staff.appoint(Role.STREET_OFFICER, each.street)
    district.places = [
        _site(size, number, staff, district.rules) for number in range(size.sites)
    ]  # fmt: skip
    return district


def _communities(size: Size, staff: Staff, rules: User) -> Iterator[Community]:
    """Spread over the streets; each grid with a worker."""
    codes = sorted(
        list_areas("community").values_list("code", flat=True), key=lambda code: code[9:]
    )
    for code in codes[: size.communities]:
        community = Community(code, staff.appoint(Role.COMMUNITY_OFFICER, code))
        for number in range(1, size.grids + 1):
            grid = f"{code}{number:03d}"
            add_area(code=grid, name=f"第{number}网格", parent_code=code, by=rules)
            community.grids.append(grid)
            community.workers[grid] = staff.appoint(Role.GRID_WORKER, grid)
        yield community


def _site(size: Size, number: int, staff: Staff, rules: User) -> Place:
    """Rooms for one person each, and one in ten with three beds for a family."""
    premises = add_premises(
        kind="site", name=f"第{number + 1}健康驿站", area_code="211403006", by=rules
    )
    lead = staff.appoint(Role.SITE_LEAD, premises=premises.number)
    officer = staff.appoint(Role.SITE_OFFICER, premises=premises.number)
    site = open_site(premises, phone="0429-3150120", by=lead)
    for first in range(0, size.rooms, ROOMS_A_FLOOR):
        level = first // ROOMS_A_FLOOR + 2
        last = min(ROOMS_A_FLOOR, size.rooms - first)
        floor = partial(add_rooms, site, building="A", level=level, zone="contaminated", by=lead)
        floor(first=level * 100 + 1, last=level * 100 + last)
        floor(first=level * 100 + 51, last=level * 100 + 51 + last // 10, beds=3, is_family=True)
    return Place(site, lead, officer)


def _gate(staff: Staff, rules: User) -> Gate:
    """One checkpoint."""
    premises = add_premises(
        kind="checkpoint", name="龙湾高速口", area_code="211403005", road_kind="motorway_exit",
        direction="both", by=rules,
    )  # fmt: skip
    return Gate(premises, staff.appoint(Role.CHECKPOINT_OFFICER, premises=premises.number))


def worker_is_ill(worker: User, *, by: User) -> Post:
    """Their post is ended, so that nobody of the grid is there; which one it was."""
    post = worker.posts.get(ended_at=None)
    end_post(post, by=by, reason="病假")
    return post


def worker_is_back(post: Post, *, by: User) -> None:
    """The same post again."""
    grant_post(post.user, role=post.role, area_code=post.area_code, by=by)


def founded_on(first: date) -> date:
    """Long enough before the spring for what somebody declares of the weeks before."""
    return first - timedelta(days=40)

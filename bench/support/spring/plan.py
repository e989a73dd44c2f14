"""Who comes home in a spring, when, from where, and what befalls them. Plain values, by a seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from random import Random

FIRST_DAY = date(2024, 2, 12)  # the leap day lies ahead
HOURS = range(8, 20)  # in which people declare
WAVES = (0.6, 0.8, 1.0, 1.4, 1.6, 1.3, 0.9, 0.7, 0.8, 0.9)  # of arrivals, over the spring


class Means(StrEnum):
    """What the way of somebody means, as the community verifies it."""

    OVERSEAS = "overseas"
    CONTACT = "close_contact"
    SECOND = "secondary_contact"
    HIGH = "high_risk"
    LOW = "low_risk"
    NOTHING = ""


CENTRAL = frozenset({Means.OVERSEAS, Means.CONTACT, Means.SECOND})
AT_HOME = frozenset({Means.HIGH, Means.LOW})
# Of a hundred at home; of a hundred at a site.
HOME_SHARES = {Means.HIGH: 12, Means.LOW: 48, Means.NOTHING: 40}
CENTRAL_SHARES = {Means.OVERSEAS: 35, Means.CONTACT: 45, Means.SECOND: 20}


class Trouble(StrEnum):
    """What goes otherwise than it should."""

    WRONG_ID = "wrong ID"
    WRONG_ID_AT_THE_LAB = "wrong ID, found by the lab"
    UNREACHABLE = "not reached"
    NOT_COMING = "not coming"
    WITHDRAWN = "withdrawn"
    CORRECTED = "another day"
    HANDED = "to another community"
    HANDED_BACK = "sent back by it"
    UNCLAIMED = "not claimed"
    SITE_FULL = "site full"
    NO_ROOM = "no room anywhere"
    NO_SHOW = "not on the bus"
    ANOTHER_ROOM = "another room"
    ANOTHER_SITE = "another site"
    HOSPITAL = "hospital"
    LEFT_FOR_GOOD = "left without release"
    BED_GIVEN_UP = "hospital, bed given up"
    POSITIVE = "positive on the last day"
    LAB_ERROR = "positive by error"
    MISSED_TEST = "test missed"
    OTHER_DISTRICT = "home elsewhere"
    RETURNED = "hand-over sent back"
    WORKER_ILL = "worker ill"
    NOT_ACCEPTED = "accepted late"
    MOVED = "moved"
    EXPOSED = "exposed again"
    MISTAKE = "by mistake"
    HOSPITAL_FROM_HOME = "hospital from home"
    FEVER = "fever"
    NOBODY_OPENED = "nobody opened"
    OUT_OF_USE = "room out of use"


T = Trouble
_AT_THE_BEGIN = (T.WRONG_ID, T.UNREACHABLE, T.NOT_COMING, T.WITHDRAWN, T.CORRECTED, T.HANDED,
                 T.HANDED_BACK, T.UNCLAIMED)  # fmt: skip
_AT_A_SITE = (T.NO_SHOW, T.ANOTHER_ROOM, T.ANOTHER_SITE, T.HOSPITAL, T.BED_GIVEN_UP, T.POSITIVE,
              T.LAB_ERROR, T.MISSED_TEST, T.OTHER_DISTRICT, T.RETURNED, T.WRONG_ID_AT_THE_LAB,
              T.FEVER, T.LEFT_FOR_GOOD)  # fmt: skip
_AT_HOME = (T.MOVED, T.EXPOSED, T.MISTAKE, T.HOSPITAL_FROM_HOME, T.NOBODY_OPENED, T.MISSED_TEST)
# The others come about by themselves: by full sites, ill workers, rooms out of use.


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    days: int
    arrivals: int
    at_sites: float  # share of the arrivals that is to be isolated at a site
    sites: int
    rooms: int  # of a site, for one person each; besides, one in ten for a family
    communities: int
    grids: int  # of a community
    readings: float = 1.0  # share of the temperatures that are taken
    worker_hours: int = 1  # between two looks of the worker
    residents: int = 0  # who only stand in the register
    cases: int = 0  # that are traced, each day
    seed: int = 4


TINY = Size(2, 12, 0.5, 1, 4, 2, 1, readings=0.2, worker_hours=3)
SMALL = Size(14, 110, 0.3, 3, 8, 3, 2, readings=0.1, worker_hours=4, cases=4)
FULL = Size(60, 30_000, 0.135, 12, 60, 81, 3, residents=200_000, cases=12)


@dataclass(frozen=True)
class Coming:
    """Somebody: declared on a day of the spring, there so many days later."""

    place: int  # in the sequence of invented people
    day: int
    hour: int
    ahead: int
    community: int
    grid: int  # of it; -1: nobody knows
    means: Means
    way: str  # self, family, community
    trouble: Trouble | None = None
    child: "Coming | None" = field(default=None, compare=False)  # who comes along

    @property
    def has_passport(self) -> bool:
        """Who comes from overseas shows one."""
        return self.means == Means.OVERSEAS

    @property
    def is_child(self) -> bool:
        """Who comes along, and lives where the family does."""
        return self.way == "family" and self.child is None


def plan_spring(size: Size) -> list[Coming]:
    """Everybody who comes, in the order in which they declare."""
    random = Random(size.seed)  # noqa: S311 - the same spring on every machine
    days = _days(size, random)
    comings, place = [], 0
    while place < size.arrivals:
        coming = _one(size, random, place, next(days))
        comings.append(coming)
        place += 2 if coming.child else 1
    befallen = _befall(comings, random)
    return sorted(befallen, key=lambda each: (each.day, each.hour, each.place))


def _days(size: Size, random: Random) -> Iterator[int]:
    """Days of declaring, in waves; nobody comes in the last days of a long spring."""
    last = size.days - (3 if size.days > 10 else 0)
    weights = [WAVES[day * len(WAVES) // last] for day in range(last)]
    while True:
        yield random.choices(range(last), weights)[0]


def _one(size: Size, random: Random, place: int, day: int) -> Coming:
    shares = CENTRAL_SHARES if random.random() < size.at_sites else HOME_SHARES
    means = random.choices(list(shares), list(shares.values()))[0]
    coming = Coming(
        place=place,
        day=day,
        hour=random.choice(HOURS),
        ahead=random.choice((0, 0, 1, 2)),
        community=random.randrange(size.communities),
        grid=random.randrange(-1, size.grids) if place % 5 == 0 else place % size.grids,
        means=means,
        way="community" if place % 6 == 1 else "self",
    )
    if means == Means.OVERSEAS and place % 4 == 0:
        child = replace(coming, place=place + 1, way="family")
        return replace(coming, way="family", child=child)
    return coming


def _befall(comings: Sequence[Coming], random: Random) -> list[Coming]:
    """One in a hundred of those to whom it can happen, and one at least, of every trouble."""
    found = {coming.place: coming for coming in comings}
    for kind in (*_AT_A_SITE, *_AT_HOME, *_AT_THE_BEGIN):
        free = [each for each in found.values() if each.trouble is None and _can(kind, each)]
        many = sum(_can(kind, each) for each in comings)
        for coming in random.sample(free, min(len(free), max(2, many // 100))):
            found[coming.place] = replace(coming, trouble=kind)
    return list(found.values())


def _can(kind: Trouble, coming: Coming) -> bool:
    if coming.child is not None:
        return False  # a family stays together; its troubles are those of its rooms
    if kind in _AT_A_SITE:
        fits = coming.means in CENTRAL
        if kind == T.WRONG_ID_AT_THE_LAB:
            fits = fits and not coming.has_passport
        if kind in {T.OTHER_DISTRICT, T.RETURNED}:
            fits = fits and coming.means != Means.SECOND and coming.grid >= 0
        return fits
    if kind in _AT_HOME:
        return coming.means == Means.HIGH
    if kind == T.WITHDRAWN:
        return coming.way == "self"
    if kind in {T.WRONG_ID}:
        return not coming.has_passport
    return coming.ahead > 0 if kind == T.NOT_COMING else True

"""Where two people of the spring are together: as whoever lives it knows, not as the trail does."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile

from longgang.core.clock import local_day, now
from longgang.isolation.models import BedUse
from longgang.people.api import Person
from longgang.tracing.api import Case
from longgang.trail.api import Place, PlaceType, enter_visits_of_file, read_visits_of_file

from .coming import home_of
from .plan import CENTRAL, Trouble
from .rides import drive
from .worker import HOMES_READ_AT
from .world import World

ABOARD = timedelta(hours=2)  # before the arrival
AT_A_CHECKPOINT = timedelta(minutes=5)
LENGTHS = [timedelta(seconds=seconds) for seconds in (120, 299, 300, 301, 480, 600)]
BEHIND = [timedelta(seconds=seconds) for seconds in (0, 1, 120)]  # of a car after the one before
SHOP = "望海早市"


class Pair(NamedTuple):
    """Who has it, and who gets it."""

    source: int
    other: int


@dataclass(frozen=True)
class Meeting:
    """Two people at places of one type, from when until when, or still. `told` is where the source
    says to have been: nothing else knows it.
    """

    pair: Pair
    where: PlaceType
    since: datetime
    until: datetime | None = None
    told: Place | None = None


Way = Callable[[World, Random], Meeting | None]


def by_train(world: World, random: Random) -> Meeting | None:
    """In the same carriage, else on the same train, these two days."""
    meeting = _on_the_way(world, random, "train")
    if meeting is None:
        return None
    seats = {world.journeys[person].seat for person in meeting.pair}
    return replace(meeting, where=PlaceType.TRAIN) if len(seats) > 1 else meeting


def by_air(world: World, random: Random) -> Meeting | None:
    """On the same flight, these two days."""
    meeting = _on_the_way(world, random, "flight")
    return meeting and replace(meeting, where=PlaceType.FLIGHT)


def _on_the_way(world: World, random: Random, transport: str) -> Meeting | None:
    """Two whose times aboard overlap."""
    travels = {
        person: each.travel
        for person, each in world.journeys.items()
        if each.travel.transport == transport
        and world.who[person].trouble != Trouble.CORRECTED  # they were on another one, it turns out
        and each.travel.arrives_at <= now()
        and world.days_since(each.travel.arrives_at) < 2
    }

    def are_together(one: int, other: int) -> bool:
        ends = travels[one].arrives_at, travels[other].arrives_at
        return local_day(ends[0]) == local_day(ends[1]) and max(ends) - min(ends) < ABOARD

    pair = _pair(world, random, travels, are_together)
    if pair is None:
        return None
    ends = [travels[person].arrives_at for person in pair]
    return Meeting(pair, PlaceType.CARRIAGE, max(ends) - ABOARD, min(ends))


def at_home(world: World, random: Random) -> Meeting | None:
    """At one address, as the register had it last night."""
    people = Person.objects.filter(
        pk__in=list(world.who), registered_at__lt=world.moment(HOMES_READ_AT)
    )
    since = dict(people.values_list("pk", "registered_at"))
    homes = {person: home_of(world, each) for person, each in world.who.items() if person in since}
    pair = _pair(world, random, homes, lambda one, other: homes[one] == homes[other])
    return pair and Meeting(pair, PlaceType.HOUSEHOLD, max(since[person] for person in pair))


def in_a_room(world: World, random: Random) -> Meeting | None:
    """Two guests, who came as a family."""
    return _at_a_site(world, random, PlaceType.ROOM)


def at_a_site(world: World, random: Random) -> Meeting | None:
    """On one floor, in one building or at one site, in rooms of their own."""
    where = random.choice([PlaceType.FLOOR, PlaceType.BUILDING, PlaceType.SITE])
    return _at_a_site(world, random, where)


def _at_a_site(world: World, random: Random, where: PlaceType) -> Meeting | None:
    rows = BedUse.objects.filter(until=None, is_reservation=False, stay__status="in")
    uses = {use.stay.person_id: use for use in rows.select_related("stay", "bed__room__floor")}

    def are_together(one: int, other: int) -> bool:
        rooms = uses[one].bed.room, uses[other].bed.room
        is_shared = {
            PlaceType.ROOM: rooms[0] == rooms[1],
            PlaceType.FLOOR: rooms[0].floor == rooms[1].floor,
            PlaceType.BUILDING: rooms[0].floor.building_id == rooms[1].floor.building_id,
            PlaceType.SITE: rooms[0].site_id == rooms[1].site_id,
        }
        return is_shared[where] and (where == PlaceType.ROOM or rooms[0] != rooms[1])

    pair = _pair(world, random, uses, are_together)
    return pair and Meeting(pair, where, max(uses[person].since for person in pair))


def in_a_car(world: World, random: Random) -> Meeting | None:
    """Driver and passenger, from entry to exit."""
    pair = _pick(world, random)
    if pair is None:
        return None
    begin, lasts = now(), random.choice(LENGTHS)
    drive(world, *pair, since=begin, until=begin + lasts)
    return Meeting(pair, PlaceType.VEHICLE, begin, begin + lasts)


def at_the_gate(world: World, random: Random) -> Meeting | None:
    """In two cars of which one comes behind the other."""
    pair = _pick(world, random)
    if pair is None:
        return None
    first, behind = now(), now() + random.choice(BEHIND)
    drive(world, pair.source, since=first, until=first + 2 * AT_A_CHECKPOINT)
    drive(world, pair.other, since=behind, until=behind + 3 * AT_A_CHECKPOINT)
    return Meeting(pair, PlaceType.CHECKPOINT, behind, first + AT_A_CHECKPOINT)


def in_a_shop(world: World, random: Random) -> Meeting | None:
    """One is on the list of the shop, the other says in the interview to have been there."""
    pair = _pick(world, random)
    if pair is None:
        return None
    place = Place(PlaceType.PREMISES, f"{SHOP}{pair.source}")
    until = now() - timedelta(hours=1)
    since = until - random.choice(LENGTHS)
    other = Person.objects.get(pk=pair.other)
    span = f"{since.isoformat()},{now().isoformat()}"
    line = f"{other.name},{other.id_number},{place.type},{place.key},{span}"
    head = "姓名,身份证号,场所类型,场所,开始时间,结束时间"
    file = SimpleUploadedFile("list.csv", f"{head}\n{line}".encode())
    by = world.district.investigator
    upload = world.do(read_visits_of_file, file, by=by)
    assert upload is not None
    world.do(enter_visits_of_file, upload, by=by)
    return Meeting(pair, place.type, since, until, told=place)


WAYS: tuple[Way, ...] = (
    by_train, at_home, in_a_car, in_a_room, by_air, at_a_site, at_the_gate, in_a_shop,
)  # fmt: skip


def _pick(world: World, random: Random) -> Pair | None:
    """Two of those who are not isolated and have a login, to whom nothing else happens today."""
    today = [each for each in world.transmissions if each.day == world.day]
    busy = {person for each in today for person in (each.case.person_id, each.other)}
    people = [
        person
        for person, coming in world.who.items()
        if coming.trouble is None and coming.way == "self" and coming.means not in CENTRAL
        if person not in busy
    ]
    return _pair(world, random, people, lambda _one, _other: True)


def _pair(
    world: World,
    random: Random,
    people: Collection[int],
    are_together: Callable[[int, int], bool],
) -> Pair | None:
    """A source without an open case, and somebody of those who are together with it."""
    traced = set(Case.objects.open().values_list("person", flat=True))
    sources = [person for person in people if person not in traced]
    for source in random.sample(sources, len(sources)):
        others = [each for each in people if each != source and are_together(source, each)]
        if others:
            return Pair(source, random.choice(others))
    return None

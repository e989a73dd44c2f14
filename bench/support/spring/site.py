"""At the sites: rooms found, buses, rounds, what befalls the guests, releases, disinfection."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from django.db.models import QuerySet

from longgang.accounts.api import User
from longgang.core.clock import today
from longgang.health.api import record_temperature
from longgang.isolation.actions.transfers import call_off_transfer
from longgang.isolation.api import (
    Bed,
    Room,
    Stay,
    accept_shift,
    cancel_reservation,
    check_in_guest,
    come_back,
    confirm_release,
    hand_over_shift,
    leave_site,
    list_riders,
    move_room,
    plan_transfer,
    release_list,
    reserve_bed,
    send_to_hospital,
    send_to_site,
    set_condition,
    set_off,
    tick_at_the_door,
    waiting_for_room,
)
from longgang.isolation.lifecycle import StayStatus
from longgang.isolation.models import ShiftChange
from longgang.isolation.queries import leaving, lines_of
from longgang.measures.api import DutyKind, Measure

from .district import Place
from .home import DAYS_IN_HOSPITAL, HOSPITAL, NORMAL, OPEN_DUTIES, READINGS, see_to
from .lab import take_sample
from .plan import Coming, Trouble
from .world import World

LEFT_FOR_TOMORROW = 7  # every so manyth room is disinfected a day late
OUT_EVERY, OUT_FOR = 4, 3  # days


# --- finding rooms ------------------------------------------------------------------------------


def give_rooms(world: World, *, later: bool = False) -> None:
    """A bed for everybody who waits; who comes in the evening goes with tomorrow's bus."""
    free, planned_on = _Free(world), world.day + timedelta(days=later)
    for measure in waiting_for_room(on=today()).order_by("opened_at", "pk"):
        coming = world.who[measure.person_id]
        if coming.is_child:
            bed, need = _beside_carer(world, measure), "child"
        else:
            bed, need = free.take(coming), ""
        if bed is not None:
            facts = {"planned_on": planned_on, "need": need, "by": world.district.health}
            world.do(reserve_bed, measure, bed, **facts)


class _Free:
    """The rooms that are free now, by site: for one person, and for a family."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rooms: defaultdict[tuple[int, bool], list[Room]] = defaultdict(list)
        rows = Room.objects.free().prefetch_related("beds").order_by("floor__level", "label")
        for room in rows.reverse():
            self.rooms[room.site_id, room.is_family].append(room)

    def take(self, coming: Coming) -> Bed | None:
        """At the site nearest to the home, else at the next that has one."""
        places = self.world.district.places
        for number in range(len(places)):
            place = places[(coming.community + number) % len(places)]
            rooms = self.rooms[place.site.pk, coming.child is not None]
            if rooms:
                if number:
                    self.world.happened[Trouble.SITE_FULL] += 1
                return rooms.pop().beds.all()[0]
        self.world.happened[Trouble.NO_ROOM] += 1
        return None

    def at(self, site: int) -> Bed | None:
        """A room for one at this very site."""
        rooms = self.rooms[site, False]
        return rooms.pop().beds.all()[0] if rooms else None


def _beside_carer(world: World, measure: Measure) -> Bed | None:
    """In the room of whoever came along; none until they have one."""
    place = world.who[measure.person_id].place - 1
    rows = Stay.objects.open().filter(person__in=world.at_place(place))
    carer = rows.first()
    use = carer.uses.select_related("bed").filter(until=None).first() if carer else None
    taken = Bed.objects.filter(uses__until=None, uses__isnull=False).values("pk")
    return use and use.bed.room.beds.exclude(pk__in=taken).first()


# --- the bus ------------------------------------------------------------------------------------


def drive(world: World) -> None:
    """One bus to each site, with who is expected today; not everybody gets on."""
    for place in world.district.places:
        stays = list(_expected(place).filter(planned_on__lte=world.day))
        if not stays:
            continue
        bus = world.do(
            plan_transfer, place.site, plate="辽P6120D", driver_name="陈志强",
            escort_name="孙护士", leaves_from="龙湾街道办事处", leaves_at=world.moment(14),
            by=place.officer,
        )  # fmt: skip
        world.do(list_riders, bus, stays, by=place.officer)
        boarded = [stay for stay in stays if not _misses_the_bus(world, stay)]
        if not boarded:
            world.do(call_off_transfer, bus, by=place.officer, reason="无人乘车")
            continue
        world.do(set_off, bus, boarded, by=place.officer)
        with world.at(15):
            world.do(tick_at_the_door, bus, boarded, by=place.officer)
        with world.at(15, 30):
            for stay in _carers_first(boarded):
                name = stay.person.name
                signs = {"signed_by": name, "is_signed_for": stay.carer_id is not None}
                world.do(check_in_guest, stay, by=place.officer, **signs)


def _expected(place: Place) -> QuerySet[Stay]:
    rows = Stay.objects.filter(site=place.site, status=StayStatus.RESERVED)
    return rows.select_related("person", "measure", "site__premises").order_by("pk")


def _misses_the_bus(world: World, stay: Stay) -> bool:
    if not world.befalls(stay.person_id, Trouble.NO_SHOW):
        return False
    world.note(stay.person_id, Trouble.NO_SHOW)
    return True


def _carers_first(stays: list[Stay]) -> list[Stay]:
    return sorted(stays, key=lambda stay: (stay.carer_id is not None, stay.pk))


def cancel_no_shows(world: World) -> None:
    """Who was expected yesterday and has not come: the bed is free for somebody else."""
    for place in world.district.places:
        for stay in _expected(place).filter(planned_on__lt=world.day):
            world.do(cancel_reservation, stay, by=place.officer, reason="昨日未到")


# --- rounds -------------------------------------------------------------------------------------


def go_round(world: World) -> None:
    """Past every door, for what is due at this hour."""
    for place in world.district.places:
        for line in lines_of(place.site):
            kinds = {d.kind for d in line.standing.duties if d.state in OPEN_DUTIES}
            _see(world, place, line.stay, kinds)


def _see(world: World, place: Place, stay: Stay, kinds: set[str]) -> None:
    measure, person, by = stay.measure, stay.person_id, place.officer
    last = measure.central_ends_on
    is_ending = last is not None and last <= world.day + timedelta(days=1)
    if kinds & READINGS and (is_ending or world.is_measured(person, today().day)):
        celsius = NORMAL
        if is_ending and world.befalls(person, Trouble.FEVER):
            celsius = Decimal("38.2")
            world.note(person, Trouble.FEVER)
        world.do(record_temperature, stay.person, celsius, by=by, **measure.concern)
    if DutyKind.TEST in kinds or person in world.extra_tests:
        take_sample(world, measure, by=by)


# --- what befalls the guests --------------------------------------------------------------------


def befall(world: World) -> None:
    """From the second day on."""
    free = _Free(world)
    for place in world.district.places:
        rows = Stay.objects.here().filter(site=place.site)
        for stay in rows.select_related("person", "measure", "site__premises").order_by("pk"):
            if stay.status == StayStatus.AWAY:
                _perhaps_back(world, place, stay, free)
            elif world.days_since(stay.checked_in_at) >= 1:
                _befall(world, place, stay, free)


def _befall(world: World, place: Place, stay: Stay, free: _Free) -> None:
    trouble = world.who[stay.person_id].trouble
    if trouble is None or not world.befalls(stay.person_id, trouble):
        return
    match trouble:
        case Trouble.ANOTHER_ROOM:
            done = (bed := free.at(stay.site_id)) and _move(world, place, stay, bed)
        case Trouble.ANOTHER_SITE:
            done = _send_on(world, stay, free)
        case Trouble.HOSPITAL | Trouble.BED_GIVEN_UP:
            keeps_bed = trouble == Trouble.HOSPITAL
            facts = {"hospital": HOSPITAL, "keeps_bed": keeps_bed, "by": place.officer}
            world.do(send_to_hospital, stay, **facts)
            done = True
        case Trouble.LEFT_FOR_GOOD:
            done = _leave_for_good(world, place, stay)
        case _:
            return
    if done:
        world.note(stay.person_id, trouble)


def _leave_for_good(world: World, place: Place, stay: Stay) -> bool:
    """Home is proposed by the site and confirmed by the district where the rule asks for two, and
    only before the last day: then they are released.
    """
    going = ("home", "hospital", "gone")[stay.person_id % 3]
    ends_on = stay.measure.central_ends_on
    if going == "home" and ends_on is not None and ends_on < world.day:
        return False
    by = place.lead if going == "home" else place.officer
    world.do(leave_site, stay, going=going, words="市中心医院评估", by=by)
    if going == "home" and stay.measure.rule.releases_by_two:
        world.do(confirm_release, Stay.objects.get(pk=stay.pk), by=world.district.health)
    return True


def _move(world: World, place: Place, stay: Stay, bed: Bed) -> bool:
    world.do(move_room, stay, bed, by=place.officer, reason="卫生间漏水")
    return True


def _send_on(world: World, stay: Stay, free: _Free) -> bool:
    """To another site, for which they leave with its next bus; not on the last days."""
    others = [each for each in world.district.places if each.site.pk != stay.site_id]
    last = stay.measure.central_ends_on
    if last is None or last <= world.day or stay.measure.status != "running":
        return False
    bed = next((bed for each in others if (bed := free.at(each.site.pk))), None)
    if bed is None:
        return False
    world.do(send_to_site, stay, bed, by=world.district.health, reason="原隔离点维修")
    return True


def _perhaps_back(world: World, place: Place, stay: Stay, free: _Free) -> None:
    left = stay.measure.absences.get(back_at=None).left_at
    if world.days_since(left) < DAYS_IN_HOSPITAL:
        return
    has_bed = stay.uses.filter(until=None).exists()
    bed = None if has_bed else free.at(stay.site_id)
    if has_bed or bed is not None:
        world.do(come_back, stay, bed=bed, by=place.officer)


# --- leaving ------------------------------------------------------------------------------------


def release(world: World) -> None:
    """The first of the list singly, the others at once; where it takes two, a second confirms."""
    for place in world.district.places:
        stays = list(leaving(place.site))
        for some, transport in ((stays[:1], "家属接回"), (stays[1:], "专车接送")):
            found = world.do(release_list, some, transport=transport, by=place.lead)
            assert found is not None
            for stay, refusals in found.kept:
                world.kept.add((stay.pk, world.day))
                see_to(world, stay.measure, {each.code for each in refusals})
            for stay in found.proposed:
                world.do(confirm_release, stay, by=world.district.health)


def disinfect(world: World) -> None:
    """What was left today, but for a room or two."""
    for place in world.district.places:
        for room in Room.objects.filter(site=place.site, condition="to_disinfect").order_by("pk"):
            if (room.pk + world.number) % LEFT_FOR_TOMORROW:
                world.do(set_condition, room, "ready", by=place.officer)


def repair(world: World) -> None:
    """Every few days a free room of a site is out of use for some days."""
    for number, place in enumerate(world.district.places):
        out = Room.objects.filter(site=place.site, condition="out_of_use")
        for room in out:
            if world.days_since(room.condition_at) >= OUT_FOR:
                world.do(set_condition, room, "ready", by=place.officer)
        if (world.number + number) % OUT_EVERY == 0:
            room = Room.objects.free().filter(site=place.site).order_by("-pk").first()
            if room is not None:
                world.do(set_condition, room, "out_of_use", words="管道检修", by=place.officer)
                world.happened[Trouble.OUT_OF_USE] += 1


def change_shift(world: World) -> None:
    """From the officer to the lead, with all that is open."""
    for place in world.district.places:
        waiting = ShiftChange.objects.filter(site=place.site, accepted_at=None).first()
        if waiting is not None:
            by: User = place.lead if waiting.by_id != place.lead.pk else place.officer
            world.do(accept_shift, waiting, by=by)
        world.do(hand_over_shift, place.site, words="", by=place.officer)

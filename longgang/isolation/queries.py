"""What is read by more than one caller."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.core.clock import today
from longgang.core.errors import Refusal, Refused
from longgang.core.prepared import Prepared
from longgang.core.sealed import without_sealed
from longgang.core.statements import Given
from longgang.measures.api import (
    HandOver,
    HandOverStatus,
    Measure,
    MeasureStatus,
    Standing,
    find_people,
    local_now,
    open_duties,
    standings_of,
)
from longgang.measures.api import find_open as find_open_measure
from longgang.people.api import Person

from .kinds import Condition, Diet, Zone
from .lifecycle import HERE, OPEN, StayStatus
from .models import Bed, BedUse, CarerRule, GuestRequest, Room, Site, Stay, Supply
from .rules import Ages

MATTERS = (
    "here", "away", "expected", "overdue", "due", "leaving", "requests", "to_disinfect", "low",
)  # fmt: skip


def ages(on: date) -> Ages | None:
    """From and up to which age somebody is a child, an adult, elderly; None: no rule says it."""
    rule = CarerRule.objects.in_force(on).first()
    return rule.ages if rule else None


def check_needs_room(measure: Measure) -> Measure:
    """The measure as it is now. Raises Refused unless the person is to be isolated in a site, now
    or soon.
    """
    (measure,) = _MEASURE.list(measure=measure.pk)
    if measure.status in {MeasureStatus.LIFTED, MeasureStatus.CANCELLED}:
        raise Refused(_MEASURE_CLOSED)
    if measure.central_ends_on is None or measure.central_ends_on < today():
        raise Refused(_NOT_CENTRAL)
    return measure


_MEASURE = Prepared(
    lambda: Measure.objects.select_related("rule", "person", "held_at").filter(pk=Given("measure"))
)


def find_open(person: Person) -> Stay | None:
    """The stay of this person that is not over."""
    rows = Stay.objects.filter(person=person, status__in=OPEN)
    return with_rooms(rows.select_related("site__premises")).first()


def find_held(stay: Stay) -> Measure | None:
    """The measure of this stay while the site owns it, as it is now."""
    rows = Measure.objects.open().filter(pk=stay.measure_id, held_at=stay.site.premises_id)
    return rows.select_related("rule", "person__user", "held_at").first()


def with_rooms(rows: QuerySet[Stay]) -> QuerySet[Stay]:
    """Stays with the bed that is theirs now, and its room."""
    uses = BedUse.objects.filter(until=None).select_related("bed__room__floor__building")
    return rows.prefetch_related(Prefetch("uses", uses))


def find_own(user: User, number: str) -> Stay | None:
    """A stay of one's own, or of somebody one acts for."""
    rows = Stay.objects.of(user).select_related("site__premises", "person")
    return rows.filter(number=number).first()


def uses_by_room(site: Site) -> dict[int, list[BedUse]]:
    """Who has which bed of a site now, by the key of the room; one query."""
    uses = BedUse.objects.filter(until=None, bed__room__site=site)
    found: dict[int, list[BedUse]] = defaultdict(list)
    for use in uses.select_related("bed", "stay__person", "stay__measure", "stay__site__premises"):
        found[use.bed.room_id].append(use)
    return found


def rooms_of(site: Site) -> Iterable[Room]:
    """Its rooms with floor and building, in the order in which one walks past them."""
    return site.rooms.select_related("floor__building").prefetch_related("beds")


def find_bed(site: Site | None, code: str) -> Bed | None:
    """The bed that a form means: the number of the room and the place in it."""
    number, _dash, place = code.rpartition("-")
    if not place.isdecimal() or len(place) > 2:
        return None
    rows = Bed.objects.filter(room__number=number, place=int(place))
    if site is not None:
        rows = rows.filter(room__site=site)
    return rows.select_related("room__floor__building", "room__site__premises").first()


def bed_code(bed: Bed) -> str:
    """The same the other way round."""
    return f"{bed.room.number}-{bed.place}"


def beds_to_choose(site: Site, *, with_company: bool = True) -> Iterator[tuple[Bed, BedUse | None]]:
    """One bed of each free room, then, of rooms with an empty bed, one with who lives there."""
    used, shared = uses_by_room(site), []
    for room in rooms_of(site):
        uses, beds = used.get(room.pk, []), list(room.beds.all())
        is_for_guests = room.floor.zone == Zone.CONTAMINATED and room.condition == Condition.READY
        if not is_for_guests or not beds:
            continue
        if not uses:
            yield beds[0], None
        elif len(uses) < len(beds):
            taken = {use.bed_id for use in uses}
            shared.append((next(bed for bed in beds if bed.pk not in taken), uses[0]))
    if with_company:
        yield from shared


def find_measures(text: str, *, by: User) -> list[Measure]:
    """Who is meant at the door: by the number of the measure, or by the whole ID number."""
    number = text.strip().upper()
    rows = Measure.objects.filter(number=number).select_related("rule", "person", "held_at")
    if found := rows.first():
        return [found]
    people = find_people(text, by=by)
    return [measure for person in people if (measure := find_open_measure(person))]


def find_waiting(number: str) -> Measure | None:
    """The open measure with this number."""
    rows = Measure.objects.open().select_related("rule", "person", "held_at")
    return rows.filter(number=number).first()


# --- the day ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One guest of a round: where, and what is due of them today."""

    stay: Stay
    room: Room
    standing: Standing


def in_rooms(site: Site) -> list[tuple[Stay, Room]]:
    """Everybody who is in a room, in the order in which one walks past; two queries."""
    rows = site.stays.filter(status=StayStatus.IN).select_related("person", "measure__rule")
    stays = with_rooms(without_sealed(rows, "person", "measure"))
    found = [(stay, stay.room) for stay in stays if stay.room is not None]
    return sorted(found, key=lambda both: _walk(both[1]))


def _walk(room: Room) -> tuple[str, int, str]:
    return (room.floor.building.name, room.floor.level, room.label)


def lines_of(site: Site) -> list[Line]:
    """The same, each as they stand today; nine queries, however many there are."""
    guests = in_rooms(site)
    standings = standings_of([stay.measure for stay, _room in guests])
    return [Line(stay, room, standings[stay.measure_id]) for stay, room in guests]


def leaving(site: Site) -> QuerySet[Stay]:
    """Whose days at the site are over: they are released, or somebody says why not."""
    rows = Stay.objects.filter(site=site, status__in=HERE, measure__central_ends_on__lt=today())
    return with_rooms(
        rows.select_related("person", "measure__rule", "measure__person", "site__premises")
    )


def open_matters(site: Site) -> dict[str, int]:
    """What one shift hands to the next, counted."""
    return open_matters_of([site])[site.pk]


def open_matters_of(sites: Collection[Site]) -> dict[int, dict[str, int]]:
    """The same of several sites by their keys; six queries, however many sites and guests."""
    found = {site.pk: dict.fromkeys(MATTERS, 0) for site in sites}
    due, overdue = open_duties(now=local_now())
    is_here, is_in = Q(stays__status__in=HERE), Q(stays__status=StayStatus.IN)
    _add_counts(
        found,
        Measure.objects.filter(stays__site__in=found, stays__status__in=OPEN),
        "stays__site",
        here=is_here,
        away=Q(stays__status=StayStatus.AWAY),
        expected=Q(stays__status=StayStatus.RESERVED, stays__planned_on__lte=today()),
        overdue=is_in & overdue,
        due=is_in & due,
        leaving=is_here & Q(central_ends_on__lt=today()),
    )
    requests = GuestRequest.objects.open().filter(stay__site__in=found)
    _add_counts(found, requests, "stay__site", requests=Q())
    rooms = Room.objects.filter(site__in=found, condition=Condition.TO_DISINFECT)
    _add_counts(found, rooms, "site", to_disinfect=Q())
    _add_counts(found, Supply.objects.low().filter(site__in=found), "site", low=Q())
    return found


def _add_counts(
    found: dict[int, dict[str, int]], rows: QuerySet[Any], site: str, **conditions: Q
) -> None:
    """Of these rows, by the path to their site, how many fit each condition."""
    figures = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    for key, *counts in (
        rows.order_by().values(site).annotate(**figures).values_list(site, *figures)
    ):
        found[key] |= dict(zip(figures, counts, strict=True))


def meals_of(guests: Iterable[tuple[Stay, Room]]) -> list[tuple[str, dict[str, int]]]:
    """How many of each diet go to each floor."""
    counts: dict[str, dict[str, int]] = {}
    for stay, room in guests:
        floor = counts.setdefault(str(room.floor), dict.fromkeys(Diet.values, 0))
        floor[stay.diet] += 1
    return list(counts.items())


def waiting_for_room(*, on: date) -> QuerySet[Measure]:
    """Who is to be isolated in a site on this day or later, and has no room; whose days end last
    come first. Nobody in hospital waits for one.
    """
    stays = Stay.objects.open().filter(person=OuterRef("person"))
    rows = Measure.objects.filter(
        status=MeasureStatus.RUNNING, held_at=None, central_ends_on__gte=on
    )
    rows = rows.filter(~Exists(stays)).select_related("person", "rule")
    return rows.order_by("-central_ends_on", "pk")


def proposed_among(measures: Collection[Measure]) -> dict[int, int]:
    """Whose release waits for a second person, by the keys of the measures, with who has proposed
    it; one query.
    """
    rows = HandOver.objects.filter(
        measure__in=measures, status=HandOverStatus.PROPOSED, is_early=False
    )
    return dict(rows.order_by().values_list("measure", "offered_by"))


def find_proposal(measure: Measure) -> HandOver | None:
    """The release, or the going home early, that waits for a second person."""
    rows = HandOver.objects.filter(measure=measure, status=HandOverStatus.PROPOSED)
    return rows.select_related("measure__held_at", "measure__rule", "offered_by").first()


def find_hand_over(measure: Measure) -> HandOver | None:
    """The last one of a person that was carried out."""
    rows = HandOver.objects.filter(measure=measure).exclude(status=HandOverStatus.PROPOSED)
    return rows.first()


_MEASURE_CLOSED = Refusal(
    "isolation.measure_closed",
    _("This measure has ended."),
    _("Nobody is isolated without one."),
)
_NOT_CENTRAL = Refusal(
    "isolation.no_central_phase",
    _("This measure asks for no central isolation now."),
    _("Look at its phases; if a rule asks for a site, extend it first."),
)

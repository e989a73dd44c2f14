"""Counts how sites stand, from their rooms, beds and stays."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import transaction

from longgang.core.clock import now
from longgang.core.prepared import Prepared, PreparedRows, update
from longgang.core.statements import Given
from longgang.measures.api import Measure

from .kinds import Condition, RoomState, Zone
from .lifecycle import HERE, OPEN, StayStatus
from .models import BedUse, Room, Site, SiteFigures, Stay
from .models.figures import COUNTS, leaves_on
from .rules import state_of

SITES_AT_ONCE = 50  # some thousands of rooms and stays in memory


def recount(sites: Iterable[int]) -> None:
    """Write how these sites stand, by their keys: the last thing a deed does that changed them.

    Of two deeds at once the second waits here, and then counts what the first has done too.
    """
    keys = set(sites)
    if not keys:
        return
    with transaction.atomic():
        held = hold_figures(keys)
        counted = count([figures.site_id for figures in held])
        for figures in held:
            update(figures, {**counted[figures.site_id], "counted_at": now()}, where={})


def hold_figures(sites: Iterable[int]) -> list[SiteFigures]:
    """Their rows, held in one order: a deed that changes two sites asks for both at once, after the
    rooms and the measure it needs, so that no two deeds wait for each other.
    """
    return _HELD.list(sites=[*set(sites)])


def begin_to_count(site: Site) -> None:
    """Give a new site its figures."""
    SiteFigures.objects.get_or_create(site=site, defaults={"counted_at": now()})


def recount_all() -> None:
    """Every open site, some at a time: nobody waits long."""
    keys = list(Site.objects.open().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), SITES_AT_ONCE):
        recount(keys[start : start + SITES_AT_ONCE])


def recount_for(measures: Collection[Measure]) -> None:
    """The last day of these people has moved: count the sites again in which they have a bed."""
    keys = [measure.pk for measure in measures]
    stays = Stay.objects.open().filter(measure__in=keys).order_by()
    recount(stays.values_list("site", flat=True).distinct())


_STATES = {
    RoomState.TAKEN: "taken",
    RoomState.RESERVED: "reserved",
    RoomState.TO_DISINFECT: "to_disinfect",
}


def count(sites: Collection[int]) -> dict[int, dict[str, Any]]:
    """The figures of each site by its key, as its rows give them now; three queries."""
    found: dict[int, dict[str, Any]] = {site: _nothing() for site in sites}
    uses: defaultdict[int, list[bool]] = defaultdict(list)
    lasts: defaultdict[int, list[date | None]] = defaultdict(list)
    asked = {"sites": [*sites]}
    for room, is_reservation, last in _TAKEN.list(**asked):
        uses[room].append(is_reservation)
        lasts[room].append(last)
    for site, room, condition in _ROOMS.list(**asked):
        _count_room(found[site], condition, uses[room], lasts[room])
    for site, status, planned_on, last in _STAYS.list(**asked):
        _count_stay(found[site], status, planned_on, last)
    return found


# Asked with every deed that changes a site.
_SITES = Given("sites")
_HELD = Prepared(
    lambda: (
        SiteFigures.objects.select_for_update(of=("self",))
        .filter(site__among=_SITES)
        .order_by("site")
    )
)
_TAKEN = PreparedRows(
    lambda: (
        BedUse.objects.filter(until=None, bed__room__site__among=_SITES)
        .order_by()
        .values_list("bed__room", "is_reservation", "stay__measure__central_ends_on")
    )
)
_ROOMS = PreparedRows(
    lambda: (
        Room.objects.filter(site__among=_SITES, floor__zone=Zone.CONTAMINATED)
        .order_by()
        .values_list("site", "pk", "condition")
    )
)
_STAYS = PreparedRows(
    lambda: (
        Stay.objects.filter(site__among=_SITES, status__in=OPEN)
        .order_by()
        .values_list("site", "status", "planned_on", "measure__central_ends_on")
    )
)


def _nothing() -> dict[str, Any]:
    return {**dict.fromkeys(COUNTS, 0), "leaving": {}, "arriving": Counter()}


def _count_room(
    figures: dict[str, Any], condition: str, uses: list[bool], lasts: list[date | None]
) -> None:
    """A room is left when the last of those in it may leave."""
    if condition == Condition.OUT_OF_USE and not uses:
        figures["out_of_use"] += 1
        return
    figures["rooms"] += 1
    if name := _STATES.get(state_of(condition=condition, uses=uses)):
        figures[name] += 1
    if uses and all(lasts):
        _add_leaving(figures, max(last for last in lasts if last), rooms=1)


def _count_stay(figures: dict[str, Any], status: str, planned_on: date, last: date | None) -> None:
    if status in HERE:
        figures["here"] += 1
        figures["away"] += status == StayStatus.AWAY
        if last:
            _add_leaving(figures, last, people=1)
    else:
        figures["expected"] += 1
        figures["arriving"][planned_on.isoformat()] += 1


def _add_leaving(figures: dict[str, Any], last: date, *, people: int = 0, rooms: int = 0) -> None:
    both = figures["leaving"].setdefault(leaves_on(last).isoformat(), [0, 0])
    both[0] += people
    both[1] += rooms

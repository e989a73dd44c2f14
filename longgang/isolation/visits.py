"""Who was in which room, on which floor, in which building and site, for the trail: from beds."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Q

from longgang.core.sentences import beside
from longgang.trail.api import NewVisit, Place, PlaceType, Told

from .models import BedUse, Room, Site


def tell_visits(since: datetime) -> Iterator[Told]:
    """Every bed that was somebody's in fact and is so since then, or is no longer."""
    rows = BedUse.objects.filter(Q(since__gte=since) | Q(until__gte=since), is_reservation=False)
    joined = "stay", "bed__room__floor__building__site__premises"
    for use in rows.order_by("pk").select_related(*joined).iterator():
        yield from _visits_of(use)


def _visits_of(use: BedUse) -> Iterator[Told]:
    room = use.bed.room
    building = room.floor.building
    site = building.site.number
    for kind, key in (
        (PlaceType.ROOM, room.number),
        (PlaceType.FLOOR, f"{site}/{building.name}/{room.floor.level}"),
        (PlaceType.BUILDING, f"{site}/{building.name}"),
        (PlaceType.SITE, site),
    ):
        reference = f"{use.stay.number}/{use.pk}/{kind}"
        if use.until is not None and use.until <= use.since:
            yield reference
        else:
            place = Place(kind, key)
            yield NewVisit(use.stay.person_id, place, use.since, use.until, reference)


def names_of_rooms(numbers: Collection[str]) -> dict[str, str]:
    """Rooms as the site calls them: the site, the building, the door."""
    rooms = Room.objects.filter(number__in=numbers)
    return {
        room.number: beside(room.site.premises, room.floor.building.name, room.label)
        for room in rooms.select_related("site__premises", "floor__building")
    }


def premises_of_rooms(numbers: Collection[str]) -> dict[str, str]:
    """The site of each room."""
    rooms = Room.objects.filter(number__in=numbers)
    return dict(rooms.values_list("number", "floor__building__site__premises__number"))


def premises_of_parts(keys: Collection[str]) -> dict[str, str]:
    """The site stands first in the key of a building or a floor."""
    return {key: key.partition("/")[0] for key in keys}


def names_of_parts(keys: Collection[str]) -> dict[str, str]:
    """Buildings and floors: the site, the building, the level."""
    numbers = {key.partition("/")[0] for key in keys}
    sites = {
        site.number: str(site.premises)
        for site in Site.objects.filter(premises__number__in=numbers).select_related("premises")
    }
    parts = {key: key.split("/") for key in keys}
    return {key: beside(sites.get(site, site), *rest) for key, (site, *rest) in parts.items()}

"""Who was in which room, on which floor, in which building and site, for the trail: from beds."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from longgang.trail.api import NewVisit, Place, PlaceType, Told

from .models import BedUse


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

"""Who travelled by which train, flight or car, for the trail: as they declared it."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from longgang.core.clock import local_day
from longgang.trail.api import NewVisit, Place, PlaceType, Told, place_of_service

from .kinds import Kind, Transport
from .lifecycle import NOT_TRAVELLED
from .models import Declaration

SERVICES = {
    Transport.TRAIN: PlaceType.TRAIN,
    Transport.FLIGHT: PlaceType.FLIGHT,
    Transport.COACH: PlaceType.COACH,
    Transport.SHIP: PlaceType.SHIP,
}
_CARRIAGE = re.compile(r"0*([0-9]{1,2})\s*(?:车厢?|号车|-)")  # 08车12F, 8号车厢, 08-12F


def tell_visits(since: datetime) -> Iterator[Told]:
    """What was declared since, or travelled since: until the arrival, or from the departure on, for
    as long as one usually is in such a vehicle.
    """
    rows = Declaration.objects.filter(Q(declared_at__gte=since) | Q(arrives_at__gte=since))
    for declaration in rows.order_by("pk").iterator():
        for place in _places_of(declaration):
            reference = f"{declaration.number}/{place.type}"
            if declaration.status in NOT_TRAVELLED:
                yield reference
                continue
            lasted = timedelta(seconds=place.traits.dwell_s)
            leaves = declaration.kind == Kind.DEPARTURE
            begin = declaration.arrives_at if leaves else declaration.arrives_at - lasted
            yield NewVisit(declaration.person_id, place, begin, begin + lasted, reference)


def _places_of(declaration: Declaration) -> Iterator[Place]:
    if declaration.transport == Transport.CAR and declaration.plate:
        yield Place(PlaceType.VEHICLE, declaration.plate)
    kind = SERVICES.get(Transport(declaration.transport))
    if kind is None or not declaration.service_number:
        return
    day = local_day(declaration.arrives_at)
    yield place_of_service(kind, declaration.service_number, day)
    seat = _CARRIAGE.match(declaration.seat.strip())
    if kind is PlaceType.TRAIN and seat:
        yield place_of_service(PlaceType.CARRIAGE, declaration.service_number, day, part=seat[1])

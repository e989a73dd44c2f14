"""Who was in which vehicle, and at which checkpoint, for the trail: from trips and their checks."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from longgang.trail.api import NewVisit, Place, PlaceType, Told

from .models import Check, Trip


def tell_visits(since: datetime) -> Iterator[Told]:
    """Of every trip of which a check was heard, or taken back, since: everybody aboard in the
    vehicle from entry to exit, and at the checkpoint at each stop that was not taken back.
    """
    undone = Q(undone_by__isnull=False, undone_at__gte=since)
    checked = Check.objects.filter(Q(learned_at__gte=since) | undone)
    trips = Trip.objects.filter(pk__in=checked.order_by().values("trip"))
    rows = trips.order_by("pk").select_related("vehicle_pass")
    for trip in rows.prefetch_related("checks", "vehicle_pass__aboard").iterator(500):
        for aboard in trip.vehicle_pass.aboard.all():
            yield from _visits_of(trip, aboard.person_id)


def _visits_of(trip: Trip, person: int) -> Iterator[Told]:
    reference = f"{trip.number}/{person}"
    if trip.entered_at is None:
        yield reference
    else:
        vehicle = Place(PlaceType.VEHICLE, trip.vehicle_pass.plate)
        yield NewVisit(person, vehicle, trip.entered_at, trip.closed_at, reference)
    for check in trip.checks.all():
        reference = f"{check.number}/{person}"
        if check.undone_at is not None:
            yield reference
            continue
        checkpoint = Place(PlaceType.CHECKPOINT, check.premises_number)
        yield NewVisit.scanned(person, checkpoint, check.at, reference=reference)

"""Under which numbers the books tell of what somebody knows by a plate or by another number.

The books themselves hold no plate: it is looked up in the passes, as long as those are kept.
"""

from collections.abc import Iterator

from longgang.core.identifiers import tidy_part_of_plate

from .models import BlockEntry, Check, RefusedScan, Trip, VehiclePass

SHORTEST = 4  # of what is typed; less fits everything
MOST = 200  # passes that are followed, the newest first


def numbers_behind(typed: str) -> set[str]:
    """The numbers of the vehicles, applications, trips, checks, refused scans and blocklist entries
    with this plate, or of this pass. A check leads to its trip, whose line tells of it.
    """
    part = tidy_part_of_plate(typed)
    return set(_numbers(part)) if len(part) >= SHORTEST else set()


def _numbers(part: str) -> Iterator[str]:
    passes = VehiclePass.objects.looked_for(part).values_list("pk", "number", "vehicle__number")
    keys = []
    for key, *numbers in passes[:MOST]:
        keys.append(key)
        yield from numbers
    trips = Trip.objects.filter(vehicle_pass__in=keys)
    yield from trips.values_list("number", flat=True)
    checks = Check.objects.filter(trip__in=trips.order_by().values("pk"))
    yield from checks.values_list("number", flat=True)
    yield from Trip.objects.filter(checks__number=part).values_list("number", flat=True)
    for rows in (RefusedScan.objects.all(), BlockEntry.objects.all()):
        yield from rows.filter(plate__contains=part).values_list("number", flat=True)[:MOST]

"""Who lives together, for the trail: people of the register whose address is the same.

The name of such a place is a keyed index of the address, from which nobody reads where it is.
"""

import unicodedata
from collections.abc import Iterator
from itertools import islice

from longgang.core.clock import local_day, now
from longgang.core.sealed import blind_index
from longgang.people.api import Person

from .models import Visit
from .places import Place, PlaceType
from .queries import contested
from .recording import NewVisit, write_visits

SOURCE = "people.homes"
TOGETHER = 10_000  # in one transaction


def gather_homes() -> int:
    """End the visits of who lives elsewhere now, and begin those of who is new at an address; how
    many that were. Reads the whole register.
    """
    open_visits = {
        visit.person_id: visit
        for visit in Visit.objects.counting().filter(source=SOURCE, ended_at=None)
    }
    changes, count = _without_contested(_compare(open_visits)), 0
    while some := list(islice(changes, TOGETHER)):
        count += write_visits(some, source=SOURCE)
    return count


def _without_contested(visits: Iterator[NewVisit]) -> Iterator[NewVisit]:
    """Nobody is put back into a home that somebody has said to be wrong."""
    while some := list(islice(visits, TOGETHER)):
        wrong = {
            (person, place)
            for person, place, _at in contested(SOURCE, [each.person for each in some])
        }
        yield from (each for each in some if (each.person, each.place.name) not in wrong)


def _compare(open_visits: dict[int, Visit]) -> Iterator[NewVisit]:
    moment = now()
    people = Person.objects.filter(merged_into=None).exclude(area_code="").order_by("pk")
    for person in people.only("pk", "number", "address", "area_code", "registered_at").iterator():
        home = _home_of(person)
        lived = open_visits.pop(person.pk, None)
        if lived and home and lived.place == home.name:
            continue
        if lived:
            yield _ended(lived)
        if home:
            since = moment if lived else person.registered_at
            reference = f"{person.number}/{local_day(since)}"
            yield NewVisit(person.pk, home, since, None, reference)
    for left in open_visits.values():
        yield _ended(left)


def _ended(visit: Visit) -> NewVisit:
    place = Place(PlaceType.HOUSEHOLD, visit.place.partition(":")[2])
    return NewVisit(visit.person_id, place, visit.started_at, now(), visit.reference)


def _home_of(person: Person) -> Place | None:
    address = "".join(unicodedata.normalize("NFKC", person.address).split())
    if not address:
        return None
    key = blind_index("trail.household", f"{person.area_code} {address}")
    return Place(PlaceType.HOUSEHOLD, key)

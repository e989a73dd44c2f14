"""In which premises a place lies: the modules that told of a place know it where its key does not
say it. And which place somebody means who wrote down the name of premises.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from longgang.areas.api import Premises, premises_called

from .places import Place, PlaceType

OF_PREMISES = (PlaceType.CHECKPOINT, PlaceType.SITE, PlaceType.PREMISES, PlaceType.HALL)
# Of these keys of one type of place, the number of the premises in which those that are known lie.
Finder = Callable[[Collection[str]], Mapping[str, str]]
_finders: dict[PlaceType, Finder] = {}


def register_place_premises(kind: PlaceType, finder: Finder) -> None:
    """Ask this in which premises the places of a type lie."""
    _finders[kind] = finder


def premises_of_places(places: Iterable[str]) -> dict[str, Premises]:
    """The premises of each place that lies in some. A place that was written down by hand lies in
    the only premises in use of that name. A query for each type, however many places there are.
    """
    keys: defaultdict[PlaceType, set[str]] = defaultdict(set)
    for place in places:
        kind, _colon, key = place.partition(":")
        keys[PlaceType(kind)].add(key)
    known = {
        f"{kind}:{key}": called
        for kind, finder in _finders.items()
        if kind in keys
        for key, called in finder(keys[kind]).items()
    }
    found = premises_called(known.values()) if known else {}
    return {place: found[called] for place, called in known.items() if called in found}


def places_meant(written: Collection[Place]) -> dict[Place, Place]:
    """Each of them as it is recorded: where it bears the name of the only premises in use of that
    name, the place is theirs, under their number, however somebody came to tell of it. One query.
    """
    names = {place.key for place in written if place.type in OF_PREMISES}
    known = premises_called(names) if names else {}
    return {
        place: Place(place.type, known[place.key].number)
        if place.type in OF_PREMISES and place.key in known
        else place
        for place in written
    }


def _itself(keys: Collection[str]) -> Mapping[str, str]:
    return {key: key for key in keys}


for _kind in OF_PREMISES:
    register_place_premises(_kind, _itself)

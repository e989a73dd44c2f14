"""What places are called in words: the trail knows their types, the modules that told of a place
know the rest.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from longgang.areas.api import Premises
from longgang.core.sentences import beside

from .places import PlaceType

# Of these keys of one type of place, what those that are known are called.
Namer = Callable[[Collection[str]], Mapping[str, str]]
_namers: dict[PlaceType, Namer] = {}


def register_place_names(kind: PlaceType, namer: Namer) -> None:
    """Ask this what places of a type are called."""
    _namers[kind] = namer


def names_of_places(places: Iterable[str]) -> dict[str, str]:
    """Each place by its name among all places, in the language of the page: its type, and what it
    is called. A query for each type, however many places there are.
    """
    keys: defaultdict[PlaceType, set[str]] = defaultdict(set)
    for place in places:
        kind, _colon, key = place.partition(":")
        keys[PlaceType(kind)].add(key)
    return {
        f"{kind}:{key}": beside(kind.label, words)
        for kind, of_kind in keys.items()
        for key, words in _words_of(kind, of_kind)
    }


def _words_of(kind: PlaceType, keys: Collection[str]) -> Iterable[tuple[str, str]]:
    known = _namers.get(kind, _nobody)(keys)
    return [(key, known.get(key, "" if kind in _NAMELESS else _plainly(key))) for key in keys]


def _plainly(key: str) -> str:
    """A service and its day, its carriage behind it: G1234@2022-04-18/8."""
    return beside(*key.replace("@", "/", 1).split("/")) if "@" in key else key


def _nobody(_keys: Collection[str]) -> Mapping[str, str]:
    return {}


def _premises_named(keys: Collection[str]) -> Mapping[str, str]:
    rows = Premises.objects.filter(number__in=keys)
    return {premises.number: str(premises) for premises in rows}


_NAMELESS = frozenset({PlaceType.HOUSEHOLD})  # a key that tells nobody where it is
for _kind in (PlaceType.CHECKPOINT, PlaceType.SITE, PlaceType.PREMISES, PlaceType.HALL):
    register_place_names(_kind, _premises_named)

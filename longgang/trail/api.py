"""The door of the trail: what modules above tell it, and what tracing may ask."""

from .actions import record_visit, record_visits, void_visits
from .places import TRAITS, UNCOUNTED, Closeness, Place, PlaceType, Traits, place_of_service
from .recording import NewVisit

__all__ = [
    "TRAITS",
    "UNCOUNTED",
    "Closeness",
    "NewVisit",
    "Place",
    "PlaceType",
    "Traits",
    "place_of_service",
    "record_visit",
    "record_visits",
    "void_visits",
]

"""The door of the trail: what modules above tell it, and what tracing may ask."""

from .actions.visits import record_visit, record_visits, void_visits
from .gathering import Told, gather_visits, register_visits
from .places import TRAITS, UNCOUNTED, Closeness, Place, PlaceType, Traits, place_of_service
from .readiness import NotReady, Progress, current_index
from .recording import NewVisit

__all__ = [
    "TRAITS",
    "UNCOUNTED",
    "Closeness",
    "NewVisit",
    "NotReady",
    "Place",
    "PlaceType",
    "Progress",
    "Told",
    "Traits",
    "current_index",
    "gather_visits",
    "place_of_service",
    "record_visit",
    "record_visits",
    "register_visits",
    "void_visits",
]

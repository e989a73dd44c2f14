"""The door of the trail: what modules above tell it, and what tracing may ask."""

from .actions.uploads import enter_visits_of_file, read_visits_of_file
from .actions.visits import record_visit, record_visits, void_visits
from .asking import Contacts, Meeting, Met, Seen, ask_contacts
from .gathering import Told, gather_visits, register_visits
from .homes import gather_homes
from .locating import places_meant, premises_of_places, register_place_premises
from .models import Visit
from .naming import names_of_places, register_place_names
from .places import (
    TRAITS,
    UNCOUNTED,
    Closeness,
    Place,
    PlaceType,
    Traits,
    place_of_service,
    type_of,
)
from .queries import list_visits
from .readiness import NotReady, Progress, current_index
from .recording import NewVisit

__all__ = [
    "TRAITS",
    "UNCOUNTED",
    "Closeness",
    "Contacts",
    "Meeting",
    "Met",
    "NewVisit",
    "NotReady",
    "Place",
    "PlaceType",
    "Progress",
    "Seen",
    "Told",
    "Traits",
    "Visit",
    "ask_contacts",
    "current_index",
    "enter_visits_of_file",
    "gather_homes",
    "gather_visits",
    "list_visits",
    "names_of_places",
    "place_of_service",
    "places_meant",
    "premises_of_places",
    "read_visits_of_file",
    "record_visit",
    "record_visits",
    "register_place_names",
    "register_place_premises",
    "register_visits",
    "type_of",
    "void_visits",
]

"""The door of the division tree: what other modules may use."""

from .divisions import load_divisions
from .models import Area, Desk, DeskKind, Direction, Level, Premises, PremisesKind, RoadKind
from .queries import (
    area_name,
    find_area,
    find_desk,
    find_desk_by_code,
    find_premises,
    full_area_name,
    is_area,
    list_areas,
    list_desks,
    list_premises,
    premises_name,
    search_areas,
)

__all__ = [
    "Area",
    "Desk",
    "DeskKind",
    "Direction",
    "Level",
    "Premises",
    "PremisesKind",
    "RoadKind",
    "area_name",
    "find_area",
    "find_desk",
    "find_desk_by_code",
    "find_premises",
    "full_area_name",
    "is_area",
    "list_areas",
    "list_desks",
    "list_premises",
    "load_divisions",
    "premises_name",
    "search_areas",
]

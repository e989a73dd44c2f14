"""The door of the division tree: what other modules may use."""

from .actions import (
    add_area,
    add_desk,
    add_premises,
    close_premises,
    correct_desk,
    correct_premises,
    end_area,
    rename_area,
)
from .divisions import load_divisions
from .forms import AreaField
from .models import Area, Desk, DeskKind, Direction, Level, Premises, PremisesKind, RoadKind
from .names import place_name
from .outline import CREDIT, Drawing, draw_district
from .positions import Position, parse_position
from .queries import (
    LONGEST_NAME,
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
    parse_area,
    premises_called,
    search_areas,
)

__all__ = [
    "CREDIT",
    "LONGEST_NAME",
    "Area",
    "AreaField",
    "Desk",
    "DeskKind",
    "Direction",
    "Drawing",
    "Level",
    "Position",
    "Premises",
    "PremisesKind",
    "RoadKind",
    "add_area",
    "add_desk",
    "add_premises",
    "area_name",
    "close_premises",
    "correct_desk",
    "correct_premises",
    "draw_district",
    "end_area",
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
    "parse_area",
    "parse_position",
    "place_name",
    "premises_called",
    "rename_area",
    "search_areas",
]

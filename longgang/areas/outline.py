"""The outline of the district, and the flat drawing in which positions are placed.

It is drawn, and it says which positions are far away; nothing is decided by who is inside of it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import cos, radians
from typing import NamedTuple

from django.conf import settings

from .divisions import DATA
from .positions import Position

CREDIT = "DataV GeoAtlas"
SURROUNDINGS = 0.5  # degrees around the outline, some 50 km: further away is a slip
KM_OF_A_DEGREE = 111.2  # of latitude
_EDGE = 0.06  # of the outline's width that is drawn around it


class Box(NamedTuple):
    """From which degrees to which."""

    south: float
    west: float
    north: float
    east: float

    def widened(self, degrees: float) -> "Box":
        """So many degrees more on each side."""
        south, west, north, east = self
        return Box(south - degrees, west - degrees, north + degrees, east + degrees)

    def holds(self, position: Position) -> bool:
        """Whether a position lies in it."""
        latitude, longitude = map(float, position)
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


@dataclass(frozen=True)
class Outline:
    """The rings of a boundary, each as (longitude, latitude), as GeoJSON has them."""

    rings: Sequence[Sequence[tuple[float, float]]]

    @cached_property
    def box(self) -> Box:
        """In which all of it lies."""
        east, north = zip(*(point for ring in self.rings for point in ring), strict=True)
        return Box(min(north), min(east), max(north), max(east))


@cache
def outline_of(code: str) -> Outline | None:
    """The boundary of a division, where a file of it comes with the product."""
    path = DATA / f"outline_{code}.geojson"
    if not path.exists():
        return None
    [feature] = json.loads(path.read_text(encoding="utf-8"))["features"]
    parts = feature["geometry"]["coordinates"]
    return Outline([[tuple(point) for point in ring] for part in parts for ring in part])


def surroundings() -> Box | None:
    """Where premises of the district can be; None where nobody knows its outline."""
    outline = outline_of(str(settings.DISTRICT_CODE))
    return outline.box.widened(SURROUNDINGS) if outline else None


@dataclass(frozen=True)
class Drawing:
    """The district as a flat drawing, `width` units wide, north at the top.

    The projection is equirectangular: a degree of longitude is as wide everywhere as it is at the
    middle latitude. Over a district of 25 km that is wrong by less than 20 m.
    """

    outline: Outline
    width: int

    @property
    def box(self) -> Box:
        """What is drawn: the outline and a little around it."""
        box = self.outline.box
        return box.widened((box.east - box.west) * _EDGE)

    @property
    def height(self) -> int:
        """In the same units."""
        return round((self.box.north - self.box.south) * self._of_latitude)

    @property
    def units_of_km(self) -> float:
        """How long a kilometre is."""
        return self._of_latitude / KM_OF_A_DEGREE

    def place(self, position: Position) -> tuple[int, int]:
        """Where a position stands: units from the left and from the top."""
        return self._place(float(position.longitude), float(position.latitude))

    @property
    def path(self) -> str:
        """The outline as SVG draws it."""
        return " ".join(
            "M" + "L".join(f"{x} {y}" for x, y in (self._place(*point) for point in ring)) + "Z"
            for ring in self.outline.rings
        )

    def _place(self, longitude: float, latitude: float) -> tuple[int, int]:
        x = (longitude - self.box.west) * self._of_longitude
        return round(x), round((self.box.north - latitude) * self._of_latitude)

    @property
    def _of_longitude(self) -> float:
        return self.width / (self.box.east - self.box.west)

    @property
    def _of_latitude(self) -> float:
        middle = (self.box.north + self.box.south) / 2
        return self._of_longitude / cos(radians(middle))


def draw_district(width: int) -> Drawing | None:
    """Our own district, so many units wide; None where nobody knows its outline."""
    outline = outline_of(str(settings.DISTRICT_CODE))
    return Drawing(outline, width) if outline else None

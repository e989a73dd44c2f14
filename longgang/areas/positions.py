"""Where premises are: degrees as people write and paste them."""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Refusal, Refused

LONGEST_POSITION = 60
_STEP = Decimal("0.000001")  # of a degree: 11 cm
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:\.\d+)?")
_SIGNS = re.compile(r"[\s,;、°()]+")


class Position(NamedTuple):
    """Latitude and longitude in decimal degrees, WGS 84."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude.normalize():f}, {self.longitude.normalize():f}"


def parse_position(text: str) -> Position:
    """`40.7301, 120.8612` to six digits after the point. Web maps of China copy the longitude
    first: what is more than 90 can only be one. Raises Refused.
    """
    numbers = [part for part in _SIGNS.split(unicodedata.normalize("NFKC", text)) if part]
    if len(numbers) != 2 or not all(map(_NUMBER.fullmatch, numbers)):
        raise Refused(_UNREADABLE)
    latitude, longitude = (Decimal(number).quantize(_STEP) for number in numbers)
    if abs(latitude) > 90:
        latitude, longitude = longitude, latitude
    return Position(latitude, longitude)


_UNREADABLE = Refusal(
    "areas.position_unreadable",
    _("A position is two numbers: latitude and longitude in degrees."),
    _("Write it like 40.7301, 120.8612."),
    field="position",
)

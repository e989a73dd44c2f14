"""The tables of the quarantine sites."""

from .figures import SiteFigures
from .site import Bed, Building, Floor, Room, RoomQuerySet, Site, SiteQuerySet
from .stay import BedUse, Movement, Stay, StayQuerySet

__all__ = [
    "Bed",
    "BedUse",
    "Building",
    "Floor",
    "Movement",
    "Room",
    "RoomQuerySet",
    "Site",
    "SiteFigures",
    "SiteQuerySet",
    "Stay",
    "StayQuerySet",
]

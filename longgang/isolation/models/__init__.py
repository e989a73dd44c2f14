"""The tables of the quarantine sites."""

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
    "SiteQuerySet",
    "Stay",
    "StayQuerySet",
]

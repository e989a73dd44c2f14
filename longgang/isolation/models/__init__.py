"""The tables of the quarantine sites."""

from .day import GuestRequest, ShiftChange, Supply
from .figures import SiteFigures
from .rule import CarerRule
from .site import Bed, Building, Floor, Room, RoomQuerySet, Site, SiteQuerySet
from .stay import BedUse, Movement, Stay, StayQuerySet
from .transfer import Rider, Transfer

__all__ = [
    "Bed",
    "BedUse",
    "Building",
    "CarerRule",
    "Floor",
    "GuestRequest",
    "Movement",
    "Rider",
    "Room",
    "RoomQuerySet",
    "ShiftChange",
    "Site",
    "SiteFigures",
    "SiteQuerySet",
    "Stay",
    "StayQuerySet",
    "Supply",
    "Transfer",
]

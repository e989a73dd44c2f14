"""Tables of the passes; one file a noun."""

from .block import BlockEntry
from .check import Check
from .fleet import FleetUpload
from .refused_scan import RefusedScan
from .rule import PassRule
from .signing_key import SigningKey
from .trip import Trip
from .vehicle_pass import Aboard, Attachment, PassDraft, ReviewStep, VehiclePass

__all__ = [
    "Aboard",
    "Attachment",
    "BlockEntry",
    "Check",
    "FleetUpload",
    "PassDraft",
    "PassRule",
    "RefusedScan",
    "ReviewStep",
    "SigningKey",
    "Trip",
    "VehiclePass",
]

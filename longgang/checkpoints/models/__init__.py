"""The tables of the checkpoints: devices, photos on their way, conflicts."""

from .conflict import Conflict, ConflictKind, Resolution
from .device import Device
from .photo import PhotoUpload

__all__ = ["Conflict", "ConflictKind", "Device", "PhotoUpload", "Resolution"]

"""The door of the checkpoints: what the demo and the site may use."""

from .actions.checks import Contact, note_contact, receive_check
from .actions.conflicts import escalate_conflicts, look_for_odd_exits, resolve_conflict
from .actions.devices import enrol_device, invite_device, withdraw_device
from .home import checkpoint_tasks
from .lifecycle import CONFLICT, DEVICE, ConflictStatus, DeviceStatus
from .models import Conflict, ConflictKind, Device, Resolution
from .reading import read_check

__all__ = [
    "CONFLICT",
    "DEVICE",
    "Conflict",
    "ConflictKind",
    "ConflictStatus",
    "Contact",
    "Device",
    "DeviceStatus",
    "Resolution",
    "checkpoint_tasks",
    "enrol_device",
    "escalate_conflicts",
    "invite_device",
    "look_for_odd_exits",
    "note_contact",
    "read_check",
    "receive_check",
    "resolve_conflict",
    "withdraw_device",
]

"""The states of a device and of a conflict, and every move between them. Data only."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.lifecycle import Lifecycle, Move, States


class DeviceStatus(States):
    """Whether a phone may judge vehicles for a checkpoint. An invitation ends by the clock."""

    INVITED = "invited", _("Invited")
    ENROLLED = "enrolled", _("Enrolled")
    WITHDRAWN = "withdrawn", pgettext_lazy("device", "Withdrawn")


DEVICE = Lifecycle(
    DeviceStatus,
    start=DeviceStatus.INVITED,
    ends={DeviceStatus.WITHDRAWN},
    moves=[
        Move("invite", DeviceStatus.INVITED, to=DeviceStatus.INVITED, event="device.invited"),
        Move("enrol", DeviceStatus.INVITED, to=DeviceStatus.ENROLLED, event="device.enrolled"),
        Move(
            "withdraw",
            {DeviceStatus.INVITED, DeviceStatus.ENROLLED},
            to=DeviceStatus.WITHDRAWN,
            event="device.withdrawn",
        ),
    ],
)


class ConflictStatus(States):
    """Whether somebody still has to look into a conflict; overdue is computed from its limit."""

    OPEN = "open", _("Open")
    RESOLVED = "resolved", _("Resolved")
    EXPLAINED = "explained", _("Explained by a later check")


CONFLICT = Lifecycle(
    ConflictStatus,
    start=ConflictStatus.OPEN,
    ends={ConflictStatus.RESOLVED, ConflictStatus.EXPLAINED},
    moves=[
        Move("grow", ConflictStatus.OPEN, to=ConflictStatus.OPEN, event="conflict.grown"),
        Move("escalate", ConflictStatus.OPEN, to=ConflictStatus.OPEN, event="conflict.escalated"),
        Move("resolve", ConflictStatus.OPEN, to=ConflictStatus.RESOLVED, event="conflict.resolved"),
        Move(
            "explain", ConflictStatus.OPEN, to=ConflictStatus.EXPLAINED, event="conflict.explained"
        ),
    ],
)

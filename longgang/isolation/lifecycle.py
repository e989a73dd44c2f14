"""The states of a stay, and every move between them. Data only."""

from django.utils.translation import pgettext_lazy

from longgang.core.lifecycle import Lifecycle, Move, States


class StayStatus(States):
    """Where somebody is, as the site knows it."""

    RESERVED = "reserved", pgettext_lazy("stay", "Expected")
    IN = "in", pgettext_lazy("stay", "In the room")
    AWAY = "away", pgettext_lazy("stay", "In hospital")
    LEFT = "left", pgettext_lazy("stay", "Left")
    CANCELLED = "cancelled", pgettext_lazy("stay", "Cancelled")


_RESERVED, _IN, _AWAY = StayStatus.RESERVED, StayStatus.IN, StayStatus.AWAY

# A person has at most one of these.
OPEN = frozenset({_RESERVED, _IN, _AWAY})
# They belong to the people of the site.
HERE = frozenset({_IN, _AWAY})

STAY = Lifecycle(
    StayStatus,
    start=_RESERVED,
    ends={StayStatus.LEFT, StayStatus.CANCELLED},
    moves=[
        Move("change_room", _RESERVED, to=_RESERVED, event="stay.moved"),
        Move("check_in", _RESERVED, to=_IN, event="stay.checked_in"),
        Move("move_room", _IN, to=_IN, event="stay.moved"),
        Move("to_hospital", _IN, to=_AWAY, event="stay.to_hospital"),
        Move("come_back", _AWAY, to=_IN, event="stay.back"),
        Move("leave", {_IN, _AWAY}, to=StayStatus.LEFT, event="stay.left"),
        Move("cancel", _RESERVED, to=StayStatus.CANCELLED, event="stay.cancelled"),
    ],
)


class TransferStatus(States):
    """Where a bus is."""

    PLANNED = "planned", pgettext_lazy("bus", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("bus", "Under way")
    ARRIVED = "arrived", pgettext_lazy("bus", "Arrived")
    CALLED_OFF = "called_off", pgettext_lazy("bus", "Called off")


_PLANNED, _UNDER_WAY = TransferStatus.PLANNED, TransferStatus.UNDER_WAY

TRANSFER = Lifecycle(
    TransferStatus,
    start=_PLANNED,
    ends={TransferStatus.ARRIVED, TransferStatus.CALLED_OFF},
    moves=[
        Move("list", _PLANNED, to=_PLANNED, event="transfer.listed"),
        Move("set_off", _PLANNED, to=_UNDER_WAY, event="transfer.set_off"),
        Move("tick", _UNDER_WAY, to=_UNDER_WAY, event="transfer.ticked"),
        Move("arrive", _UNDER_WAY, to=TransferStatus.ARRIVED, event="transfer.arrived"),
        Move("call_off", _PLANNED, to=TransferStatus.CALLED_OFF, event="transfer.called_off"),
    ],
)

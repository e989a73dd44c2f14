"""The door of the quarantine sites: what the site and the demo may use."""

from .actions.day import accept_shift, add_supply, ask_for, hand_over_shift, settle_request
from .actions.releasing import confirm_release, release_guest, release_list
from .actions.sites import add_rooms, close_site, open_site, set_condition
from .actions.stays import (
    cancel_reservation,
    check_in_guest,
    come_back,
    leave_site,
    move_room,
    reserve_bed,
    send_to_hospital,
    send_to_site,
)
from .actions.transfers import list_riders, plan_transfer, set_off, tick_at_the_door
from .default_rules import load_rules
from .home import isolation_tasks
from .models import Bed, Room, Site, Stay
from .queries import waiting_for_room

__all__ = [
    "Bed",
    "Room",
    "Site",
    "Stay",
    "accept_shift",
    "add_rooms",
    "add_supply",
    "ask_for",
    "cancel_reservation",
    "check_in_guest",
    "close_site",
    "come_back",
    "confirm_release",
    "hand_over_shift",
    "isolation_tasks",
    "leave_site",
    "list_riders",
    "load_rules",
    "move_room",
    "open_site",
    "plan_transfer",
    "release_guest",
    "release_list",
    "reserve_bed",
    "send_to_hospital",
    "send_to_site",
    "set_condition",
    "set_off",
    "settle_request",
    "tick_at_the_door",
    "waiting_for_room",
]

"""The door of the notices: what other modules may use."""

from .actions import notify
from .gateways import SmsGateway, sms_gateway
from .queries import message_tasks, unread_count
from .waking import deliver_held, holding_messages

__all__ = [
    "SmsGateway",
    "deliver_held",
    "holding_messages",
    "message_tasks",
    "notify",
    "sms_gateway",
    "unread_count",
]

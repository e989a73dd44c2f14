"""The door of the notices: what other modules may use."""

from .actions import notify
from .gateways import SmsGateway, sms_gateway
from .queries import message_tasks, unread_count
from .waking import delivering_at_once

__all__ = [
    "SmsGateway",
    "delivering_at_once",
    "message_tasks",
    "notify",
    "sms_gateway",
    "unread_count",
]

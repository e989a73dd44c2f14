"""The door of the notices: what other modules may use."""

from .actions import draft_message, notify, send
from .gateways import SmsGateway, sms_gateway
from .models import Delivery
from .queries import message_tasks, unread_count
from .waking import deliver_held, holding_messages, wake_worker

__all__ = [
    "Delivery",
    "SmsGateway",
    "deliver_held",
    "draft_message",
    "holding_messages",
    "message_tasks",
    "notify",
    "send",
    "sms_gateway",
    "unread_count",
    "wake_worker",
]

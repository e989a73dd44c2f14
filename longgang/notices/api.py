"""The door of the notices: what other modules may use."""

from .actions import Bundle, draft_message, mark_all_read, mark_dealt_with, notify, send
from .gateways import SmsGateway, sms_gateway
from .models import Delivery
from .queries import message_tasks, unread_count, users_with_unread
from .waking import deliver_held, holding_messages, wake_from_aside, wake_worker

__all__ = [
    "Bundle",
    "Delivery",
    "SmsGateway",
    "deliver_held",
    "draft_message",
    "holding_messages",
    "mark_all_read",
    "mark_dealt_with",
    "message_tasks",
    "notify",
    "send",
    "sms_gateway",
    "unread_count",
    "users_with_unread",
    "wake_from_aside",
    "wake_worker",
]

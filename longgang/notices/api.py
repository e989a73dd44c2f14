"""The door of the notices: what other modules may use."""

from .actions import notify
from .gateways import SmsGateway, sms_gateway
from .queries import message_tasks, unread_count

__all__ = ["SmsGateway", "message_tasks", "notify", "sms_gateway", "unread_count"]

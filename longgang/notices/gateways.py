"""The port to whoever carries messages, and what stands there until a carrier is chosen.

`settings.SMS_GATEWAY` names a class without arguments that fits `SmsGateway`.
"""

from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string


class SmsGateway(Protocol):
    """Carries one message to one phone, or raises."""

    def send(self, phone: str, text: str, *, key: str) -> None:
        """Hand the message over. The same key twice is one message: pass it on to the carrier.

        A worker that dies between handing over and noting it down will hand over again, so only
        the carrier can make “at least once” into “once”.
        """


class NotConfiguredError(ImproperlyConfigured):
    """No carrier is chosen. Messages wait, without their tries being counted."""


class UnconfiguredGateway:
    """Stands where no carrier was chosen, and says so."""

    def send(self, phone: str, text: str, *, key: str) -> None:
        raise NotConfiguredError("SMS_GATEWAY is not set: put the name of a gateway into var/env.")


class DemoGateway:
    """Takes every message; the page of the demo's phone shows what was taken. Only in the demo."""

    def __init__(self) -> None:
        if not settings.DEMO:
            raise NotConfiguredError("The demo's gateway carries nothing: set SMS_GATEWAY.")

    def send(self, phone: str, text: str, *, key: str) -> None:
        """Nothing to carry: the delivery itself is what the page shows."""


def sms_gateway() -> SmsGateway:
    """The gateway that the settings name."""
    gateway: SmsGateway = import_string(settings.SMS_GATEWAY)()
    return gateway

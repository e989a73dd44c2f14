"""What the audit and the list of messages call the deeds and messages of this module."""

from django.utils.translation import gettext_lazy as _

from longgang.audit.api import register_words

register_words(
    {
        "delivery.sent": _("Message sent"),
        "delivery.failed": _("Message failed"),
        "delivery.given_up": _("Message given up"),
        "delivery.retried": _("Message sent once more"),
        "account.code": _("Login code"),
    }
)

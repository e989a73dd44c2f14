"""What the audit and the list of messages call the deeds and messages of this module."""

from django.utils.translation import gettext_lazy as _

from longgang.audit.api import register_words

register_words(
    {
        "delivery.retried": _("Message sent once more"),
        "account.code": _("Login code"),
    }
)

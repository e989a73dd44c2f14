"""What the audit calls the deeds of this module."""

from django.utils.translation import gettext_lazy as _

from longgang.audit.api import register_words

register_words({"delivery.retried": _("Message sent once more")})

"""Registers the module with Django and its words with the audit."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Notices and messages."""

    name = "longgang.notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Importing the wording registers it."""
        from . import wording  # noqa: F401, PLC0415  registering is all that importing does

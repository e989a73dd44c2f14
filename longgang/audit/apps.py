"""Registers the module with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The two books."""

    name = "longgang.audit"
    verbose_name = _("Audit")

    def ready(self) -> None:
        """Checks count from here on."""
        from . import checks  # noqa: F401, PLC0415  registering is all that importing does
        from .retention import EVENT_WORDS  # noqa: PLC0415  models are ready only now
        from .wording import register_words  # noqa: PLC0415

        register_words(EVENT_WORDS)

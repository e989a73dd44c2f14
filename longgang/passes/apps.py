"""Teaches the audit book the passes' events when the product starts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PassesConfig(AppConfig):
    """The passes module."""

    name = "longgang.passes"
    verbose_name = _("Vehicle passes")

    def ready(self) -> None:
        from longgang.audit.api import register_words  # noqa: PLC0415 - models are ready only now

        from .wording import EVENT_WORDS  # noqa: PLC0415

        register_words(EVENT_WORDS)

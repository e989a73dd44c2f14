"""Tells the books, at the start, about the words of our events."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CheckpointsConfig(AppConfig):
    """The checkpoints module."""

    name = "longgang.checkpoints"
    verbose_name = _("Devices at the checkpoints")

    def ready(self) -> None:
        from longgang.audit.api import register_names, register_words  # noqa: PLC0415 - models are ready only now

        from .wording import EVENT_WORDS, NAMES  # noqa: PLC0415

        register_names(NAMES)
        register_words(EVENT_WORDS)

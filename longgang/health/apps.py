"""Tells the modules below, at the start, about event words and who refers to the register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

TABLES = ["LabTest", "Temperature", "SymptomReport", "SeenCode"]


class HealthConfig(AppConfig):
    """The health module."""

    name = "longgang.health"
    verbose_name = _("Health observations")

    def ready(self) -> None:
        from longgang.audit.api import register_names, register_words  # noqa: PLC0415 - models are ready only now
        from longgang.people.api import register_reference  # noqa: PLC0415

        from .wording import EVENT_WORDS, NAMES  # noqa: PLC0415

        register_names(NAMES)
        register_words(EVENT_WORDS)
        for table in TABLES:
            register_reference(f"health.{table}", "person")

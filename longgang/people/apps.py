"""Registers the module with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """The register of people, companies and vehicles."""

    name = "longgang.people"
    verbose_name = _("Register")

    def ready(self) -> None:
        """Teach the book of events the register's words."""
        from longgang.audit.api import register_words  # noqa: PLC0415  # models load after apps

        from .events import WORDS  # noqa: PLC0415

        register_words(WORDS)

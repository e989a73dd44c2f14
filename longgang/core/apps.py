"""The core as a Django app: it brings fields, checks and commands, but no table."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers the checks when Django starts."""

    name = "longgang.core"

    def ready(self) -> None:
        """Checks and lookups count from here on."""
        from . import checks, lookups  # noqa: F401, PLC0415  registering is all that importing does

"""Registers the checks, the words of our events and what happens when somebody signs in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts and posts."""

    name = "longgang.accounts"

    def ready(self) -> None:
        from longgang.audit.api import register_words  # noqa: PLC0415 - needs the apps to be loaded

        from . import checks, receivers  # noqa: F401, PLC0415 - they register themselves
        from .wording import EVENTS  # noqa: PLC0415

        register_words(EVENTS)

"""Registers the module with Django and its words with the audit."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Notices and messages."""

    name = "longgang.notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Importing the wording registers it; the register's news are passed on from now on."""
        from longgang.people.api import (  # noqa: PLC0415  models load after apps
            company_decided,
            company_registered,
        )

        from . import wording  # noqa: F401, PLC0415  registering is all that importing does
        from .companies import tell_deciders, tell_managers  # noqa: PLC0415

        company_registered.listen(tell_deciders)
        company_decided.listen(tell_managers)

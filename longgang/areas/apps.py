"""Registers the module with Django, with the book of events and with the posts' places."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AreasConfig(AppConfig):
    """Divisions, desks and premises."""

    name = "longgang.areas"
    verbose_name = _("Areas")

    def ready(self) -> None:
        """Bring the words of our events, and the places that posts are held for."""
        from longgang.accounts.api import register_places  # noqa: PLC0415 - needs loaded models
        from longgang.audit.api import register_words  # noqa: PLC0415

        from .events import WORDS  # noqa: PLC0415
        from .queries import places_of_posts  # noqa: PLC0415

        register_words(WORDS)
        register_places(places_of_posts)

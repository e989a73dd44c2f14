"""Tells the modules below, at the start, about event words and references."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArrivalsConfig(AppConfig):
    """The arrivals module."""

    name = "longgang.arrivals"
    verbose_name = _("Arrivals")

    def ready(self) -> None:
        from longgang.audit.api import register_names, register_words  # noqa: PLC0415 - models are ready only now
        from longgang.people.api import register_reference, register_revealable  # noqa: PLC0415
        from longgang.trail.api import register_visits  # noqa: PLC0415

        from .models import Declaration  # noqa: PLC0415
        from .visits import tell_visits  # noqa: PLC0415
        from .wording import EVENT_WORDS, NAMES  # noqa: PLC0415

        register_names(NAMES)
        register_words(EVENT_WORDS)
        register_reference("arrivals.Declaration", "person")
        register_revealable(Declaration, "address")
        register_visits("arrivals.ways", tell_visits)

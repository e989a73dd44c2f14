"""Tells the modules below, at the start, about event words and that visits follow a merge."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrailConfig(AppConfig):
    """The trail module."""

    name = "longgang.trail"
    verbose_name = _("Trail")

    def ready(self) -> None:
        from longgang.audit.api import register_names, register_words  # noqa: PLC0415 - models are ready only now
        from longgang.people.api import people_merged  # noqa: PLC0415

        from .actions.visits import move_visits_of_merged  # noqa: PLC0415
        from .wording import EVENT_WORDS, NAMES  # noqa: PLC0415

        register_names(NAMES)
        register_words(EVENT_WORDS)
        people_merged.listen(move_visits_of_merged)

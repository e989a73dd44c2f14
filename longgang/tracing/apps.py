"""Tells the modules below, at the start, about event words and references."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TracingConfig(AppConfig):
    """The tracing module."""

    name = "longgang.tracing"
    verbose_name = _("Tracing")

    def ready(self) -> None:
        from longgang.audit.api import register_names, register_words  # noqa: PLC0415 - models are ready only now
        from longgang.measures.api import finding_made  # noqa: PLC0415
        from longgang.people.api import people_merged, register_reference  # noqa: PLC0415

        from .actions.notices import hear_finding  # noqa: PLC0415
        from .actions.steps import hear_merged  # noqa: PLC0415
        from .wording import EVENT_WORDS, NAMES  # noqa: PLC0415

        register_names(NAMES)
        register_words(EVENT_WORDS)
        register_reference("tracing.Case", "person")
        people_merged.listen(hear_merged)
        finding_made.listen(hear_finding)

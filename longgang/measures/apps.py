"""Tells the modules below, at the start, about event words, references and what we want to hear."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    """The measures module."""

    name = "longgang.measures"
    verbose_name = _("Measures")

    def ready(self) -> None:
        from longgang.audit.api import register_names, register_words  # noqa: PLC0415 - models are ready only now
        from longgang.health.api import (  # noqa: PLC0415
            ask_who_looks_after,
            results_known,
            samples_taken,
            temperature_taken,
        )
        from longgang.people.api import (  # noqa: PLC0415
            people_merged,
            register_reference,
            register_revealable,
        )

        from .actions.agendas import hear_merged, hear_reading, hear_samples  # noqa: PLC0415
        from .actions.extending import hear_results  # noqa: PLC0415
        from .actions.notices import hear_temperature  # noqa: PLC0415
        from .models import Measure  # noqa: PLC0415
        from .queries import find_places_of  # noqa: PLC0415
        from .wording import EVENT_WORDS, NAMES  # noqa: PLC0415

        register_names(NAMES)
        register_words(EVENT_WORDS)
        register_reference("measures.Measure", "person")
        register_revealable(Measure, "address")
        ask_who_looks_after(find_places_of)
        people_merged.listen(hear_merged)
        samples_taken.listen(hear_samples)
        results_known.listen(hear_results)
        temperature_taken.listen(hear_reading)
        temperature_taken.listen(hear_temperature)

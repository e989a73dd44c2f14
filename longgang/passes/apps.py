"""Tells the modules below, at the start, about event words and who refers to the register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Columns that follow when two entries of the register are merged.
REFERENCES = [
    ("passes.Aboard", "person"),
    ("passes.BlockEntry", "person"),
    ("passes.VehiclePass", "on_behalf_of"),
    ("passes.VehiclePass", "vehicle"),
]


class PassesConfig(AppConfig):
    """The passes module."""

    name = "longgang.passes"
    verbose_name = _("Vehicle passes")

    def ready(self) -> None:
        from longgang.audit.api import register_names, register_words  # noqa: PLC0415 - models are ready only now
        from longgang.people.api import (  # noqa: PLC0415
            register_plate_facts,
            register_reference,
            register_revealable,
        )
        from longgang.trail.api import register_visits  # noqa: PLC0415

        from .book_names import NAMES  # noqa: PLC0415
        from .models import VehiclePass  # noqa: PLC0415
        from .queries import tell_live_passes  # noqa: PLC0415
        from .reviewing import SHOWN_OF_PARTY  # noqa: PLC0415
        from .visits import tell_visits  # noqa: PLC0415
        from .wording import EVENT_WORDS  # noqa: PLC0415

        register_names(NAMES)
        register_words(EVENT_WORDS)
        for label, field in REFERENCES:
            register_reference(label, field)
        register_plate_facts(tell_live_passes)
        register_revealable(VehiclePass, *SHOWN_OF_PARTY)
        register_visits("passes.trips", tell_visits)

"""Tells the modules below, at the start, about event words and references."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IsolationConfig(AppConfig):
    """The isolation module."""

    name = "longgang.isolation"
    verbose_name = _("Quarantine sites")

    def ready(self) -> None:
        from longgang.audit.api import register_names, register_words  # noqa: PLC0415 - models are ready only now
        from longgang.measures.api import end_moved, measure_ended, sent_home  # noqa: PLC0415
        from longgang.people.api import register_reference  # noqa: PLC0415
        from longgang.trail.api import (  # noqa: PLC0415
            PlaceType,
            register_place_names,
            register_place_premises,
            register_visits,
        )

        from .actions.steps import hear_ended, hear_going_home  # noqa: PLC0415
        from .counting import recount_for  # noqa: PLC0415
        from .visits import (  # noqa: PLC0415
            names_of_parts,
            names_of_rooms,
            premises_of_parts,
            premises_of_rooms,
            tell_visits,
        )
        from .wording import EVENT_WORDS, NAMES  # noqa: PLC0415

        register_names(NAMES)
        register_words(EVENT_WORDS)
        register_reference("isolation.Stay", "person")
        end_moved.listen(recount_for)
        sent_home.listen(hear_going_home)
        measure_ended.listen(hear_ended)
        register_visits("isolation.beds", tell_visits)
        register_place_names(PlaceType.ROOM, names_of_rooms)
        register_place_premises(PlaceType.ROOM, premises_of_rooms)
        for kind in (PlaceType.FLOOR, PlaceType.BUILDING):
            register_place_names(kind, names_of_parts)
            register_place_premises(kind, premises_of_parts)

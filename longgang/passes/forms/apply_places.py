"""Choosing a place by typing: a county anywhere, a street or community in our district."""

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import LONGEST_NAME, Area, full_area_name, list_areas, search_areas

LEVELS_AWAY = ("county",)
LEVELS_HERE = ("street", "community")
OFFERED = 16


def is_choosable(area: Area) -> bool:
    """A county, or a part of our district below it; our district as a whole is too vague."""
    is_ours = area.code.startswith(settings.DISTRICT_CODE)
    return area.level in (LEVELS_HERE if is_ours else LEVELS_AWAY)


def search_places(text: str) -> list[Area]:
    """Places that may be meant, ours first; our district's own name offers its streets."""
    away = search_areas(text, level=LEVELS_AWAY, limit=OFFERED)
    if any(area.code == settings.DISTRICT_CODE for area in away):
        here = list(list_areas("street", within=settings.DISTRICT_CODE))
    else:
        here = search_areas(text, level=LEVELS_HERE, within=settings.DISTRICT_CODE, limit=OFFERED)
    return [*here, *(area for area in away if is_choosable(area))][:OFFERED]


class PlaceInput(forms.TextInput):
    """A text with suggestions; when several places fit, each is a button that chooses it."""

    template_name = "passes/widgets/place.html"

    def __init__(self) -> None:
        self.candidates: list[Area] = []
        super().__init__(
            {
                "autocomplete": "off",
                "hx-get": reverse_lazy("passes:places"),
                "hx-trigger": "input changed delay:250ms",
                "hx-swap": "innerHTML",
            }
        )

    def format_value(self, value: Any) -> str | None:
        """The name in the language of the page; kept is the code."""
        if isinstance(value, str) and value.isdecimal():
            return full_area_name(value)
        shown: str | None = super().format_value(value)
        return shown

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The input with its list of suggestions and its buttons."""
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_places"
        context["widget"]["attrs"] |= {"list": list_id, "hx-target": f"#{list_id}"}
        return context | {"list_id": list_id, "candidates": self.candidates}


class PlaceField(forms.CharField):
    """A place by name, pinyin or code; its value is the code."""

    widget = PlaceInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=LONGEST_NAME,
            help_text=_("County or district; in this district the street or community."),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        """The code of the one place that is meant."""
        text = super().clean(value)
        if not text:
            return ""
        found = search_places(text)
        meant = [area for area in found if area.is_called(text)] or found
        if len(meant) == 1:
            return str(meant[0].code)
        self.widget.candidates = found
        raise forms.ValidationError(_SEVERAL if found else _NONE, code="passes.place")


_SEVERAL = _("Choose the place that is meant.")
_NONE = _("No place of this name is known. Type the county or district, for example Haigang.")

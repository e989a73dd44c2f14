"""The field by which a division is found while typing, and the administration's forms."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.corrections import CorrectionForm
from longgang.core.errors import Refused
from longgang.core.forms import (
    DateInput,
    Filters,
    Form,
    ParsedField,
    ReasonField,
    as_validation_error,
)
from longgang.core.identifiers import parse_contact_phone

from .models import DeskKind, Direction, Level, PremisesKind, RoadKind
from .positions import LONGEST_POSITION, parse_position
from .queries import LONGEST_NAME, full_area_name, list_areas, resolve_area


class AreaInput(forms.TextInput):
    """A text with suggestions: from the server while typing, or all of them when they are few."""

    template_name = "areas/area_input.html"

    def __init__(self, *, level: str, within: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.level, self.within = level, within

    def format_value(self, value: Any) -> str | None:
        """A code that is kept shows as its full name."""
        return full_area_name(str(value)) if value else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        asked = urlencode({"field": name, "level": self.level, "within": self.within})
        widget = context["widget"]["attrs"]
        widget["list"] = f"{widget.get('id', name)}_options"
        context["options"] = list_areas(self.level, within=self.within) if self.within else []
        if not self.within:
            widget |= {
                "hx-get": f"{reverse('areas:search')}?{asked}",
                "hx-trigger": "input changed delay:250ms",
                "hx-target": f"#{widget['list']}",
                "hx-swap": "innerHTML",
            }
        return context


class AreaField(forms.CharField):
    """A division as code or name; gives back its code, and says what is wrong or ambiguous.

    Accepts "130302", "秦皇岛市海港区", "海港区" if only one is called that, and pinyin. Within an
    area (a district's streets) all are offered at once, also without JavaScript.
    """

    def __init__(self, *, level: str = Level.COUNTY, within: str = "", **kwargs: Any) -> None:
        self.level, self.within = str(level), within
        widget = AreaInput(level=self.level, within=within)
        super().__init__(**{"max_length": LONGEST_NAME, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        """The code, or the reason why there is none."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            return resolve_area(text, level=self.level, within=self.within).code
        except Refused as refused:
            raise forms.ValidationError(
                [as_validation_error(refusal) for refusal in refused.refusals]
            ) from refused


def _in_district(**kwargs: Any) -> AreaField:
    return AreaField(level="", within=str(settings.DISTRICT_CODE), label=_("Area"), **kwargs)


class AddAreaForm(Form):
    """A new division in the one whose page this is."""

    code = forms.CharField(
        label=_("Code"), max_length=15, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    name = forms.CharField(label=pgettext_lazy("place", "Name"), max_length=60)
    name_en = forms.CharField(
        label=_("English name"),
        max_length=120,
        required=False,
        help_text=_("Left empty, it is made of the pinyin."),
    )
    on = forms.DateField(label=_("Valid from"), widget=DateInput())
    reason = ReasonField(label=_("Document or reason"), max_length=200)


class RenameAreaForm(CorrectionForm):
    """A new name from a day on."""

    name = forms.CharField(label=_("New name"), max_length=60)
    name_en = forms.CharField(
        label=_("English name"),
        max_length=120,
        required=False,
        help_text=_("Left empty, it is made of the pinyin."),
    )
    on = forms.DateField(label=_("Valid from"), widget=DateInput())
    reason = ReasonField(label=_("Document or reason"), max_length=200)


class EndAreaForm(Form):
    """The last day."""

    on = forms.DateField(label=_("No longer valid from"), widget=DateInput())
    reason = ReasonField(label=_("Document or reason"), max_length=200)


class DeskForm(Form):
    """What a desk is called and on which phone it answers."""

    name = forms.CharField(label=pgettext_lazy("place", "Name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    phone = ParsedField(
        label=_("Phone for questions"),
        parse=parse_contact_phone,
        max_length=20,
        required=False,
        help_text=_("Printed on every pass of this desk, for whoever wants to verify it."),
    )


class CorrectDeskForm(CorrectionForm, DeskForm):
    """Corrections of a desk."""


class AddDeskForm(DeskForm):
    """A new desk."""

    kind = forms.ChoiceField(label=_("Kind"), choices=DeskKind.choices)
    area_code = _in_district()
    field_order = ["kind", "area_code", "name", "name_en", "phone"]


class PremisesForm(Form):
    """What a place is called and where it is."""

    name = forms.CharField(label=pgettext_lazy("place", "Name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    position = ParsedField(
        label=_("Position"),
        parse=parse_position,
        empty_value=None,
        max_length=LONGEST_POSITION,
        required=False,
        help_text=_(
            "Latitude and longitude, as a phone at the place shows them: 40.7301, 120.8612. "
            "Web maps of China are some hundred metres off."
        ),
    )
    road_kind = forms.ChoiceField(
        label=_("Kind of road"),
        choices=[("", "—"), *RoadKind.choices],
        required=False,
        help_text=_("Only for checkpoints."),
    )
    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=[("", "—"), *Direction.choices],
        required=False,
        help_text=_("Only for checkpoints."),
    )


class CorrectPremisesForm(CorrectionForm, PremisesForm):
    """Corrections of a place."""

    of_several = ("position",)


class AddPremisesForm(PremisesForm):
    """A new place."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PremisesKind.choices)
    area_code = _in_district()
    field_order = [
        "kind", "name", "name_en", "area_code", "address", "position", "road_kind", "direction",
    ]  # fmt: skip


class ClosePremisesForm(Form):
    """Why a place is no longer used."""

    reason = ReasonField(label=_("Reason"), max_length=200)


class PremisesFilters(Filters):
    """Narrows the list of premises."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *PremisesKind.choices])
    in_use = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), ("yes", _("In use")), ("no", pgettext_lazy("place", "Closed"))],
    )


class DeskFilters(Filters):
    """Narrows the list of desks."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *DeskKind.choices])

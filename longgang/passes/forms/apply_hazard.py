"""The steps of hazardous goods: what they are, and the papers of vehicle and tank."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from longgang.core.forms import DateInput, ParsedField
from longgang.core.identifiers import parse_contact_phone

from ..application import PackingGroup
from ..rules import check_licence, check_substance, check_tank
from .apply import StepForm, choices

_SUBSTANCE = ("un_number", "hazard_class", "packing_group")


class HazardForm(StepForm):
    """What is dangerous about the load, and the waybill that travels with it."""

    un_number = forms.RegexField(
        r"^[0-9]{4}$",
        label=_("UN number"),
        error_messages={"invalid": _("A UN number has four digits.")},
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    proper_name = forms.CharField(label=_("Proper shipping name"), max_length=100)
    hazard_class = forms.CharField(label=_("Class"), max_length=10)
    packing_group = forms.ChoiceField(
        label=_("Packing group"), choices=choices(PackingGroup), required=False
    )
    waybill_number = forms.CharField(
        label=_("Number of the hazardous goods waybill"),
        max_length=50,
        help_text=_("Electronic or on paper; it must be carried (article 24)."),
    )
    emergency_phone = ParsedField(
        label=_("Emergency phone"), parse=parse_contact_phone, max_length=30
    )

    def clean(self) -> dict[str, Any]:
        """What is said of goods that we know is what they are."""
        values: dict[str, Any] = super().clean() or {}
        said = {name: values.get(name, "") for name in _SUBSTANCE}
        if said["un_number"] and said["hazard_class"]:
            self.refuse(check_substance(**said), otherwise="un_number")
        return values


class PapersForm(StepForm):
    """The vehicle's licence and tank, valid on the day of arrival."""

    licence_number = forms.CharField(label=_("Road transport licence"), max_length=40)
    licence_expires_on = forms.DateField(label=_("Licence valid until"), widget=DateInput())
    tank_number = forms.CharField(label=_("Number of the tank"), max_length=40, required=False)
    tank_media = forms.RegexField(
        r"^[0-9]{4}([,，、 ]+[0-9]{4})*$",
        label=_("Approved for (UN numbers)"),
        required=False,
        help_text=_("With commas, for example 1830, 2796."),
        error_messages={"invalid": _("A UN number has four digits.")},
    )
    tank_inspected_until = forms.DateField(
        label=_("Tank inspected until"), required=False, widget=DateInput()
    )

    def clean(self) -> dict[str, Any]:
        """Both are valid on the day of arrival, and the tank is approved for what is loaded."""
        values: dict[str, Any] = super().clean() or {}
        day, load = self.asked.entry_day, self.asked.answers.of("hazard")
        if "licence_expires_on" in values:
            expired = check_licence(values["licence_expires_on"], entry_day=day)
            self.refuse(expired, otherwise="licence_expires_on")
        if {"tank_number", "tank_media", "tank_inspected_until"} <= values.keys():
            unfit = check_tank(
                values["tank_number"],
                media_of(values),
                values["tank_inspected_until"],
                un_number=load.get("un_number", ""),
                entry_day=day,
            )
            self.refuse(unfit, otherwise="tank_media")
        return values


def media_of(papers: dict[str, Any]) -> tuple[str, ...]:
    """The UN numbers that a tank is approved for."""
    return tuple(re.findall("[0-9]{4}", papers["tank_media"]))

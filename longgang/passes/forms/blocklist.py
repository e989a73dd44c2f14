"""Proposing somebody for the blocklist."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.core.errors import Refused
from longgang.core.forms import DateInput, Form
from longgang.core.identifiers import PlateColour, parse_id_number, parse_plate
from longgang.people.api import identify_person

from ..models.block import BlockKind


class BlockForm(Form):
    """A vehicle by plate and colour, or a person by ID number; the document and the end date."""

    kind = forms.ChoiceField(
        label=_("Blocked is"), choices=BlockKind.choices, widget=forms.RadioSelect
    )
    plate = forms.CharField(label=_("Plate"), max_length=20, required=False)
    plate_colour = forms.ChoiceField(
        label=_("Plate colour"), choices=PlateColour.choices, required=False
    )
    id_number = forms.CharField(
        label=_("ID number"),
        max_length=40,
        required=False,
        help_text=_("Only somebody in the register can be blocked."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    document_number = forms.CharField(label=_("Number of the document"), max_length=100)
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean(self) -> dict[str, Any]:
        """Find out who or what is meant; what is wrong stands at its field."""
        data = super().clean() or self.cleaned_data
        try:
            if data.get("kind") == BlockKind.VEHICLE:
                data["vehicle"] = parse_plate(data.get("plate", ""), data.get("plate_colour", ""))
            elif data.get("kind") == BlockKind.PERSON:
                number = parse_id_number(data.get("id_number", ""))
                data["person"] = identify_person(number, by=self.by)
        except Refused as refused:
            name = "plate" if data.get("kind") == BlockKind.VEHICLE else "id_number"
            for refusal in refused.refusals:
                self.add_error(name, str(refusal.reason))
        return data

"""Proposing somebody for the blocklist."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.core.errors import Refused
from longgang.core.forms import DateInput, Form
from longgang.core.identifiers import (
    PlateColour,
    parse_credit_code,
    parse_id_number,
    parse_plate,
)
from longgang.people.api import identify_person

from ..models.block import BlockKind

NAMED_IN = {
    BlockKind.VEHICLE: "plate",
    BlockKind.PERSON: "id_number",
    BlockKind.COMPANY: "credit_code",
}


class BlockForm(Form):
    """A vehicle by plate and colour, a person by ID number, or a company by its credit code."""

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
    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=30,
        required=False,
        help_text=_("18 characters. A company that is not registered yet can be blocked too."),
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
        kind = data.get("kind", "")
        try:
            if kind == BlockKind.VEHICLE:
                data["vehicle"] = parse_plate(data.get("plate", ""), data.get("plate_colour", ""))
            elif kind == BlockKind.PERSON:
                number = parse_id_number(data.get("id_number", ""))
                data["person"] = identify_person(number, by=self.by)
            elif kind == BlockKind.COMPANY:
                data["company"] = parse_credit_code(data.get("credit_code", ""))
        except Refused as refused:
            for refusal in refused.refusals:
                self.add_error(NAMED_IN[kind], str(refusal.reason))
        return data

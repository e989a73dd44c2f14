"""Forms of a company's many trips."""

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from longgang.core.clock import today
from longgang.core.errors import Refused
from longgang.core.forms import DateInput, Form
from longgang.core.sentences import beside
from longgang.core.signatures import signature_field
from longgang.people.api import WorkbookForm

from ..actions.fleet import trips_in
from ..models import VehiclePass


class FleetForm(WorkbookForm):
    """A workbook of trips and the signature under its declarations."""

    def __init__(self, *args: Any, signatory: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signature"] = signature_field(
            signatory, declares=_("I declare that what the workbook says is true.")
        )
        self.finish_fields()
        self.fields["workbook"].help_text = _(
            "The filled-in template, .xlsx or .xls, at most 300 trips."
        )

    def clean(self) -> None:
        """Beside another fault the workbook is looked into too, so that all is told at once."""
        workbook = self.cleaned_data.get("workbook")
        if self.errors and workbook is not None:
            try:
                trips_in(workbook)
            except Refused as refused:
                self.add_refusals(refused)


class _TripsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # none at run time
    """Trips by time, plate and goods."""

    def label_from_instance(self, vehicle_pass: VehiclePass) -> str:
        moment = localtime(vehicle_pass.expected_entry_at)
        return beside(f"{moment:%H:%M}", vehicle_pass.plate, vehicle_pass.goods_name)


class RepeatForm(Form):
    """Which of a day's trips are announced again, for which day, and signed anew."""

    day = forms.DateField(label=_("For the day"), widget=DateInput())
    passes = _TripsField(
        label=_("Trips"),
        queryset=VehiclePass.objects.none(),
        to_field_name="number",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, passes: Any, signatory: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signature"] = signature_field(
            signatory,
            declares=_("I declare that what these trips say is true on the new day, too."),
        )
        self.finish_fields()
        field = self.fields["passes"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = passes

    def clean_day(self) -> date:
        """Not a day that is over: each trip would be refused for the same reason."""
        day: date = self.cleaned_data["day"]
        if day < today():
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return day

"""Forms of a company's many trips."""

from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from longgang.core.forms import DateInput, Form
from longgang.people.api import WorkbookForm

from ..models import VehiclePass


class FleetForm(WorkbookForm):
    """A workbook of trips and the signature under its declarations."""

    signature = forms.CharField(
        label=_("Signature"),
        max_length=50,
        help_text=_("Your full name: I declare that what the workbook says is true."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workbook"].help_text = _(
            "The filled-in template, .xlsx or .xls, at most 300 trips."
        )


class _TripsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # none at run time
    """Trips by time, plate and goods."""

    def label_from_instance(self, vehicle_pass: VehiclePass) -> str:
        moment = localtime(vehicle_pass.expected_entry_at)
        return f"{moment:%H:%M} · {vehicle_pass.plate} · {vehicle_pass.goods_name}"


class RepeatForm(Form):
    """Which of a day's trips are announced again, and for which day."""

    day = forms.DateField(label=_("For the day"), widget=DateInput())
    passes = _TripsField(
        label=_("Trips"),
        queryset=VehiclePass.objects.none(),
        to_field_name="number",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, passes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["passes"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = passes

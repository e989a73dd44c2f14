"""What is written down of somebody's health. What is possible, the actions say."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.forms import Form, MomentInput
from longgang.people.api import FileForm

from .kinds import ResultKind, Symptom

NOW = _("Blank: now.")


class ResultWorkbookForm(FileForm):
    """A lab's workbook."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workbook"].help_text = _(
            "The lab's list or the filled-in template, .xlsx or .xls."
        )


class EnterResultsForm(Form):
    """Saying yes to what was read."""

    template_name = "parts/form_fields.html"
    with_changes = forms.BooleanField(
        label=_("Correct the recorded results too"),
        required=False,
        help_text=_("The old results stay in the record and count no longer."),
    )


class DegreesField(forms.DecimalField):
    """A temperature to one tenth, also in the wide digits and stops of a Chinese keyboard."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_digits=4, decimal_places=1, **{"widget": widget, **kwargs})

    def to_python(self, value: Any) -> Any:
        """Django's own, after the signs are those of a number."""
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).replace("。", ".")
        return super().to_python(value)


class TemperatureForm(Form):
    """One reading."""

    template_name = "parts/form_fields.html"
    celsius = DegreesField(label=_("Temperature (°C)"))
    taken_at = forms.DateTimeField(
        label=_("Taken at"), widget=MomentInput(), required=False, help_text=NOW
    )


class SymptomsForm(Form):
    """What somebody says they feel."""

    template_name = "parts/form_fields.html"
    symptoms = forms.MultipleChoiceField(
        label=_("Symptoms"),
        choices=Symptom.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none when there are none."),
    )
    words = forms.CharField(label=_("In words"), max_length=300, required=False)


class TakenForm(Form):
    """A sample whose result others will enter."""

    template_name = "parts/form_fields.html"
    sampled_at = forms.DateTimeField(label=_("Sampled at"), widget=MomentInput())
    lab = forms.CharField(label=_("Lab"), max_length=100, required=False)


class SampleForm(TakenForm):
    """A sample, with its result when the lab has reported already."""

    result = forms.ChoiceField(
        label=_("Result"),
        choices=[("", _("Not known yet")), *ResultKind.choices],
        required=False,
    )
    reported_at = forms.DateTimeField(
        label=_("Reported at"), widget=MomentInput(), required=False, help_text=NOW
    )


class ResultForm(Form):
    """What the lab found in a sample that is known."""

    template_name = "parts/form_fields.html"
    result = forms.ChoiceField(label=_("Result"), choices=ResultKind.choices)
    lab = forms.CharField(label=_("Lab"), max_length=100, required=False)
    reported_at = forms.DateTimeField(
        label=_("Reported at"), widget=MomentInput(), required=False, help_text=NOW
    )


class CorrectResultForm(Form):
    """What the lab really found."""

    template_name = "parts/form_fields.html"
    result = forms.ChoiceField(label=_("Right result"), choices=ResultKind.choices)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class CorrectTemperatureForm(Form):
    """What the thermometer really showed."""

    template_name = "parts/form_fields.html"
    celsius = DegreesField(label=pgettext_lazy("correction", "Right temperature (°C)"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

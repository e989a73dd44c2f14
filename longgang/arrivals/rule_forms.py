"""Risk areas and rules as the office types them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import DatedRuleForm
from longgang.areas.api import AreaField
from longgang.core.forms import DateInput, Filters, Form
from longgang.people.api import FileForm

from .kinds import RiskLevel

DOCUMENT = _("Number of the document")
NOW, ENDED = "now", "ended"


class RiskAreaForm(Form):
    """What the authorities have announced."""

    area_code = AreaField(
        label=_("County, street or community"),
        level="",
        help_text=_("The smallest division that contains the place."),
    )
    place = forms.CharField(
        label=_("Place within it"), max_length=100, required=False, help_text=_("Blank: all of it.")
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("risk area", "Level"),
        choices=RiskLevel.choices,
        widget=forms.RadioSelect,
    )
    since_on = forms.DateField(label=_("Since"), widget=DateInput())
    until_on = forms.DateField(label=_("None any more from"), widget=DateInput(), required=False)
    document_number = forms.CharField(label=DOCUMENT, max_length=100)


class EndRiskForm(Form):
    """The first day on which it is none any more."""

    template_name = "parts/form_fields.html"
    until_on = forms.DateField(label=_("None any more from"), widget=DateInput())
    document_number = forms.CharField(label=DOCUMENT, max_length=100)


class RiskWorkbookForm(FileForm):
    """A day's list as a workbook."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workbook"].help_text = _(
            "The filled-in template or the authorities' list, .xlsx or .xls."
        )


class RiskFilters(Filters):
    """By level, and whether it is one today."""

    level = forms.ChoiceField(
        label=pgettext_lazy("risk area", "Level"), choices=[("", _("All")), *RiskLevel.choices]
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), (NOW, _("Risk area today")), (ENDED, _("None any more"))],
    )


class ArrivalRuleForm(DatedRuleForm):
    """How far back is looked, how long a declaration may lie unclaimed."""

    kept = _("Declarations made before keep what they meant.")
    look_back_days = forms.IntegerField(
        label=_("Days looked back before the arrival"), min_value=1, max_value=60
    )
    claim_minutes = forms.IntegerField(
        label=_("Minutes until the street is told of what nobody has claimed"),
        min_value=1,
        max_value=10_000,
    )
    asks_codes = forms.BooleanField(
        label=_("Ask for health code and travel code, as the phone shows them"), required=False
    )

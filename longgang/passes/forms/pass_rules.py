"""The figures of a rule, its start and the document that orders it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import DeskKind
from longgang.core.forms import Form, MomentInput

from ..actions.pass_rules import RuleFigures
from ..application import DocumentKind


class RuleForm(Form):
    """One rule row; every figure that offices change."""

    desk_kind = forms.ChoiceField(label=_("Which desk decides"), choices=DeskKind.choices)
    decision_minutes = forms.IntegerField(
        label=_("Minutes to decide"), min_value=1, max_value=10_080
    )
    one_trip = forms.BooleanField(label=_("For one trip only"), required=False)
    early_hours = forms.IntegerField(
        label=_("Hours of validity before the expected entry"),
        min_value=0,
        max_value=240,
        help_text=_("A truck that comes earlier is told to wait until then."),
    )
    valid_hours = forms.IntegerField(
        label=_("Hours of validity after the expected entry"), min_value=1, max_value=720
    )
    advance_days = forms.IntegerField(
        label=_("Days ahead that one may apply"), min_value=1, max_value=90
    )
    max_people = forms.IntegerField(label=_("People aboard at most"), min_value=1, max_value=60)
    documents = forms.MultipleChoiceField(
        label=_("Documents asked for"),
        choices=DocumentKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    test_max_hours = forms.IntegerField(
        label=_("Oldest test in hours"),
        min_value=1,
        max_value=240,
        required=False,
        help_text=_("Blank: no test is asked for."),
    )
    fever_from = forms.FloatField(label=_("Fever from (°C)"), min_value=36, max_value=40)
    needs_seal = forms.BooleanField(
        label=_("The cab is sealed and photographed at the entry"), required=False
    )
    same_trip_hours = forms.IntegerField(
        label=_("Hours within which a newer pass replaces an older"), min_value=1, max_value=48
    )
    arrive_minutes = forms.IntegerField(
        label=_("Minutes from entry to the site"), min_value=5, max_value=10_080
    )
    leave_minutes = forms.IntegerField(
        label=_("Minutes at the site"), min_value=5, max_value=20_160
    )
    exit_minutes = forms.IntegerField(
        label=_("Minutes from the site to the exit"), min_value=5, max_value=10_080
    )
    valid_from = forms.DateTimeField(
        label=_("Holds from"),
        widget=MomentInput(),
        required=False,
        help_text=_("Blank: at once. What was submitted before keeps the old rule."),
    )
    document_number = forms.CharField(label=_("Number of the document"), max_length=100)

    def figures(self) -> RuleFigures:
        """What the row will say."""
        data: dict[str, Any] = dict(self.cleaned_data)
        del data["valid_from"], data["document_number"]
        return RuleFigures(**{**data, "documents": tuple(data["documents"])})

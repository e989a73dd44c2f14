"""How a conflict ended, and the filters of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import list_premises
from longgang.core.forms import Filters, Form, MomentInput

from ..lifecycle import ConflictStatus
from ..models import ConflictKind, Resolution

OVERDUE = "overdue"


class ResolveForm(Form):
    """A choice and words."""

    resolution = forms.ChoiceField(
        label=_("How it ended"), choices=Resolution.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What was found and done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConflictFilters(Filters):
    """By status, kind, checkpoint and when it was opened."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), (OVERDUE, _("Past its limit")), *ConflictStatus.choices],
    )
    kind = forms.ChoiceField(
        label=_("What does not fit"), choices=[("", _("All")), *ConflictKind.choices]
    )
    checkpoint = forms.ChoiceField(label=_("Checkpoint"))
    since = forms.DateTimeField(label=_("From"), widget=MomentInput())
    until = forms.DateTimeField(label=_("Until"), widget=MomentInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["checkpoint"]
        assert isinstance(field, forms.ChoiceField)
        premises = list_premises("checkpoint")
        field.choices = [("", _("All")), *((each.number, str(each)) for each in premises)]

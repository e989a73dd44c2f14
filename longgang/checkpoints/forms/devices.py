"""Inviting a phone, saying why one is withdrawn, and the filters of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.areas.api import Premises, list_premises
from longgang.core.forms import Filters, Form

from ..lifecycle import DeviceStatus
from ..queries import officers_of

HOURS = [8, 12, 24, 48, 72]


class InviteForm(Form):
    """In whose hands the phone will be, what it is called, how long it may hold what it holds."""

    officer = forms.ChoiceField(
        label=_("Officer"), help_text=_("Who may check vehicles at this checkpoint today.")
    )
    label = forms.CharField(
        label=_("Name of the device"),
        max_length=40,
        help_text=_("As written on the phone, for example: East gate 1"),
    )
    forget_after_hours = forms.TypedChoiceField(
        label=_("Forgets everything without contact after"),
        choices=lambda: [(hours, _("%(count)d h") % {"count": hours}) for hours in HOURS],
        coerce=int,
        initial=24,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, premises: Premises, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officers = {officer.number: officer for officer in officers_of(premises)}
        field = self.fields["officer"]
        assert isinstance(field, forms.ChoiceField)
        officers = [(number, str(officer)) for number, officer in self.officers.items()]
        field.choices = [("", _("Please choose")), *officers]  # nobody is meant by saying nothing

    def clean_officer(self) -> User:
        """The person behind the number."""
        return self.officers[self.cleaned_data["officer"]]


class ReasonForm(Form):
    """Why a device is withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class DeviceFilters(Filters):
    """By status and checkpoint."""

    status = forms.ChoiceField(label=_("Status"), choices=[("", _("All")), *DeviceStatus.choices])
    checkpoint = forms.ChoiceField(label=_("Checkpoint"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["checkpoint"]
        assert isinstance(field, forms.ChoiceField)
        premises = list_premises("checkpoint")
        field.choices = [("", _("All")), *((each.number, str(each)) for each in premises)]

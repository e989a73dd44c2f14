"""Taking an application back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from longgang.core.forms import Form


class WithdrawForm(Form):
    """Why, if somebody wants to say so."""

    reason = forms.CharField(label=_("Why (may be left empty)"), max_length=300, required=False)

"""Filters of the lists of passes and trips."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import list_desks, list_premises
from longgang.core.forms import DateInput, Filters

from ..application import GoodsClass
from ..lifecycle import PassStatus, TripStatus

ALL = ("", _("All"))


class PassFilters(Filters):
    """By status, desk, goods and day of submission."""

    status = forms.ChoiceField(label=_("Status"), choices=[ALL, *PassStatus.choices])
    desk = forms.ChoiceField(label=_("Desk"))
    goods = forms.ChoiceField(label=_("Class of goods"), choices=[ALL, *GoodsClass.choices])
    since = forms.DateField(label=_("Submitted from"), widget=DateInput())
    until = forms.DateField(label=_("Submitted until"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["desk"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ALL, *((desk.code, str(desk)) for desk in list_desks())]


class TripFilters(Filters):
    """By standing, checkpoint and day of the expected entry."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[
            ALL,
            ("inside", _("Inside the district")),
            ("overdue", _("Overdue")),
            *TripStatus.choices,
        ],
    )
    checkpoint = forms.ChoiceField(label=_("Entered through"))
    since = forms.DateField(label=_("Expected from"), widget=DateInput())
    until = forms.DateField(label=_("Expected until"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["checkpoint"]
        assert isinstance(field, forms.ChoiceField)
        premises = list_premises("checkpoint")
        field.choices = [ALL, *((each.number, str(each)) for each in premises)]

"""What a desk says with a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import list_desks
from longgang.core.errors import Words
from longgang.core.forms import Form

from ..reasons import reasons_of


class ReturnForm(Form):
    """Back to the applicant: which parts to correct, and in which way."""

    fields_to_correct = forms.MultipleChoiceField(
        label=_("What has to be corrected"),
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("What is wrong"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The applicant reads this."),
    )

    def __init__(self, *args: Any, parts: list[tuple[str, Words]], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="return_%s", **kwargs)
        field = self.fields["fields_to_correct"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = parts


class RefuseForm(Form):
    """No, with a reason of the desk's list and words."""

    reason_code = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("In words"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The applicant reads this."),
    )

    def __init__(self, *args: Any, desk_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="refuse_%s", **kwargs)
        field = self.fields["reason_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = reasons_of(desk_kind)


class HandOverForm(Form):
    """To another desk, and why."""

    desk_code = forms.ChoiceField(label=_("Desk"))
    reason = forms.CharField(label=_("Why"), max_length=500)

    def __init__(self, *args: Any, besides: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="hand_over_%s", **kwargs)
        field = self.fields["desk_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(desk.code, str(desk)) for desk in list_desks() if desk.code != besides]


class ReasonForm(Form):
    """A decision that needs words only."""

    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

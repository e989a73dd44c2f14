"""One person aboard: picked from the register, or typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from longgang.core.clock import now
from longgang.core.forms import DateInput, MomentInput, as_validation_error

from ..application import RiderRole
from ..rules import check_certificate, check_test
from .apply import TYPED, PersonFields


class RiderForm(PersonFields):
    """Who is aboard, in which role, with the day's test and certificate where they are needed."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    sampled_at = forms.DateTimeField(label=_("Test sample taken"), widget=MomentInput())
    certificate_number = forms.CharField(
        label=_("Certificate for hazardous goods"),
        max_length=40,
        required=False,
        help_text=_("For driver and escort."),
    )
    certificate_expires_on = forms.DateField(
        label=_("Certificate valid until"), required=False, widget=DateInput()
    )
    field_order = ("person_number", "role", *TYPED)

    def prepare(self) -> None:
        super().prepare()
        answers = self.asked.answers
        roles = [role for role in RiderRole if answers.is_hazardous or role != RiderRole.ESCORT]
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, role.label) for role in roles]
        if self.asked.test_hours is None:
            del self.fields["sampled_at"]
        else:
            hours = {"hours": self.asked.test_hours}
            field = self.fields["sampled_at"]
            field.help_text = _("At most %(hours)s hours old.") % hours
            field.error_messages["required"] = (
                _("A test is needed that is at most %(hours)s hours old.") % hours
            )
        if not answers.is_hazardous:
            del self.fields["certificate_number"], self.fields["certificate_expires_on"]

    @property
    def shown_role(self) -> object:
        """The role in words."""
        role = str(self["role"].value() or "")
        return RiderRole(role).label if role in RiderRole.values else ""

    def clean(self) -> dict[str, Any]:
        """The test is as new as at submission; driver and escort of hazardous goods show a
        certificate (article 24 of the decree) that is valid on the day of arrival.
        """
        values = super().clean()
        rule = self.asked.rule
        if rule is not None and values.get("sampled_at"):
            refusal = check_test(
                self.shown_name, values["sampled_at"], rule=rule.facts(), now=now()
            )
            if refusal is not None:
                self.add_error("sampled_at", as_validation_error(refusal))
        needs = self.asked.answers.is_hazardous and values.get("role") != RiderRole.PASSENGER
        for name in ("certificate_number", "certificate_expires_on"):
            if needs and not values.get(name) and name not in self.errors:
                self.add_error(name, _("Driver and escort of hazardous goods need it."))
        if needs and values.get("certificate_expires_on"):
            expired = check_certificate(
                self.shown_name, values["certificate_expires_on"], entry_day=self.asked.entry_day
            )
            self.refuse(expired, otherwise="certificate_expires_on")
        return values

"""What people type to sign in, and what administrators and supervisors type about others."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.corrections import CorrectionForm
from longgang.core.errors import refuse_if
from longgang.core.forms import (
    DateInput,
    Form,
    MomentInput,
    PhoneField,
    ReasonField,
    limit_length,
    speak_plainly,
)
from longgang.core.names import check_person_name
from longgang.core.sealed import blind_index

from .adapters import CODE_SPENT, TOO_MANY_REQUESTS
from .models import User
from .phones import account_of_phone, tidy_login
from .places import area_of_desk, known_places
from .roles import Place, Role
from .second_factor import is_spent, spend_code

CODE_INPUT = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "10"}


# Signing in


class _InOurWords(forms.Form):
    """A form of allauth's that says what is wrong with a field as our own forms do."""

    def full_clean(self) -> None:
        """Whatever fields there are by now."""
        for field in self.fields.values():
            speak_plainly(field)
        super().full_clean()


class AskForCodeForm(_InOurWords, account_forms.RequestLoginCodeForm):  # type: ignore[misc]  # no types
    """A phone number. The answer is the same for every number."""

    def clean_phone(self) -> str:
        """Count the request under this number and under the address it comes from."""
        phone: str = self.cleaned_data["phone"]
        key = blind_index("phone", phone)  # the cache must not know phones either
        if not ratelimit.consume(context.request, action="request_login_code", key=key):
            raise forms.ValidationError(TOO_MANY_REQUESTS, code="too_many_requests")
        return phone

    @property
    def account(self) -> User | None:
        """The account that the phone opens."""
        return account_of_phone(self.cleaned_data["phone"])


class EnterCodeForm(_InOurWords, account_forms.ConfirmLoginCodeForm):  # type: ignore[misc]  # no types
    """The six digits from the message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"], _("Code from the message"))


class StaffSignInForm(_InOurWords, account_forms.LoginForm):  # type: ignore[misc]  # no types
    """Account number or phone, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Account number or phone"),
            max_length=40,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        )
        _as_password(self.fields["password"], pgettext_lazy("field", "Password"))
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        """One spelling for one account: failed tries are counted under it."""
        return tidy_login(self.cleaned_data["login"])


class SecondFactorForm(_InOurWords, AuthenticateForm):  # type: ignore[misc]  # no types
    """The code that the authenticator shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"], _("Code from your authenticator"))

    def clean_code(self) -> str:
        """Each code opens once, also the one that connected the authenticator."""
        typed = self.cleaned_data["code"]
        try:
            code: str = super().clean_code()
        except forms.ValidationError as error:
            if error.code != "incorrect_code" or not is_spent(self.user, typed):
                raise
        else:
            if spend_code(self.user, code):
                return code
            self._emit_authentication_failed(self.authenticator)
        raise forms.ValidationError(CODE_SPENT, code="code_spent")


class SetUpSecondFactorForm(_InOurWords, ActivateTOTPForm):  # type: ignore[misc]  # no types
    """The first code, which proves that the authenticator is connected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"], _("Code from your authenticator"))


class ConfirmPasswordForm(_InOurWords, account_forms.ReauthenticateForm):  # type: ignore[misc]  # no types
    """The password, again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_password(self.fields["password"], pgettext_lazy("field", "Password"))


class ChangePasswordForm(_InOurWords, account_forms.ChangePasswordForm):  # type: ignore[misc]  # no types
    """The old password, and a new one that is really new."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_password(self.fields["oldpassword"], _("Current password"))
        _as_password(
            self.fields["password1"],
            _("New password"),
            _("At least 10 characters, and none of the common ones."),
        )
        _as_password(self.fields["password2"], _("New password, again"))

    def clean_password1(self) -> str:
        """A one-time password that stays would be no one-time password."""
        password: str = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise forms.ValidationError(_("This is the current password."), code="not_new")
        return password


def _as_code(field: forms.Field, label: Any) -> None:
    field.label, field.max_length = label, 10  # type: ignore[attr-defined]
    field.widget = forms.TextInput(attrs=CODE_INPUT)


def _as_password(field: forms.Field, label: Any, help_text: Any = "") -> None:
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    limit_length(field)


# One's own account


class OwnAccountForm(CorrectionForm):
    """How somebody is called, and the language of their messages."""

    name = forms.CharField(label=_("Name"), max_length=60)
    language = forms.ChoiceField(label=_("Language of messages"), choices=settings.LANGUAGES)

    def read_facts(self, facts: dict[str, Any]) -> object:
        """A name as people have them."""
        refuse_if(check_person_name(facts.get("name", "")))
        return super().read_facts(facts)


# Other people's accounts


class StaffForm(Form):
    """A new member of staff."""

    name = forms.CharField(label=_("Name"), max_length=60)
    phone = PhoneField(required=False, help_text=_("Can be used to sign in. May stay empty."))


class EditStaffForm(CorrectionForm, StaffForm):
    """A correction."""

    sealed = ("phone",)


class ReasonForm(Form):
    """Why."""

    reason = ReasonField(label=_("Reason"), max_length=200)


class GrantPostForm(Form):
    """Which role, where, and for how long."""

    role = forms.ChoiceField(label=_("Role"))
    place = forms.ChoiceField(
        label=_("Place"), help_text=_("A desk for reviewers, a checkpoint for its officers.")
    )
    starts_on = forms.DateField(label=_("From"), widget=DateInput(), required=False)
    ends_on = forms.DateField(label=_("Until (last day)"), widget=DateInput(), required=False)
    reason = ReasonField(label=_("Reason or document"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = Role.choices  # type: ignore[attr-defined]
        self.fields["place"].choices = place_choices()  # type: ignore[attr-defined]

    @property
    def as_post(self) -> dict[str, Any]:
        """The same in the words of the action."""
        values = dict(self.cleaned_data)
        kind, _colon, code = values.pop("place").partition(":")
        return values | place_of(kind, code)


def place_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Areas, desks and premises in three groups; each value says which kind it is."""
    places = known_places()
    groups = [
        (_("Whole areas"), Place.AREA, places.areas),
        (_("Desks"), Place.DESK, places.desks),
        (_("Premises"), Place.PREMISES, places.premises),
    ]
    return [
        (str(label), [(f"{kind}:{code}", name) for code, name in choices])
        for label, kind, choices in groups
    ]


def place_of(kind: str, code: str) -> dict[str, str]:
    """Area, desk and premises of a post at this place."""
    if kind == Place.DESK:
        return {"area_code": area_of_desk(code), "desk_code": code}
    if kind == Place.PREMISES:
        return {"area_code": known_places().area_of_premises[code], "premises_number": code}
    return {"area_code": code}


# The duty roster


class ShiftForm(Form):
    """Who is on duty at the desk, from when to when."""

    user = forms.ChoiceField(label=_("On duty"))
    starts_at = forms.DateTimeField(label=_("From"), widget=MomentInput())
    ends_at = forms.DateTimeField(label=_("Until"), widget=MomentInput())

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.number: person for person in people}
        choices = [(number, str(person)) for number, person in self.people.items()]
        self.fields["user"].choices = choices  # type: ignore[attr-defined]

    def clean_user(self) -> User:
        """The person behind the number."""
        return self.people[self.cleaned_data["user"]]

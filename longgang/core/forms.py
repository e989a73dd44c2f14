"""Forms of the house: they parse and say what is wrong with a field; they never save.

Every text has a maximum length, so that nobody can send a name of 200 KB; fields that hold a number
given out by the state parse it with `core.identifiers` and show its refusal.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .clock import local_day
from .days import check_day_meant
from .errors import Refusal, Refused, Words, filled
from .reasons import check_reason
from .sentences import join_sentences

LONGEST_LINE = 200
LONGEST_TEXT = 2000

KEEPS_FILES = "keeps_files"  # what a page sends along that keeps what was chosen
CHOOSE_AGAIN = _("Choose the file again: the browser lets it go when a form comes back.")

# What our pages say instead of Django, which speaks of fields, values and variables.
_OUR_WORDS: list[tuple[type[forms.Field], str, Words]] = [
    (forms.Field, "required", _("This must be filled in.")),
    (forms.IntegerField, "invalid", _("Write a number in digits.")),
    (forms.DecimalField, "invalid", _("Write a number in digits.")),
    (forms.DecimalField, "max_decimal_places", _("At most %(max)s digits after the point.")),
    (forms.DecimalField, "max_digits", _("This number is too large.")),
    (forms.DecimalField, "max_whole_digits", _("This number is too large.")),
    (forms.Field, "min_value", _("At least %(limit_value)s.")),
    (forms.Field, "max_value", _("At most %(limit_value)s.")),
    (forms.CharField, "max_length", _("At most %(limit_value)d characters; here: %(show_value)d.")),
    (forms.DateField, "invalid", _("This day does not exist.")),
    (forms.DateTimeField, "invalid", _("Day or time is missing or does not exist.")),
    (forms.ChoiceField, "invalid_choice", _("Choose one from the list.")),
    (forms.FileField, "empty", _("This file is empty.")),
    (forms.FileField, "missing", _("No file was chosen.")),
]  # fmt: skip


class Form(forms.Form):
    """A form whose every text is limited and that can show why an action refused."""

    called: Mapping[str, str] = {}  # a field that refusals name → what it is called here

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.finish_fields()

    def finish_fields(self) -> None:
        """Limits, bounds and words of every field; once more for those that are added later."""
        for field in self.fields.values():
            limit_length(field)
            bound_days(field)
            speak_plainly(field)

    def read_facts(self, facts: dict[str, Any]) -> object:
        """Read the facts as the action will, which raises Refused with every fault.

        A form whose action may refuse what was typed says so here: then its faults stand beside
        the form's own, and nobody learns of them in a second round.
        """

    def told(self) -> dict[str, Any]:
        """The facts that the action gets, as far as they are right so far."""
        return dict(self.cleaned_data)

    def full_clean(self) -> None:
        """Django's, then what the action finds, then what a page with faults has lost."""
        super().full_clean()
        if not self.is_bound:
            return
        try:
            self.read_facts(self.told())
        except Refused as refused:
            self.add_refusals(refused)
        self._ask_for_files_again()

    def add_refusals(self, refused: Refused) -> None:
        """Show the reasons of a refused action at the fields they name, or above the form."""
        for refusal in refused.refusals:
            name = self.called.get(refusal.field, refusal.field)
            field = name if name in self.fields else None
            self.add_error(field, as_validation_error(refusal))
        self._ask_for_files_again()

    def _ask_for_files_again(self) -> None:
        """No page can give a chosen file back to the browser: say so where nothing else is said. To
        a page that stays, and keeps what was chosen, nothing is said.
        """
        if not self.errors or KEEPS_FILES in self.data:
            return
        for name in self.fields:
            if self.add_prefix(name) in self.files and name not in self.errors:
                self.add_error(name, forms.ValidationError(CHOOSE_AGAIN, code="choose_again"))


class Filters(Form):
    """The filters above a list; nothing is required, and a fault only leaves that filter out.

    What is chosen stands in the list's address; what is typed never does, see `core.searches`.
    """

    q = forms.CharField(
        label=_("Search"), widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "filter_%s")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    @classmethod
    def typed(cls) -> list[str]:
        """The fields for words: they may hold somebody's name, phone or plate."""
        fields = cls.base_fields.items()
        return [name for name, field in fields if isinstance(field, forms.CharField)]


class ParsedField(forms.CharField):
    """A text that a `parse_…` function of the core normalises or refuses."""

    def __init__(
        self, *, parse: Callable[[str], Any], empty_value: Any = "", **kwargs: Any
    ) -> None:
        self.parse = parse
        super().__init__(empty_value=empty_value, **kwargs)

    def clean(self, value: Any) -> Any:
        """Django's own checks first, then the parser's; its refusal becomes the field's error."""
        text = super().clean(value)
        if text in self.empty_values:
            return text
        try:
            return self.parse(text)
        except Refused as refused:
            raise forms.ValidationError(
                [as_validation_error(refusal) for refusal in refused.refusals]
            ) from refused


class ReasonField(forms.CharField):
    """Why something is done. It has to say something."""

    def clean(self, value: Any) -> str:
        """Django's own checks first."""
        text: str = super().clean(value)
        refusal = check_reason(text, code="core.reason_missing") if text else None
        if refusal is not None:
            raise as_validation_error(refusal)
        return text


class PhoneField(ParsedField):
    """A mobile number; a phone shows its number pad."""

    def __init__(self, **kwargs: Any) -> None:
        from .identifiers import parse_phone  # noqa: PLC0415 - only forms with phones need it

        attrs = {"inputmode": "tel", "autocomplete": "tel"}
        settings = {"parse": parse_phone, "max_length": 30, "label": _("Mobile number")}
        super().__init__(**{**settings, "widget": forms.TextInput(attrs=attrs), **kwargs})


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class MomentInput(forms.DateTimeInput):
    """Day and time in the browser's own picker, to the minute."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


def limit_length(field: forms.Field) -> None:
    """Give a text without a maximum length one, for the browser and for the check alike."""
    if not isinstance(field, forms.CharField) or field.max_length is not None:
        return
    longest = LONGEST_TEXT if isinstance(field.widget, forms.Textarea) else LONGEST_LINE
    field.max_length = longest
    field.validators.append(forms.CharField(max_length=longest).validators[0])
    field.widget.attrs["maxlength"] = str(longest)


def bound_days(field: forms.Field) -> None:
    """Let a day or moment be one that somebody means: years 1 and 9999 are slips."""
    is_day = isinstance(field, forms.DateField | forms.DateTimeField)
    if is_day and _refuse_odd_day not in field.validators:
        field.validators.append(_refuse_odd_day)


def _refuse_odd_day(value: date) -> None:
    refusal = check_day_meant(local_day(value) if isinstance(value, datetime) else value)
    if refusal is not None:
        raise as_validation_error(refusal)


def speak_plainly(field: forms.Field) -> None:
    """Say what is wrong in our words, where the form has none of its own."""
    for kind, code, words in _OUR_WORDS:
        said = field.error_messages.get(code)
        is_djangos = said is None or any(
            said == getattr(each, "default_error_messages", {}).get(code)
            for each in type(field).__mro__
            if each.__module__.startswith("django.")
        )
        if isinstance(field, kind) and is_djangos:
            messages: dict[str, Any] = field.error_messages
            messages[code] = words


def as_validation_error(refusal: Refusal) -> forms.ValidationError:
    """The reason and what to do, in one line, under the refusal's own code."""
    rule = filled(_("By: %(rule)s"), rule=refusal.rule) if refusal.rule else ""
    words = join_sentences(refusal.reason, refusal.remedy, rule)
    return forms.ValidationError(words, code=refusal.code)

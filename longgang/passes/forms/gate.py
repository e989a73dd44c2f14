"""Forms of the checkpoint: what a glove can fill in, in half a minute."""

import hashlib
import re
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Refused
from longgang.core.forms import Form, ParsedField, as_validation_error
from longgang.core.identifiers import PROVINCES, PlateColour
from longgang.core.photos import reencode
from longgang.core.sentences import join_sentences
from longgang.core.tokens import new_token

from ..deciding import TABLE, tidy_seal_number
from ..gate_codes import GateCode, is_blank, read_code
from ..gate_rules import Stop, impossible_reading, parse_temperature
from ..models.check import Disposition, SealState

PEOPLE_MAX = 60
NOTHING_ENTERED = _("Nothing was entered: scan the code, or type the plate.")
CODE_LENGTH = 4000  # a reader types the whole code; the longest that a QR can hold


class GateCodeForm(Form):
    """One input for what a scanner types or a finger does: an address, a number, a plate.

    `nonce` names this one scan, so that a page sent again by the browser is no second scan.
    """

    nonce = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    province = forms.ChoiceField(
        label=_("Province of the plate"),
        choices=[(letter, letter) for letter in PROVINCES.values()],
        required=False,
    )
    code = forms.CharField(
        label=_("Code, pass number or plate"),
        max_length=CODE_LENGTH,
        widget=forms.TextInput(
            attrs={
                "data-longgang-scanner-input": True,
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "enterkeyhint": "go",
                "placeholder": "P12345",
            }
        ),
    )
    colour = forms.ChoiceField(
        label=_("Plate colour"),
        choices=[("", _("Any colour")), *PlateColour.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        home = PROVINCES.get(settings.DISTRICT_CODE[:2], "")
        kwargs["initial"] = {"province": home, "nonce": new_token()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def read(self) -> GateCode:
        """What was meant; a fault in a field makes nothing of it, never an error page."""
        self.is_valid()
        return read_code(self.text, province=self.cleaned_data.get("province", ""))

    def asks_nothing(self) -> bool:
        """Whether nothing was entered; the field then says so."""
        if not is_blank(self.text):
            return False
        self.is_valid()
        self.errors["code"] = self.error_class([str(NOTHING_ENTERED)])
        return True

    @property
    def text(self) -> str:
        """What was scanned or typed, as it came."""
        return str(self.data.get("code", ""))

    @property
    def chosen_colour(self) -> str:
        """The colour chosen; nothing for a faulty one."""
        return str(self.cleaned_data.get("colour", ""))

    @property
    def scan_nonce(self) -> str:
        """Names this scan of this text: the page sent again is the same, another text is not."""
        nonce = self.cleaned_data.get("nonce") or new_token()
        said = "\n".join([nonce, self.text, self.chosen_colour])
        return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:40]


class PhotoField(forms.FileField):
    """A photo taken now; what comes out is a JPEG written anew, without place or camera."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"accept": "image/*", "capture": "environment"}
        super().__init__(required=False, widget=forms.FileInput(attrs=attrs), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> bytes:
        """The JPEG's bytes, or nothing."""
        upload = super().clean(data, initial)
        if not upload:
            return b""
        try:
            return reencode(upload)
        except Refused as refused:
            raise forms.ValidationError(
                [as_validation_error(refusal) for refusal in refused.refusals]
            ) from refused


def _temperature_field(label: Any) -> ParsedField:
    return ParsedField(
        label=label,
        parse=parse_temperature,
        required=False,
        max_length=6,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "placeholder": "36.5"}
        ),
    )


class StopForm(Form):
    """What both ways have in common. `nonce` names this stop: a second click is no second check."""

    nonce = forms.CharField(max_length=40, widget=forms.HiddenInput)
    people_count = forms.IntegerField(
        label=_("People counted"),
        min_value=0,
        max_value=PEOPLE_MAX,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    photo = PhotoField(label=_("Photo"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


_SEALED = _("Needed; if there is none, say why in the note.")
_UNSEALED = _("Not needed for this trip.")


class EntryForm(StopForm):
    """A vehicle comes in: a temperature for each person announced, a seal, a photo, a decision."""

    more_temperatures = forms.CharField(
        label=_("Temperatures of the others"),
        help_text=_("With a space between them, for example: 36.5 36.7"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )
    seal_number = forms.CharField(
        label=_("Seal number"),
        required=False,
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    escort_name = forms.CharField(
        label=_("Who escorts it"), help_text=_("Name and unit."), required=False, max_length=50
    )
    reason = forms.CharField(
        label=_("Why it is turned back"),
        help_text=_("The driver and the lead read this."),
        required=False,
        max_length=300,
    )
    disposition = forms.ChoiceField(
        choices=Disposition.choices,
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose what happens with the vehicle.")},
    )

    limits = TABLE["limits"]

    def __init__(self, *args: Any, riders: list[str], needs_seal: bool, **kwargs: Any) -> None:
        self.temperature_names = [f"temperature_{index}" for index in range(len(riders))]
        super().__init__(*args, **kwargs)
        for name in ("seal_number", "photo"):
            self.fields[name].help_text = _SEALED if needs_seal else _UNSEALED
        for name, rider in zip(self.temperature_names, riders, strict=True):
            self.fields[name] = _temperature_field(_("Temperature of %(name)s") % {"name": rider})
        self.order_fields(["nonce", *self.temperature_names])

    @property
    def impossible(self) -> str:
        """What the page says by itself of a reading that cannot be."""
        refusal = impossible_reading()
        return join_sentences(refusal.reason, refusal.remedy)

    def clean_more_temperatures(self) -> tuple[float, ...]:
        """Each of them a reading."""
        words = re.split(r"[\s、;；/]+", self.cleaned_data["more_temperatures"].strip())
        try:
            return tuple(parse_temperature(word) for word in words if word)
        except Refused as refused:
            raise as_validation_error(refused.refusals[0]) from refused

    def add_refusals(self, refused: Refused) -> None:
        """Words that turning back lacks are asked for beside it, not at the note above."""
        if self.cleaned_data.get("disposition") == Disposition.TURN_BACK:
            refused = Refused(
                *(
                    replace(refusal, field="reason") if refusal.field == "note" else refusal
                    for refusal in refused.refusals
                )
            )
        super().add_refusals(refused)

    def stop(self) -> Stop:
        """What the officer saw and did, as the action wants it."""
        data = self.cleaned_data
        turning_back = data["disposition"] == Disposition.TURN_BACK
        measured = [data[name] for name in self.temperature_names if data[name] != ""]
        seal_number = "" if turning_back else tidy_seal_number(data["seal_number"])
        return Stop(
            nonce=data["nonce"],
            disposition=data["disposition"],
            people_count=data["people_count"],
            temperatures=(*measured, *data["more_temperatures"]),
            seal_number=seal_number,
            seal_state=SealState.APPLIED if seal_number else SealState.NONE,
            note=(data["reason"] or data["note"]) if turning_back else data["note"],
            escort_name=data["escort_name"],
            photo=data["photo"],
        )


class ExitForm(StopForm):
    """A vehicle goes out: the seal is looked at, broken or not; nothing holds it."""

    seal_state = forms.ChoiceField(
        label=_("The seal is"),
        choices=[
            (SealState.INTACT, _("Intact")),
            (SealState.BROKEN, _("Broken, missing or another")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, seal_number: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not seal_number:
            del self.fields["seal_state"]

    def stop(self) -> Stop:
        """What the officer saw, as the action wants it."""
        data = self.cleaned_data
        return Stop(
            nonce=data["nonce"],
            disposition=Disposition.LET_PASS,
            people_count=data["people_count"],
            seal_state=data.get("seal_state", SealState.NONE),
            note=data["note"],
            photo=data["photo"],
        )


WHYS = [
    ("vehicle", _("Another vehicle was meant")),
    ("way", _("It went the other way")),
    ("entries", _("Something was typed wrongly")),
    ("other", _("Something else")),
]


class UndoForm(Form):
    """Why a check is taken back: mostly one tap."""

    why = forms.ChoiceField(
        label=_("What was wrong?"),
        choices=WHYS,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In words"),
        help_text=_("Needed for something else."),
        required=False,
        max_length=200,
    )

    def reason(self) -> str:
        """The choice and the words; nothing for "something else" without words."""
        why, words = self.cleaned_data["why"], self.cleaned_data["words"]
        if why == "other":
            return str(words)
        return f"{dict(WHYS)[why]} {words}".strip()


class OverruleForm(Form):
    """Why the lead does not agree."""

    reason = forms.CharField(
        label=_("Why it may pass"), help_text=_("The officer reads this."), max_length=300
    )

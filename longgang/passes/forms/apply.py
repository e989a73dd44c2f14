"""The steps of an application, one form each. What they read is kept as it was typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.areas.api import list_premises
from longgang.core.clock import local_day, now, today
from longgang.core.errors import Refusal, Refused, filled
from longgang.core.forms import (
    Form,
    MomentInput,
    ParsedField,
    PhoneField,
    as_validation_error,
)
from longgang.core.identifiers import (
    PROVINCES,
    IdKind,
    Plate,
    PlateColour,
    parse_contact_phone,
    parse_id_number,
)
from longgang.core.identifiers import parse_plate as read_plate
from longgang.core.privacy import mask_id_number, mask_name
from longgang.core.signatures import signature_field
from longgang.people.api import Person, VehicleKind, companies_of

from ..application import MESSAGE_NOTE, DocumentKind, GoodsClass, TripKind
from ..drafting import COMPANY, ME, OTHER, Answers, Texts
from ..knowing import find_known_person
from ..models import PassRule
from ..queries import find_rule
from ..rules import check_time
from .apply_places import PlaceField


@dataclass(frozen=True)
class Asked:
    """What a step's form has to know: who is asked, what was answered, and the rule in force."""

    user: User
    answers: Answers
    rule: PassRule | None
    corrects: bool = False

    @property
    def test_hours(self) -> int | None:
        """How old a test may be; None when none is asked for."""
        return self.rule.test_max_hours if self.rule else None

    @property
    def entry_day(self) -> date:
        """The day on which papers must be valid: when the arrival is asked for, at least today."""
        try:
            said = forms.DateTimeField().clean(self.answers.of("journey").get("expected_entry_at"))
        except forms.ValidationError:
            return today()
        return max(local_day(said), today())

    @property
    def documents(self) -> list[str]:
        """The kinds of documents the rule asks for."""
        return list(self.rule.documents) if self.rule else []


class StepForm(Form):
    """One step. `asked` comes first; answers are what the fields were sent, kept as text."""

    def __init__(self, asked: Asked, *args: Any, **kwargs: Any) -> None:
        self.asked = asked
        super().__init__(*args, **kwargs)
        self.prepare()
        self.finish_fields()

    def prepare(self) -> None:
        """Fit the fields to what is asked; for steps to override."""

    def refuse(self, refusals: Iterable[Refusal], *, otherwise: str) -> None:
        """Mark what a rule refuses at the field it names, or at another when it is not of here."""
        for refusal in refusals:
            at = refusal.field if refusal.field in self.fields else otherwise
            self.add_error(at, as_validation_error(refusal))

    def answered(self) -> Texts:
        """What to keep of a valid form: places as their code, everything else as it was typed."""
        kept = {}
        for name, field in self.fields.items():
            clean = isinstance(field, PlaceField | ParsedField)
            value = self.cleaned_data.get(name) if clean else self[name].value()
            kept[name] = "" if value in (None, False) else str(value)
        return kept


def choices(states: Any, *, besides: Iterable[str] = ()) -> list[tuple[str, Any]]:
    """The members of an enumeration to choose from, with an empty one first."""
    left = [choice for choice in states.choices if choice[0] not in besides]
    return [("", _("Please choose")), *left]


class TripForm(StepForm):
    """For whom, what kind of trip, what class of goods."""

    acts_for = forms.ChoiceField(label=_("For whom do you apply?"), widget=forms.RadioSelect)
    trip_kind = forms.ChoiceField(
        label=_("Kind of trip"), choices=TripKind.choices, widget=forms.RadioSelect
    )
    goods_class = forms.ChoiceField(
        label=_("Class of goods"),
        choices=choices(GoodsClass, besides=[GoodsClass.NONE]),
        required=False,
        help_text=_("Only for freight. It decides which office answers."),
    )
    is_hazardous = forms.BooleanField(label=_("Hazardous goods are loaded"), required=False)

    def prepare(self) -> None:
        if self.asked.corrects:  # who applied for whom stays as it was
            del self.fields["acts_for"]
            return
        companies = [(f"{COMPANY}{one.number}", one.name) for one in companies_of(self.asked.user)]
        field = self.fields["acts_for"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *companies,
            (ME, _("For myself")),
            (OTHER, _("For another person, on their behalf")),
        ]
        self.initial.setdefault("acts_for", companies[0][0] if companies else ME)
        self.initial.setdefault("trip_kind", TripKind.FREIGHT)

    def clean(self) -> dict[str, Any]:
        """Freight has a class of goods, a private trip none; the district has a rule for it."""
        values: dict[str, Any] = super().clean() or {}
        trip_kind = values.get("trip_kind")
        if trip_kind == TripKind.PRIVATE:
            values |= {"goods_class": GoodsClass.NONE.value, "is_hazardous": False}
        elif trip_kind and not values.get("goods_class"):
            self.add_error("goods_class", _("Choose what is loaded."))
        if trip_kind and values.get("goods_class"):
            try:
                find_rule(trip_kind, values["goods_class"], at=now())
            except Refused as refused:
                self.add_refusals(refused)
        return values

    def answered(self) -> Texts:
        values = self.cleaned_data
        kept = {key: str(value) for key, value in values.items()}
        before = self.asked.answers.of("trip")
        if values["goods_class"] == GoodsClass.NONE:
            kept["goods_class"] = ""
        kept["acts_for"] = values.get("acts_for") or before.get("acts_for", ME)
        return kept | {"is_hazardous": "on" if values["is_hazardous"] else ""}


def id_kinds() -> list[tuple[str, Any]]:
    """Papers to choose from, the resident card first."""
    return list(IdKind.choices)


TYPED = ("name", "id_kind", "id_number", "phone")


class PersonFields(StepForm):
    """Somebody: picked from the register, then only the entry's number travels; or typed."""

    person_number = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=60)
    id_kind = forms.ChoiceField(label=_("Kind of ID"), choices=id_kinds, initial="111")
    id_number = forms.CharField(
        label=_("ID number"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    phone = PhoneField()

    def prepare(self) -> None:
        if self.person is not None:
            for name in TYPED:
                del self.fields[name]

    @cached_property
    def person(self) -> Person | None:
        """The entry that was picked, if it is one this user may pick."""
        number = self.data.get("person_number") or self.initial.get("person_number") or ""
        return find_known_person(self.asked.user, number) if number else None

    @property
    def shown_name(self) -> str:
        """Who it is: masked when picked from the register, as typed otherwise."""
        if self.person is not None:
            return mask_name(self.person.name)
        return str(self["name"].value() or "")

    @property
    def shown_id(self) -> str:
        """The paper of somebody picked, masked."""
        return mask_id_number(self.person.id_number) if self.person else ""

    def who(self) -> dict[str, str]:
        """Name, paper and phone, from the register or as typed."""
        if self.person is not None:
            return {key: str(getattr(self.person, key)) for key in TYPED}
        return {key: str(self.cleaned_data.get(key) or self[key].value() or "") for key in TYPED}

    def answered(self) -> Texts:
        kept = super().answered()
        return kept if self.person else kept | {"person_number": ""}

    def clean(self) -> dict[str, Any]:
        """The number fits its kind of paper."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("id_number") and values.get("id_kind"):
            try:
                number = parse_id_number(values["id_number"], values["id_kind"])
            except Refused as refused:
                reason = refused.refusals[0]
                self.add_error("id_number", reason.in_full)
            else:
                values["id_number"] = number
        return values


class BehalfForm(PersonFields):
    """The person on whose behalf somebody applies."""


class VehicleForm(StepForm):
    """The vehicle; for a semi-trailer the plate is the tractor's."""

    plate = forms.CharField(
        label=_("Number plate"),
        max_length=20,
        help_text=_("Of the tractor when there is a trailer."),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off"}),
    )
    plate_colour = forms.ChoiceField(label=_("Colour of the plate"), choices=PlateColour.choices)
    vehicle_kind = forms.ChoiceField(label=_("Kind of vehicle"), choices=VehicleKind.choices)
    trailer_plate = forms.CharField(label=_("Plate of the trailer"), max_length=20, required=False)
    vin = forms.RegexField(
        r"(?i)^[A-HJ-NPR-Z0-9]{17}$",
        label=_("Vehicle identification number"),
        max_length=17,
        required=False,
        error_messages={"invalid": _("A VIN has 17 letters and digits, but never I, O or Q.")},
    )

    def prepare(self) -> None:
        self.initial.setdefault("plate", PROVINCES.get(settings.DISTRICT_CODE[:2], ""))
        colour = PlateColour.YELLOW if self.asked.answers.is_freight else PlateColour.BLUE
        self.initial.setdefault("plate_colour", colour)
        kind = VehicleKind.TRUCK if self.asked.answers.is_freight else VehicleKind.CAR
        if self.asked.answers.is_hazardous:
            kind = VehicleKind.TANKER
        self.initial.setdefault("vehicle_kind", kind)

    def clean(self) -> dict[str, Any]:
        """Plates as they are painted; number and colour fit together."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("plate") and values.get("plate_colour"):
            try:
                plate = read_plate(values["plate"], values["plate_colour"])
            except Refused as refused:
                at_colour = refused.code.startswith("core.plate_colour")
                self._mark("plate_colour" if at_colour else "plate", refused)
            else:
                self._check_colour(values["plate_colour"], plate)
                values["plate"] = plate.number
        if values.get("trailer_plate"):
            try:
                values["trailer_plate"] = read_plate(
                    values["trailer_plate"], PlateColour.YELLOW
                ).number
            except Refused as refused:
                self._mark("trailer_plate", refused)
        return values

    def _check_colour(self, chosen: str, plate: Plate) -> None:
        if chosen != plate.colour:
            reason = filled(
                _("A plate of this shape is painted “%(colour)s”."), colour=plate.colour.label
            )
            refusal = Refusal("passes.plate_painted_otherwise", reason, _("Choose that colour."))
            self.refuse([refusal], otherwise="plate_colour")

    def _mark(self, name: str, refused: Refused) -> None:
        reason = refused.refusals[0]
        self.add_error(name, reason.in_full)

    def answered(self) -> Texts:
        return {key: str(value) for key, value in self.cleaned_data.items()}


class PartyForm(StepForm):
    """Somebody at one end of the trip; the fields bear the name of that end."""

    end = ""
    labels: dict[str, Any] = {}

    def prepare(self) -> None:
        self.fields |= {
            f"{self.end}_name": forms.CharField(label=self.labels["name"], max_length=100),
            f"{self.end}_area": PlaceField(label=self.labels["area"]),
            f"{self.end}_address": forms.CharField(label=_("Address"), max_length=200),
            f"{self.end}_contact": forms.CharField(label=_("Contact person"), max_length=50),
            f"{self.end}_phone": ParsedField(
                label=_("Phone of the contact person"),
                parse=parse_contact_phone,
                max_length=30,
                help_text=MESSAGE_NOTE,
                widget=forms.TextInput({"inputmode": "tel"}),
            ),
        }


class SenderForm(PartyForm):
    """The consignor."""

    end = "consignor"
    labels = {"name": _("Consignor"), "area": _("Place of departure")}


class ReceiverForm(PartyForm):
    """The consignee; of a private trip whom one visits."""

    end = "consignee"
    labels = {"name": _("Consignee"), "area": _("Destination")}

    def prepare(self) -> None:
        super().prepare()
        if not self.asked.answers.is_freight:
            self.fields["consignee_name"].label = _("Whom you visit (family, firm or office)")


class GoodsForm(StepForm):
    """What is loaded."""

    goods_name = forms.CharField(label=_("Goods"), max_length=100)
    goods_quantity = forms.CharField(
        label=_("Quantity"), max_length=50, required=False, help_text=_("For example 10 coils.")
    )
    weight_t = forms.DecimalField(
        label=_("Weight in tonnes"),
        max_digits=7,
        decimal_places=2,
        min_value=0,
        required=False,
        widget=forms.NumberInput({"inputmode": "decimal", "step": "0.01"}),
        error_messages={"min_value": _("A weight is not negative.")},
    )


class JourneyForm(StepForm):
    """Where and when the vehicle will come in."""

    checkpoint_number = forms.ChoiceField(label=_("Checkpoint of entry"), widget=forms.RadioSelect)
    expected_entry_at = forms.DateTimeField(label=_("Expected time of entry"), widget=MomentInput())
    route = forms.CharField(
        label=_("Route"), max_length=200, required=False, help_text=_("Motorways and stops.")
    )

    def prepare(self) -> None:
        field = self.fields["checkpoint_number"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.number, str(one)) for one in list_premises("checkpoint")]

    def clean(self) -> dict[str, Any]:
        """The time of entry is one that will be accepted."""
        values: dict[str, Any] = super().clean() or {}
        rule, moment = self.asked.rule, values.get("expected_entry_at")
        if rule is not None and moment is not None:
            refused = check_time(moment, rule=rule.facts(), now=now())
            self.refuse(refused, otherwise="expected_entry_at")
        return values


class DocumentsForm(StepForm):
    """Photos of what the rule asks for; `attached` names the kinds that are there already."""

    def __init__(self, *args: Any, attached: Iterable[str] = (), **kwargs: Any) -> None:
        self.attached = set(attached)
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        for kind in self.asked.documents:
            self.fields[f"document_{kind}"] = forms.FileField(
                label=DocumentKind(kind).label,
                required=kind not in self.attached,
                widget=forms.FileInput({"accept": "image/*"}),
            )

    def answered(self) -> Texts:
        return {"is_done": "on"}


class CheckForm(StepForm):
    """The declaration, signed with one's name."""

    is_declared = forms.BooleanField(
        label=_(
            "Everything stated is true. I know that false statements lead to the blocklist, that "
            "the pass is for this vehicle, these people and this route only, and that the cab may "
            "be sealed."
        )
    )

    def prepare(self) -> None:
        if self.asked.corrects:
            self.fields["words"] = forms.CharField(
                label=_("Words to the desk"),
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("Needed where nothing was changed: why it is right as it is."),
            )
        self.fields["signature"] = signature_field(self.asked.user.name)

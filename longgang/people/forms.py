"""What people type into the register. Numbers are read as the actions read them."""

from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.areas.api import AreaField, Level
from longgang.core.corrections import CorrectionForm
from longgang.core.errors import Refused
from longgang.core.forms import DateInput, Filters, Form, ParsedField, PhoneField
from longgang.core.identifiers import IdKind, PlateColour, parse_credit_code
from longgang.core.privacy import Purpose

from .models import (
    Company,
    CompanyStatus,
    Industry,
    MemberRole,
    Person,
    QualificationKind,
    Vehicle,
    VehicleKind,
)
from .reading import read_company, read_person, read_qualification, read_vehicle
from .vehicle_workbook import split_media

PHONE = {"inputmode": "tel", "autocomplete": "off"}
NUMBER = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
ALL = ("", _("All"))


class PersonForm(Form):
    """A person, as an officer or a relative enters them."""

    name = forms.CharField(label=_("Name"), max_length=60)
    id_kind = forms.ChoiceField(
        label=_("Kind of ID"), choices=IdKind.choices, initial=IdKind.RESIDENT
    )
    id_number = forms.CharField(
        label=_("ID number"), max_length=40, widget=forms.TextInput(attrs=NUMBER)
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False, widget=forms.TextInput(attrs=PHONE)
    )
    area_code = AreaField(label=_("Home area"), level="", required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)

    def read_facts(self, facts: Any) -> object:
        """As every action about a person."""
        return read_person(facts)


class CorrectPersonForm(CorrectionForm, PersonForm):
    """Corrections of an entry, by the office."""

    sealed = ("id_number", "phone", "address")

    reason = forms.CharField(label=_("Reason"), max_length=200)

    def read_facts(self, facts: dict[str, Any]) -> object:
        """A number is of the kind that the entry has, unless that changes too."""
        assert isinstance(self.row, Person)
        return super().read_facts({"id_kind": self.row.id_kind, **facts})

    def clean_area_code(self) -> str:
        """A home is replaced, never taken away: the entry would leave the officer's sight."""
        return self.cleaned_data["area_code"] or str(getattr(self.row, "area_code", ""))


class OwnContactForm(CorrectionForm):
    """What people change of their own entry themselves."""

    phone = forms.CharField(label=_("Phone"), max_length=30, widget=forms.TextInput(attrs=PHONE))
    area_code = AreaField(label=_("Home area"), level="", required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)

    def read_facts(self, facts: Any) -> object:
        """As every action about a person."""
        return read_person(facts)


class QualificationForm(Form):
    """A certificate of competence."""

    kind = forms.ChoiceField(label=_("Kind"), choices=QualificationKind.choices)
    number = forms.CharField(label=_("Certificate number"), max_length=40)
    expires_on = forms.DateField(label=_("Expires on"), widget=DateInput())

    def read_facts(self, facts: Any) -> object:
        """As the action does."""
        return read_qualification(facts)


class RevealForm(Form):
    """Why somebody needs to see a value."""

    template_name = "parts/form_fields.html"
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class CompanyForm(Form):
    """A company, as its manager or the office enters it."""

    name = forms.CharField(label=pgettext_lazy("company", "Name"), max_length=100)
    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=30,
        widget=forms.TextInput(attrs=NUMBER),
        help_text=_("18 characters, on the business licence."),
    )
    industry = forms.ChoiceField(label=_("Industry"), choices=Industry.choices)
    area_code = AreaField(
        label=_("Street or township"), level=Level.STREET, within=str(settings.DISTRICT_CODE)
    )
    address = forms.CharField(label=_("Address"), max_length=200)
    contact_name = forms.CharField(label=_("Contact person"), max_length=60)
    contact_phone = forms.CharField(
        label=_("Contact phone"), max_length=30, widget=forms.TextInput(attrs=PHONE)
    )

    def read_facts(self, facts: Any) -> object:
        """As every action about a company."""
        return read_company(facts)


class CorrectCompanyForm(CorrectionForm, CompanyForm):
    """Corrections of a company."""

    sealed = ("contact_phone",)


class RefuseForm(Form):
    """Why a registration is turned down."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("The company's manager reads this.")
    )


class MemberForm(Form):
    """Who may act for a company, by the phone they sign in with."""

    name = forms.CharField(label=_("Name"), max_length=60)
    phone = PhoneField(label=_("Phone"), widget=forms.TextInput(attrs=PHONE))
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices)


class MediaField(forms.CharField):
    """UN numbers with commas between them; its value is the list of them."""

    def prepare_value(self, value: Any) -> Any:
        """As one line, also when it comes from a vehicle."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The numbers one by one."""
        return split_media(super().clean(value))


class VehiclePapersForm(Form):
    """What a vehicle is and what it may carry."""

    plate = forms.CharField(label=_("Plate"), max_length=20, widget=forms.TextInput(attrs=NUMBER))
    colour = forms.ChoiceField(
        label=_("Plate colour"), choices=PlateColour.choices, initial=PlateColour.YELLOW
    )
    kind = forms.ChoiceField(label=_("Kind of vehicle"), choices=VehicleKind.choices)
    vin = forms.CharField(
        label=_("VIN"), max_length=20, required=False, widget=forms.TextInput(attrs=NUMBER)
    )
    carries_hazard = forms.BooleanField(label=_("Carries hazardous goods"), required=False)
    licence_number = forms.CharField(
        label=_("Road transport licence"), max_length=40, required=False
    )
    licence_expires_on = forms.DateField(
        label=_("Licence expires on"), required=False, widget=DateInput()
    )
    tank_number = forms.CharField(label=_("Tank number"), max_length=40, required=False)
    tank_media = MediaField(
        label=_("Goods the tank may hold (UN numbers)"),
        max_length=200,
        required=False,
        help_text=_("With commas, for example 1830, 1831."),
    )
    tank_inspected_until = forms.DateField(
        label=_("Tank inspected until"), required=False, widget=DateInput()
    )

    def read_facts(self, facts: Any) -> object:
        """As every action about a vehicle; a plate needs its colour."""
        plate, colour = facts.pop("plate", ""), facts.pop("colour", "")
        whole = {"plate": plate, "colour": colour} if plate and colour else {}
        return read_vehicle(facts, **whole)


class CorrectVehicleForm(CorrectionForm, VehiclePapersForm):
    """Corrections of a vehicle."""

    def read_facts(self, facts: dict[str, Any]) -> object:
        """A new plate has the colour that the vehicle has, unless that changes too."""
        assert isinstance(self.row, Vehicle)
        if facts.keys() & {"plate", "colour"}:
            facts = {"plate": self.row.plate, "colour": self.row.colour, **facts}
        return super().read_facts(facts)


class AssignVehicleForm(Form):
    """Which company has the vehicle from now on."""

    company = ParsedField(
        label=_("Unified social credit code of the company"),
        parse=parse_credit_code,
        max_length=30,
        widget=forms.TextInput(attrs=NUMBER),
    )
    keeps_owner = forms.BooleanField(
        label=_("It still belongs to its owner; the company runs it"), required=False
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("The document that was shown.")
    )

    def __init__(self, *args: Any, companies: Any, has_owner: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.companies = companies
        if not has_owner:
            del self.fields["keeps_owner"]

    def clean_company(self) -> Company:
        """The company behind the code."""
        found: Company | None = self.companies.filter(
            credit_code=self.cleaned_data["company"]
        ).first()
        if found is None:
            raise forms.ValidationError(_("No approved company here has this credit code."))
        return found


class VehicleForm(VehiclePapersForm):
    """A new vehicle, of one of one's companies or one's own."""

    keeper = forms.ChoiceField(label=_("Belongs to"))

    def __init__(self, *args: Any, keepers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"] = forms.ChoiceField(label=_("Belongs to"), choices=keepers)


class FileForm(Form):
    """A workbook."""

    workbook = forms.FileField(
        label=_("Workbook"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.et"})
    )

    def add_refusals(self, refused: Refused) -> None:
        """What is said of no other field is said of the workbook."""
        about = [
            refusal if refusal.field in self.fields else replace(refusal, field="workbook")
            for refusal in refused.refusals
        ]
        super().add_refusals(Refused(*about))


class WorkbookForm(FileForm):
    """A workbook of one of the companies that somebody acts for."""

    company = forms.ModelChoiceField(
        label=_("Company"),
        queryset=Company.objects.none(),
        empty_label=None,
        to_field_name="number",
    )
    field_order = ["company", "workbook"]

    def __init__(self, *args: Any, companies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["company"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = companies


class VehicleWorkbookForm(WorkbookForm):
    """A company's vehicles as a workbook."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workbook"].label = _("Workbook of vehicles")
        self.fields["workbook"].help_text = _(
            "The filled-in template, .xlsx or .xls, at most 1,000 vehicles."
        )


class MergeForm(Form):
    """Why two entries are one."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class CompanyFilters(Filters):
    """Narrows the list of companies."""

    status = forms.ChoiceField(label=_("Status"), choices=[ALL, *CompanyStatus.choices])
    industry = forms.ChoiceField(label=_("Industry"), choices=[ALL, *Industry.choices])


class VehicleFilters(Filters):
    """Narrows the list of vehicles."""

    kind = forms.ChoiceField(label=_("Kind of vehicle"), choices=[ALL, *VehicleKind.choices])
    hazard = forms.ChoiceField(
        label=_("Hazardous goods"), choices=[ALL, ("yes", _("Yes")), ("no", _("No"))]
    )

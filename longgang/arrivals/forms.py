"""What people type when they declare, step by step, and on the pages of a declaration."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from longgang.areas.api import AreaField, Level, area_name
from longgang.core.clock import local_day, today
from longgang.core.errors import refuse_all
from longgang.core.forms import DateInput, Form, MomentInput
from longgang.core.identifiers import tidy_part_of_plate
from longgang.core.signatures import signature_field
from longgang.health.api import CodeColour, CodeSource, DegreesField, Symptom, check_celsius
from longgang.people.api import Person

from .actions.declaring import DeclaredPlace
from .kinds import BY_SERVICE, Housing, Kind, Reason, Transport
from .models import RiskArea
from .queries import longest_days
from .risk_words import risk_in_words
from .rules import check_destination, check_transport, check_travel_day
from .triage import OVERSEAS, Risk, Stay

YES, NO = "yes", "no"
YES_NO = [(NO, _("No")), (YES, _("Yes"))]


class StepForm(Form):
    """One step. What it was sent is kept as it was typed, places as their code."""

    def answered(self) -> dict[str, Any]:
        """What to keep of a valid form, to be read again by the same form."""
        kept: dict[str, Any] = {}
        for name, field in self.fields.items():
            sent = self[name].data
            kept[name] = self.cleaned_data[name] if isinstance(field, AreaField) else sent
        return kept


class StartForm(Form):
    """What is declared, and why."""

    kind = forms.ChoiceField(
        label=_("What do you declare?"), choices=Kind.choices, widget=forms.RadioSelect,
        initial=Kind.RETURN,
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=pgettext_lazy("travel", "Reason"), choices=Reason.choices, initial=Reason.HOME
    )


class JourneyForm(StepForm):
    """When and how; of a train with the seats, of a car with its plate."""

    arrives_at = forms.DateTimeField(widget=MomentInput())
    transport = forms.ChoiceField(
        label=_("Transport"), choices=Transport.choices, widget=forms.RadioSelect
    )
    service_number = forms.CharField(
        label=_("Number of the train, flight, coach or ship"),
        max_length=20,
        required=False,
        help_text=_("Must be filled in for these; it stands on the ticket, for example G1234."),
    )
    plate = forms.CharField(
        label=_("Plate of the car"),
        max_length=12,
        required=False,
        help_text=_("Only of who comes or goes by car; then it must be filled in."),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, people: Sequence[Person], kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_leaving = kind == Kind.DEPARTURE
        self.fields["arrives_at"].label = _("Leaves at") if is_leaving else _("Arrives at")
        if is_leaving:
            self.fields |= _destination_fields()
        for place, person in enumerate(people, 1):
            self.fields[f"seat_{place}"] = forms.CharField(
                label=gettext("Carriage and seat of %(name)s") % {"name": person.name},
                max_length=20,
                required=False,
                help_text=_("Must be filled in for a train."),
            )
        self.count = len(people)
        leaving = ["destination_code", "is_abroad", "destination_words"]
        how = ["arrives_at", "transport", "service_number", *self.seats(), "plate"]
        self.order_fields([*leaving, *how])
        self.finish_fields()

    def seats(self) -> list[str]:
        """The fields of the seats."""
        return [f"seat_{place}" for place in range(1, self.count + 1)]

    def clean_plate(self) -> str:
        """As it is painted."""
        return tidy_part_of_plate(self.cleaned_data["plate"])

    def clean(self) -> dict[str, Any]:
        """Of a car no ticket, of a ticket no car: what the page shows no more was not declared."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        transport = values.get("transport")
        unasked = ["plate"] if transport in BY_SERVICE else []
        if transport == Transport.CAR:
            unasked = ["service_number", *self.seats()]
        return {name: "" if name in unasked else value for name, value in values.items()}

    def read_facts(self, facts: dict[str, Any]) -> object:
        """A day about now, and what the transport asks for."""
        moment = facts.get("arrives_at")
        faults = []
        if moment:
            behind = longest_days()
            faults.append(check_travel_day(local_day(moment), today=today(), behind=behind))
        for seat in self.seats() or [""]:
            found = check_transport(
                facts.get("transport", ""),
                service_number=facts.get("service_number", ""),
                seat=facts.get(seat, ""),
                plate=facts.get("plate", ""),
            )
            faults += [
                replace(each, field=seat) if each.field == "seat" else each for each in found
            ]
        if "destination_code" in self.fields and "destination_code" not in self.errors:
            code = destination_of(facts)
            faults.append(check_destination(code, home=str(settings.DISTRICT_CODE)))
        refuse_all(list(dict.fromkeys(faults)))
        return None


def _destination_fields() -> dict[str, forms.Field]:
    """Where somebody goes who leaves."""
    return {
        "destination_code": AreaField(
            label=_("Where the journey goes: county, district or city"),
            level="",
            required=False,
            help_text=_("Type the name or its first letters, and choose."),
        ),
        "is_abroad": forms.BooleanField(label=_("It lies outside the country"), required=False),
        "destination_words": forms.CharField(
            label=_("More closely"),
            max_length=100,
            required=False,
            help_text=_("Street, estate or village; outside the country its name."),
        ),
    }


def destination_of(facts: Mapping[str, Any]) -> str:
    """The division, or the code of everything abroad; empty where it is not said or not asked."""
    return OVERSEAS if facts.get("is_abroad") else str(facts.get("destination_code", ""))


class StayForm(StepForm):
    """One place with its days."""

    area_code = AreaField(
        label=_("County, district or city"),
        level="",
        required=False,
        help_text=_("Type the name or its first letters, and choose."),
    )
    is_abroad = forms.BooleanField(label=_("It lies outside the country"), required=False)
    words = forms.CharField(
        label=_("More closely"),
        max_length=100,
        required=False,
        help_text=_("Street, estate or village; outside the country its name."),
    )
    since_on = forms.DateField(label=_("First day there"), widget=DateInput())
    until_on = forms.DateField(label=_("Last day there"), widget=DateInput())

    def clean(self) -> dict[str, Any]:
        """A place in the country or one outside it; and its days in their order."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        is_named = values.get("is_abroad") or values.get("area_code")
        if not is_named and "area_code" not in self.errors:
            self.add_error("area_code", _("Where was that?"))
        since, until = values.get("since_on"), values.get("until_on")
        if since and until and until < since:
            self.add_error("until_on", _("A stay ends before it begins."))
        return values

    def place(self, named: frozenset[str]) -> DeclaredPlace:
        """The place as it is declared."""
        values = self.cleaned_data
        code = OVERSEAS if values["is_abroad"] else values["area_code"]
        return DeclaredPlace(
            Stay(code, values["since_on"], values["until_on"], named), values["words"]
        )


def asked_rows(asked: Sequence[tuple[int, Stay, list[Risk]]]) -> dict[str, RiskArea]:
    """The risk areas of which somebody is asked, by number."""
    numbers = {risk.number for _place, _stay, risks in asked for risk in risks}
    return {row.number: row for row in RiskArea.objects.filter(number__in=numbers)}


class AskedForm(StepForm):
    """Risk areas near the places named: whether they were in one, only the people know."""

    def __init__(
        self, *args: Any, asked: Sequence[tuple[int, Stay, list[Risk]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = asked_rows(asked)
        for place, stay, risks in asked:
            days = {"place": area_name(stay.area_code), "since": stay.since, "until": stay.until}
            self.fields[f"named_{place}"] = forms.MultipleChoiceField(
                label=gettext("%(place)s, %(since)s to %(until)s: were you in one of these?")
                % days,
                choices=[(each.number, risk_in_words(rows[each.number])) for each in risks],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Tick none if you were in none of them."),
            )  # fmt: skip
        self.finish_fields()


class HomeForm(StepForm):
    """Where somebody lives while here."""

    area_code = AreaField(
        label=_("Community or village"), level=Level.COMMUNITY, within=str(settings.DISTRICT_CODE)
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=200,
        help_text=_("Estate, building, entrance and room."),
    )
    housing = forms.ChoiceField(
        label=_("Housing"), choices=Housing.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == Kind.DEPARTURE:
            self.fields["area_code"].label = _("Community or village you leave")


class HealthForm(StepForm):
    """How everybody feels, and whether somebody was told to be a contact."""

    def __init__(
        self, *args: Any, people: Sequence[Person], asks_codes: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for place, person in enumerate(people, 1):
            self.fields |= {
                f"celsius_{place}": DegreesField(
                    label=gettext("Temperature of %(name)s (°C)") % {"name": person.name},
                    required=False,
                    help_text=_("If it was measured today; else leave it blank."),
                ),
                f"symptoms_{place}": forms.MultipleChoiceField(
                    label=gettext("What %(name)s feels") % {"name": person.name},
                    choices=Symptom.choices,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    help_text=_("Tick none when there are none."),
                ),
                f"contact_{place}": forms.TypedChoiceField(
                    label=gettext("Was %(name)s told to be a close contact of a case?")
                    % {"name": person.name},
                    choices=YES_NO,
                    coerce=lambda answer: answer == YES,
                    widget=forms.RadioSelect,
                ),
                f"work_{place}": forms.CharField(
                    label=gettext("Employer or school of %(name)s") % {"name": person.name},
                    max_length=100,
                    required=False,
                ),
            }
            if asks_codes:
                self.fields |= _code_fields(place, person)
        self.finish_fields()

    def read_facts(self, facts: dict[str, Any]) -> object:
        """A temperature that a living person can have."""
        read = [(name, facts[name]) for name in facts if name.startswith("celsius_")]
        faults = [(name, check_celsius(value)) for name, value in read if value is not None]
        refuse_all([replace(each, field=name) for name, each in faults if each])
        return None


def _code_fields(place: int, person: Person) -> dict[str, forms.Field]:
    """What the phone shows of the codes of other authorities; nobody has to have one."""
    labels = {
        CodeSource.HEALTH_CODE: gettext("Health code of %(name)s"),
        CodeSource.TRAVEL_CODE: gettext("Travel code of %(name)s"),
    }
    return {
        f"{source}_{place}": forms.ChoiceField(
            label=label % {"name": person.name},
            choices=[("", _("Not shown")), *CodeColour.choices],
            required=False,
            help_text=_("As the phone shows it; it is written down, never decided here."),
        )
        for source, label in labels.items()
    }


class CheckForm(Form):
    """The declaration, signed with one's name; of a correction, who said so."""

    is_true = forms.BooleanField(label=_("Everything stated is true, to the best of my knowledge."))

    def __init__(self, *args: Any, corrects: bool, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if corrects:
            self.fields["words"] = forms.CharField(
                label=_("What was corrected, and who said so"), max_length=300
            )
        else:
            self.fields["signature"] = signature_field(name)
        self.finish_fields()

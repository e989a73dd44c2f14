"""What people type on the pages of tracing. What is allowed, the actions say."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import DatedRuleForm
from longgang.core.clock import now, today
from longgang.core.errors import Refused, refuse_all
from longgang.core.forms import DateInput, Filters, Form, MomentInput, ReasonField
from longgang.core.privacy import Purpose
from longgang.measures.api import Who
from longgang.trail.api import Place, PlaceType, places_meant

from .asking import COUNTED, Thresholds
from .lifecycle import CaseStatus
from .models import Case
from .rules import (
    LONGEST_WINDOW,
    LONGEST_WORDS,
    MOST_DEGREES,
    MOST_MINUTES,
    NOBODY_CHOSEN,
    check_case_days,
    check_met,
    check_window,
)

FORWARD, BACKWARD = "forward", "backward"
TICKED = "ticked"
HOURS = 24 * 14
LONGEST_KEY = 80  # of a place that is typed


class CaseFilters(Filters):
    """By whether it is still traced."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", CaseStatus.OPEN.label), (CaseStatus.CLOSED, CaseStatus.CLOSED.label)],
    )
    field_order = ["q", "state"]


class FindForm(Form):
    """Whom it is about."""

    q = forms.CharField(
        label=_("Name, first letters, ID number or phone"),
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class DaysForm(Form):
    """Sample and onset, from which the window is counted back."""

    sampled_on = forms.DateField(label=_("First positive sample"), widget=DateInput())
    has_symptoms = forms.BooleanField(label=_("Has symptoms"), required=False)
    onset_on = forms.DateField(
        label=_("Day of onset"),
        widget=DateInput(),
        required=False,
        help_text=_("Blank: unknown, or no symptoms; then the sample counts."),
    )

    def read_facts(self, facts: dict[str, Any]) -> None:
        """What the days say against each other stands beside what else is wrong."""
        if "sampled_on" in facts:
            sampled_on, onset_on = facts["sampled_on"], facts.get("onset_on")
            symptoms = facts["has_symptoms"]
            refuse_all(check_case_days(sampled_on, onset_on, has_symptoms=symptoms, today=today()))


class OpenForm(DaysForm):
    """Why somebody's way is looked into."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices, initial=Purpose.TRACE)
    reason = ReasonField(label=_("Reason"), max_length=LONGEST_WORDS)


class ReasonForm(Form):
    """Only why."""

    template_name = "parts/form_fields.html"
    reason = ReasonField(label=_("Reason"), max_length=LONGEST_WORDS)


class VoidForm(ReasonForm):
    """Why a visit is wrong, and which."""

    visit = forms.CharField(max_length=100, widget=forms.HiddenInput)


class DeedForm(ReasonForm):
    """What is typed for a deed on the page of a case."""

    @classmethod
    def initial_of(cls, case: Case) -> dict[str, Any]:
        """What the fields hold before anybody types."""
        return {name: getattr(case, name) for name in cls.base_fields if hasattr(case, name)}


class CorrectForm(DaysForm, DeedForm):
    """Better days of sample and onset."""

    template_name = "parts/form_fields.html"
    field_order = ["sampled_on", "has_symptoms", "onset_on", "reason"]


class WindowForm(DeedForm):
    """From and until when contacts are asked for."""

    since = forms.DateTimeField(label=_("From"), widget=MomentInput())
    until = forms.DateTimeField(
        label=_("Until"),
        widget=MomentInput(),
        required=False,
        help_text=_("Blank: until now. Usually until the person was isolated."),
    )
    field_order = ["since", "until", "reason"]

    def read_facts(self, facts: dict[str, Any]) -> None:
        """What is wrong with the window, beside what else is."""
        if "since" in facts:
            refuse_all(check_window(facts["since"], facts.get("until"), now=now()))


class LinkForm(Form):
    """With which other case."""

    template_name = "parts/form_fields.html"
    other = forms.ChoiceField(label=_("Other case"))

    def __init__(self, data: Any, *, cases: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["other"].choices = cases  # type: ignore[attr-defined]


class VisitForm(DeedForm):
    """Where the person says to have been."""

    place_type = forms.ChoiceField(
        label=_("Type of place"), choices=PlaceType.choices, initial=PlaceType.PREMISES
    )
    place = forms.CharField(
        label=pgettext_lazy("tracing", "Place"),
        max_length=LONGEST_KEY,
        widget=forms.TextInput(attrs={"list": "known-premises", "autocomplete": "off"}),
        help_text=_("Known premises, a plate, or what it is called; the same words are one place."),
    )
    met_since = forms.DateTimeField(label=_("From"), widget=MomentInput())
    met_until = forms.DateTimeField(label=_("Until"), widget=MomentInput())
    field_order = ["place_type", "place", "met_since", "met_until", "reason"]

    def read_facts(self, facts: dict[str, Any]) -> None:
        """What is wrong with the times, beside what else is."""
        if facts.keys() >= {"met_since", "met_until"}:
            refuse_all(check_met(facts["met_since"], facts["met_until"], now=now()))

    def read_place(self) -> Place:
        """Known premises by their name, else what was typed; the same words are the same place."""
        typed = " ".join(self.cleaned_data["place"].split())
        written = Place(PlaceType(self.cleaned_data["place_type"]), typed)
        return places_meant([written])[written]


class AddContactForm(Form):
    """Somebody whom the person of the case has named."""

    who = forms.CharField(
        label=pgettext_lazy("tracing", "Who"),
        max_length=60,
        help_text=_("Name, first letters, ID number or phone, as the register has it."),
    )
    where = forms.CharField(label=_("Where they met"), max_length=100)
    since = forms.DateTimeField(label=_("From"), widget=MomentInput())
    until = forms.DateTimeField(label=_("Until"), widget=MomentInput())
    reason = ReasonField(label=_("How they met"), max_length=LONGEST_WORDS)

    called = {"met_until": "until"}

    def read_facts(self, facts: dict[str, Any]) -> None:
        """What is wrong with the times, beside what else is."""
        if facts.keys() >= {"since", "until"}:
            refuse_all(check_met(facts["since"], facts["until"], now=now()))

    def refuse_nobody(self) -> None:
        """Say that nobody fits."""
        self.add_error("who", _("Nobody of this name or number is in the register."))


class ThresholdsForm(Form):
    """How is asked. Nothing in it is personal, so it stands in the address."""

    template_name = "parts/form_fields.html"
    degrees = forms.TypedChoiceField(
        label=_("Circles"),
        choices=[(each, each) for each in range(1, MOST_DEGREES + 1)],
        coerce=int,
    )
    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=[(FORWARD, _("Forwards")), (BACKWARD, _("Backwards: sources"))],
    )
    least = forms.IntegerField(
        label=_("Least exposure, minutes"), min_value=0, max_value=MOST_MINUTES
    )
    linger = forms.IntegerField(
        label=_("Place lingers, minutes"), min_value=0, max_value=MOST_MINUTES
    )
    latency = forms.IntegerField(label=_("Infectious after, hours"), min_value=0, max_value=HOURS)
    circle = forms.TypedChoiceField(
        label=_("Shown"),
        choices=[("", _("All circles")), *((each, each) for each in range(1, MOST_DEGREES + 1))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    places = forms.MultipleChoiceField(
        label=_("Places that count"),
        choices=PlaceType.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def asked(cls, case: Case, data: Any) -> "ThresholdsForm":
        """The form with what was chosen, or with what the rule of the case says."""
        return cls(data if "degrees" in data else cls.told_by(Thresholds.of(case)))

    @staticmethod
    def told_by(thresholds: Thresholds) -> dict[str, Any]:
        """As the fields would have been sent."""
        return {
            "degrees": thresholds.degrees,
            "direction": BACKWARD if thresholds.backward else FORWARD,
            "least": thresholds.least // timedelta(minutes=1),
            "linger": thresholds.linger // timedelta(minutes=1),
            "latency": thresholds.latency // timedelta(hours=1),
            "places": sorted(COUNTED),
        }

    def address(self, places: Collection[PlaceType]) -> str:
        """The query that asks the same at these types of place alone; expects a valid form."""
        told = self.told_by(self.thresholds()) | {"places": sorted(places)}
        circle = self.cleaned_data["circle"]
        return urlencode(told | ({"circle": circle} if circle else {}), doseq=True)

    def thresholds(self) -> Thresholds:
        """What was chosen; expects a valid form."""
        told = self.cleaned_data
        return Thresholds(
            told["degrees"],
            timedelta(minutes=told["least"]),
            timedelta(minutes=told["linger"]),
            timedelta(hours=told["latency"]),
            frozenset(told["places"]),
            told["direction"] == BACKWARD,
        )


class ChooseForm(Form):
    """Who is decided about: who was ticked, or everybody of the circle shown."""

    template_name = "parts/form_fields.html"
    whom = forms.ChoiceField(
        label=_("Whom"),
        choices=[
            (TICKED, _("Who is ticked")),
            ("1", _("All of circle 1")),
            ("2", _("All of circle 2")),
        ],
        widget=forms.RadioSelect,
        initial=TICKED,
    )
    reason = ReasonField(label=_("Reason"), max_length=LONGEST_WORDS)

    def read_facts(self, facts: dict[str, Any]) -> None:
        """Whether anybody is ticked, where that is who is meant."""
        if facts.get("whom") == TICKED and "person" not in self.data:
            raise Refused(NOBODY_CHOSEN)


class TracingRuleForm(DatedRuleForm):
    """How far back contacts are asked for, and what they get."""

    kept = _("Cases opened before keep their rule.")
    days_before = forms.IntegerField(
        label=_("Days before onset or first positive sample"),
        min_value=0,
        max_value=LONGEST_WINDOW,
    )
    least_minutes = forms.IntegerField(
        label=_("Least exposure, minutes"), min_value=0, max_value=MOST_MINUTES
    )
    linger_minutes = forms.IntegerField(
        label=_("Place dangerous for, minutes"), min_value=0, max_value=MOST_MINUTES
    )
    first_circle = forms.ChoiceField(label=_("Measure of the first circle"), choices=Who.choices)
    second_circle = forms.ChoiceField(
        label=_("Measure of the second circle"),
        choices=[("", _("None")), *Who.choices],
        required=False,
    )

"""What people type on the pages of the measures. What is allowed, the actions say."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.areas.api import AreaField, Level, list_areas
from longgang.core.clock import today
from longgang.core.errors import Words
from longgang.core.forms import DateInput, Filters, Form, MomentInput
from longgang.core.sentences import beside

from .kinds import Base, Found, PhaseKind, Who
from .lifecycle import MeasureStatus
from .queries import list_rules

NOW = _("Blank: now.")
ALL = ("", _("All"))
OVER, EVER, SENT = "over", "ever", "sent"
NEW, UNREACHABLE, WAITING = "new", "unreachable", "waiting"
DUE, OVERDUE, LAST_DAY = "due", "overdue", "last_day"
SOON_DAYS = 14


class MeasureFilters(Filters):
    """By kind, phase, place, state, what is due today, and the end."""

    who = forms.ChoiceField(label=pgettext_lazy("measure", "For whom"), choices=[ALL, *Who.choices])
    phase = forms.ChoiceField(label=_("Phase today"), choices=[ALL, *PhaseKind.choices])
    place = forms.ChoiceField(label=_("Area"))
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("Under a measure now")),
            (MeasureStatus.RUNNING, MeasureStatus.RUNNING.label),
            (MeasureStatus.SUSPENDED, MeasureStatus.SUSPENDED.label),
            (OVER, _("Days over, to be lifted")),
            (MeasureStatus.LIFTED, MeasureStatus.LIFTED.label),
            (MeasureStatus.CANCELLED, MeasureStatus.CANCELLED.label),
            (EVER, _("All, also those that ended")),
        ],
    )
    today = forms.ChoiceField(
        label=_("Today"),
        choices=[ALL, (DUE, _("Something is due")), (OVERDUE, _("Something is overdue"))],
    )
    ends = forms.ChoiceField(
        label=pgettext_lazy("measure", "Ends"),
        choices=[ALL, (LAST_DAY, _("Today is the last day")), ("soon", _("Within 14 days"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_places(self, ALL)


class MovingFilters(Filters):
    """Where people are moved to a newer rule."""

    place = forms.ChoiceField(label=_("Area"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_places(self, ("", _("The whole district")))


class HandedFilters(Filters):
    """What waits for oneself, what one has sent, or everything."""

    which = forms.ChoiceField(
        label=_("Which"),
        choices=[
            ("", _("Handed to me, to be accepted")),
            (SENT, _("Handed over by me, not accepted yet")),
            (EVER, _("All hand-overs")),
        ],
    )


def _offer_places(form: Filters, everywhere: tuple[str, Words]) -> None:
    field = form.fields["place"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [everywhere, *_places()]


def _places() -> list[Any]:
    """Streets with their communities."""
    areas = list(list_areas(within=str(settings.DISTRICT_CODE)))
    streets = [area for area in areas if area.level == Level.STREET]
    return [
        (
            str(street),
            [(street.code, str(street))]
            + [
                (area.code, str(area))
                for area in areas
                if area.level == Level.COMMUNITY and area.code.startswith(street.code)
            ],
        )
        for street in streets
    ]


# --- on a measure's page -------------------------------------------------------------------------


class PlainForm(Form):
    """Nothing to type: the button says it all."""

    template_name = "parts/form_fields.html"


class ChangeForm(PlainForm):
    """What changes how a measure runs says which term the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(ChangeForm):
    """Only why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class AddressForm(ReasonForm):
    """Where they live, and who said so."""

    address = forms.CharField(
        label=_("Address"),
        max_length=200,
        help_text=_("Estate, building, entrance and room."),
    )
    field_order = ["address", "reason"]


class ExtendForm(ReasonForm):
    """By how many days, and why."""

    days = forms.IntegerField(label=_("Days more"), min_value=1)
    field_order = ["days", "reason"]


class ExposureForm(ReasonForm):
    """The newer exposure."""

    exposed_on = forms.DateField(label=_("Day of the new exposure"), widget=DateInput())
    field_order = ["exposed_on", "reason"]

    called = {"base_on": "exposed_on"}


class CheckInForm(ChangeForm):
    """The day of coming to a site of another district, and which it is."""

    checked_in_on = forms.DateField(label=_("Came to the site on"), widget=DateInput())
    elsewhere = forms.CharField(
        label=_("Site of another district"),
        max_length=100,
        help_text=_("A site of this district checks in itself."),
    )

    called = {"base_on": "checked_in_on"}


class HandOverForm(ChangeForm):
    """To whom, where it is not the home, and what they should know."""

    to_area = AreaField(
        label=_("To"),
        level="",
        required=False,
        help_text=_("Blank: where the person lives. A home elsewhere: its county."),
    )
    words = forms.CharField(
        label=_("Reason or remark"),
        max_length=300,
        required=False,
        help_text=_("From home to another area it is needed."),
    )

    called = {"reason": "words"}


class HospitalForm(ChangeForm):
    """Where the person was taken."""

    hospital = forms.CharField(label=_("Hospital"), max_length=100)


class HelpForm(PlainForm):
    """What is needed."""

    words = forms.CharField(
        label=_("What do you need?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(PlainForm):
    """What is done about it; the person reads it."""

    answer = forms.CharField(
        label=pgettext_lazy("help", "Answer"), max_length=300, help_text=_("The person reads this.")
    )

    called = {"words": "answer"}


class VisitForm(PlainForm):
    """Whether anybody opened."""

    was_met = forms.TypedChoiceField(
        label=_("Who opened?"),
        choices=[("yes", _("The person was met")), ("no", _("Nobody opened"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    visited_at = forms.DateTimeField(
        label=_("Visited at"), widget=MomentInput(), required=False, help_text=NOW
    )
    words = forms.CharField(label=_("Remark"), max_length=300, required=False)


class FoundForm(PlainForm):
    """What was found where the person should be."""

    found = forms.ChoiceField(
        label=_("What was found?"), choices=Found.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Remark"),
        max_length=300,
        required=False,
        help_text=_("Unless in place: what the person said, or where they are."),
    )


# --- moving people to a newer rule ---------------------------------------------------------------


class ProposeMovingForm(Form):
    """On whose word, and why."""

    document_number = forms.CharField(label=_("Number of the document"), max_length=100)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("It stands on every measure that is moved; the people read the new last day."),
    )


class ConfirmMovingForm(PlainForm):
    """Nothing to type: the preview says it all."""

    verb = forms.CharField(widget=forms.HiddenInput, initial="confirm")


class DismissMovingForm(PlainForm):
    """Why nobody is moved."""

    verb = forms.CharField(widget=forms.HiddenInput, initial="dismiss")
    reason = forms.CharField(label=_("Reason"), max_length=300)


# --- opening -------------------------------------------------------------------------------------


class FindPersonForm(Form):
    """Whom it is about, as far as the register knows."""

    q = forms.CharField(
        label=_("Name, first letters, ID number or phone"),
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class OpenForm(Form):
    """Why and from which day somebody is put under a measure."""

    who = forms.ChoiceField(label=pgettext_lazy("measure", "For whom"), widget=forms.RadioSelect)
    base_on = forms.DateField(
        label=_("Counted from"),
        widget=DateInput(),
        required=False,
        help_text=_("The day that the rule counts from: it stands behind each choice above."),
    )
    area_code = AreaField(
        label=_("Looked after by"), level="", within=str(settings.DISTRICT_CODE), required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (rule.who, beside(rule.get_who_display(), Base(rule.base).label))
            for rule in list_rules(on=today())
        ]

"""What can be done on a declaration's page: each deed with its form, who may, and its action.

The page draws the buttons from this table and the one view does what it says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import User
from longgang.areas.api import AreaField, Level, list_areas
from longgang.core.errors import Words, allows
from longgang.core.forms import DateInput, Form
from longgang.measures.api import Who

from .actions import handling
from .kinds import Check, Kind, Outcome
from .lifecycle import DECLARATION
from .models import Declaration
from .permissions import check_may_answer, check_may_handle

NOTED = _("Noted.")
PLAIN = "parts/form_fields.html"


class DeedForm(Form):
    """What is typed for a deed; it knows the declaration."""

    template_name = PLAIN

    def __init__(self, *args: Any, declaration: Declaration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declaration = declaration


class NothingForm(DeedForm):
    """Nothing to type: the button says it all."""


class CallForm(DeedForm):
    """What came of a call."""

    outcome = forms.ChoiceField(
        label=_("What came of the call"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("What was said"), max_length=300, required=False)


class ReasonForm(DeedForm):
    """Only why."""

    called = {"words": "reason"}
    reason = forms.CharField(label=_("Reason"), max_length=300)


class HandOverForm(ReasonForm):
    """To whom, and why."""

    to_code = AreaField(
        label=_("Community or street"), level="", within=str(settings.DISTRICT_CODE)
    )
    field_order = ["to_code", "reason"]


class VerifyForm(DeedForm):
    """What is true: which kind of person, by which day; another than the rules found, and why. Who
    leaves is of no kind.
    """

    called = {"words": "reason", "base_on": "exposed_on"}
    how = forms.ChoiceField(
        label=_("How did you make sure?"), choices=Check.choices, widget=forms.RadioSelect
    )
    who = forms.ChoiceField(
        label=pgettext_lazy("measure", "For whom"),
        choices=[("", _("No measure: none of these")), *Who.choices],
        required=False,
    )
    exposed_on = forms.DateField(
        label=_("Last day of the exposure"),
        widget=DateInput(),
        required=False,
        help_text=_("Or of leaving the risk area; blank: as it was declared."),
    )
    grid = forms.ChoiceField(
        label=_("Grid of the home"),
        required=False,
        help_text=_("Its worker looks after the person at home."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed where it is otherwise than the rules found."),
    )

    def __init__(self, *args: Any, declaration: Declaration, **kwargs: Any) -> None:
        start = {
            "how": Check.PHONE if declaration.was_reached else "",
            "who": declaration.who,
            "exposed_on": declaration.exposed_on,
            "grid": declaration.person.area_code,
        }
        super().__init__(*args, declaration=declaration, initial=start, **kwargs)
        grids = list_areas(Level.GRID, within=declaration.area_code)
        choices = [(area.code, str(area)) for area in grids]
        field = self.fields["grid"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", pgettext_lazy("grid", "Not known yet")), *choices]
        is_leaving = declaration.kind == Kind.DEPARTURE
        left_out = {"who": is_leaving, "exposed_on": is_leaving, "grid": is_leaving or not choices}
        for name, is_left_out in left_out.items():
            if is_left_out:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Of no kind, where it is not asked."""
        return {"who": "", **(super().clean() or self.cleaned_data)}


@dataclass(frozen=True)
class Deed:
    """One button of the page; `move` is the verb of the lifecycle behind it."""

    verb: str
    move: str
    label: Words
    icon: str
    form: type[DeedForm]
    act: Callable[..., object]
    check: Callable[[User, Declaration], None] = check_may_handle
    done: Words = NOTED
    tone: str = ""
    text: Words = ""
    confirm: Words = ""

    def is_offered(self, user: User, declaration: Declaration) -> bool:
        """Whether its state allows it and this person may."""
        is_possible = DECLARATION.may(self.move, declaration.status)
        return is_possible and allows(self.check, user, declaration)

    def form_for(self, declaration: Declaration, data: Any = None) -> DeedForm:
        """The form as the page shows it, or with what was sent."""
        return self.form(data, auto_id=f"{self.verb}-%s", declaration=declaration)

    def perform(self, declaration: Declaration, facts: Mapping[str, Any], *, by: User) -> None:
        """Do it; who was faster is told by the lifecycle."""
        self.act(declaration, by=by, **facts)


DEEDS = {
    deed.verb: deed
    for deed in [
        Deed(
            "claim", "claim", _("Claim it"), "clipboard-check", NothingForm,
            handling.claim_declaration, done=_("It is yours now. Call and verify."), tone="good",
            text=_("You call and find out whether it is true."),
        ),
        Deed(
            "accept", "accept", _("Accept it"), "circle-check", NothingForm,
            handling.accept_declaration, check_may_answer, done=_("It is yours now."), tone="good",
            text=_("From now on your community answers for it."),
        ),
        Deed(
            "send-back", "send_back", _("Send it back"), "arrow-back-up", ReasonForm,
            handling.send_back_declaration, check_may_answer, done=_("Sent back."),
        ),
        Deed(
            "call", "call", _("Record a call"), "phone", CallForm, handling.record_call,
            confirm=pgettext_lazy("declaration", "Record"),
        ),
        Deed(
            "verify", "verify", _("Verify"), "checks", VerifyForm, handling.verify_declaration,
            done=_("Verified."), tone="good",
            text=_("What was declared is true. Where the rule asks for it, the measure is opened."),
        ),
        Deed(
            "hand-over", "hand_over", pgettext_lazy("hand-over", "Hand over"), "arrow-right",
            HandOverForm, handling.hand_over_declaration,
            done=_("Handed over. Until it is accepted it stays on your list."),
            text=_("When the person goes to another community. Until it accepts, you answer."),
        ),
        Deed(
            "call-off", "call_off", _("Not coming"), "x", ReasonForm,
            handling.call_off_declaration, tone="bad",
            text=_("Say who told you. The declaration is closed."),
        ),
    ]
}  # fmt: skip

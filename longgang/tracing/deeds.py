"""What can be done on the page of a case: each deed with its form and its action.

The page draws the buttons from this table and the one view does what it says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import User
from longgang.core.errors import Words

from .actions.cases import close_case, correct_days, move_window
from .actions.visits import add_visit
from .forms import CorrectForm, DeedForm, VisitForm, WindowForm
from .models import Case


@dataclass(frozen=True)
class Deed:
    """One button of the page."""

    verb: str
    label: Words
    icon: str
    form: type[DeedForm]
    act: Callable[..., object]
    done: Words
    text: Words = ""

    def form_for(self, case: Case, data: Any = None) -> DeedForm:
        """The form as the page shows it, or with what was sent."""
        return self.form(data, auto_id=f"{self.verb}-%s", initial=self.form.initial_of(case))


def _add(case: Case, form: DeedForm, by: User) -> None:
    assert isinstance(form, VisitForm)
    told = form.cleaned_data
    add_visit(
        case, place=form.read_place(), since=told["met_since"], until=told["met_until"], by=by,
        reason=told["reason"],
    )  # fmt: skip


def _typed(action: Callable[..., object]) -> Callable[..., object]:
    """The action with what was typed, field by field."""
    return lambda case, form, by: action(case, **form.cleaned_data, by=by)


VISIT = Deed(
    "visit", _("Add a visit"), "map-pin", VisitForm, _add,
    _("Noted. The next question knows it."), text=_("Where the person says to have been."),
)  # fmt: skip
ON_CASE = [
    Deed(
        "correct", _("Correct the days"), "pencil", CorrectForm, _typed(correct_days),
        _("Corrected. The window follows the rule of the case."),
    ),
    Deed(
        "window", _("Move the window"), "calendar", WindowForm, _typed(move_window),
        _("Moved. The reason stands beside it."),
    ),
    Deed(
        "close", _("Close the case"), "lock", DeedForm, _typed(close_case),
        pgettext_lazy("case", "Closed."),
        text=_("Nothing more can be asked then. What was decided stays."),
    ),
]  # fmt: skip
DEEDS = {deed.verb: deed for deed in [*ON_CASE, VISIT]}

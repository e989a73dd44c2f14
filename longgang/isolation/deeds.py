"""What can be done on the page of a stay: each deed with its form and its action.

The page draws the buttons from this table and the one view does what it says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import User
from longgang.core.errors import Words, allows
from longgang.core.forms import Form
from longgang.measures.api import unattended_positives

from . import forms
from .actions import stays
from .actions.day import ask_for
from .lifecycle import HERE, STAY
from .models import Stay
from .permissions import check_may_keep, check_may_release

NOTED = _("Noted.")


@dataclass(frozen=True)
class Deed:
    """One button of the page; `moves` are the verbs of the lifecycle behind it. Without any it can
    be done as long as somebody is here.
    """

    verb: str
    moves: tuple[str, ...]
    label: Words
    icon: str
    form: type[Form]
    act: Callable[..., object]
    done: Words = NOTED
    tone: str = ""
    text: Words = ""
    confirm: Words = ""

    def is_offered(self, user: User, stay: Stay) -> bool:
        """Whether its state allows it and this person may."""
        is_here = stay.status in HERE and not self.moves
        is_possible = is_here or any(STAY.may(move, stay.status) for move in self.moves)
        return is_possible and allows(check_may_keep, user, stay.site)

    def form_for(self, stay: Stay, user: User, data: Any = None) -> Form:
        """The form as the page shows it, or with what was sent."""
        start = {"diet": stay.diet, "remarks": stay.remarks, "signed_by": ""}
        form = self.form(data, auto_id=f"{self.verb}-%s", initial=start)
        bed = form.fields.get("bed")
        if isinstance(bed, forms.BedField):
            bed.offer(stay.site)
        if isinstance(form, forms.CheckInForm):
            form.offer(is_positive=bool(unattended_positives([stay.measure])))
        if isinstance(form, forms.LeaveForm):
            form.offer(may_send_home=allows(check_may_release, user, stay.site))
        return form

    def perform(self, stay: Stay, facts: Mapping[str, Any], *, by: User) -> None:
        """Do it; who was faster is told by the lifecycle."""
        self.act(stay, by=by, **facts)


DEEDS = {
    deed.verb: deed
    for deed in [
        Deed(
            "check-in", ("check_in",), _("Check in"), "checks", forms.CheckInForm,
            stays.check_in_guest, done=_("Checked in. The site answers for them now."), tone="good",
            text=_("Look at the ID card. The agreement is signed before the door closes."),
        ),
        Deed(
            "ask", (), _("Asks for something"), "message", forms.RequestForm, ask_for,
            confirm=_("Write it down"),
        ),
        Deed(
            "move", ("move_room", "change_room"), _("Another room"), "switch-horizontal",
            forms.MoveForm, stays.move_room,
            text=_("Whoever they care for comes along."), confirm=_("Give this room"),
        ),
        Deed(
            "hospital", ("to_hospital",), pgettext_lazy("stay", "To hospital"), "stethoscope",
            forms.HospitalForm, stays.send_to_hospital,
            text=_("Expected back. Until the return nothing is due."),
        ),
        Deed(
            "back", ("come_back",), pgettext_lazy("stay", "Back from hospital"), "home",
            forms.BackForm, stays.come_back, tone="good",
        ),
        Deed(
            "leave", ("leave",), _("Leaves before the last day"), "logout", forms.LeaveForm,
            stays.leave_site, tone="bad",
            text=_("For good, and not released. Their community has to accept them at once."),
        ),
        Deed(
            "divert", ("cancel",), _("To hospital instead"), "stethoscope", forms.DivertForm,
            stays.divert_to_hospital,
            text=_(
                "They do not come here now, and the room is free again. Nothing is due until the "
                "return, which their community notes: then they wait for a room anew."
            ),
        ),
        Deed(
            "cancel", ("cancel",), _("Does not come"), "x", forms.ReasonForm,
            stays.cancel_reservation, tone="bad", text=_("The room is free again."),
        ),
    ]
}  # fmt: skip

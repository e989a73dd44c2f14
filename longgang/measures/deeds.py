"""What can be done on the page of a measure: each deed with its form, who may, and its action.

The page draws the buttons from this table and the one view does what it says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.accounts.api import User
from longgang.core.clock import now, today
from longgang.core.errors import NotAllowed, StaleRow, Words, allows
from longgang.core.forms import Form
from longgang.health.api import (
    SampleForm,
    SymptomsForm,
    TakenForm,
    TemperatureForm,
    check_may_enter_results,
    check_may_record_seen,
    record_result,
    record_sample,
    record_temperature,
    report_symptoms,
)

from . import forms
from .actions.extending import extend_by_hand, extend_for_exposure, take_back_extension
from .actions.findings import record_finding
from .actions.handing import (
    accept_hand_over,
    confirm_hand_over,
    hand_over,
    send_back,
)
from .actions.measures import (
    cancel_measure,
    check_in,
    lift_measure,
    record_visit,
    resume_measure,
    set_address,
    suspend_measure,
)
from .kinds import Base, PhaseKind
from .lifecycle import MEASURE, OPEN, HandOverStatus, MeasureStatus
from .models import HandOver, Measure
from .moving import extension_of
from .permissions import (
    check_may_accept,
    check_may_answer,
    check_may_change,
    check_may_confirm_hand_over,
    check_may_hand_over,
    check_may_lift,
    check_may_visit,
)

Facts = Mapping[str, Any]


def _anything(_measure: Measure) -> bool:
    return True


NOTED = _("Noted.")
RECORD = pgettext_lazy("measure", "Record")


@dataclass(frozen=True)
class Deed:
    """One button of the page.

    `move` is the verb of the lifecycle behind it; without one it can be done as long as the person
    is under the measure. `suits` says whether it makes sense now.
    """

    verb: str
    label: Words
    icon: str
    form: type[Form]
    check: Callable[[User, Measure], None]
    act: Callable[..., object]
    done: Words = NOTED
    move: str = ""
    suits: Callable[[Measure], bool] = _anything
    tone: str = ""
    text: Words = ""
    confirm: Words = ""  # on the button below the form, where the label does not fit

    def is_possible(self, measure: Measure) -> bool:
        """Whether the state of the measure allows it."""
        moves = [name for name in (self.move, f"{self.move}_away") if name in MEASURE.moves]
        if not moves:
            return measure.status in OPEN
        return any(MEASURE.may(name, measure.status) for name in moves)

    def is_offered(self, user: User, measure: Measure) -> bool:
        """Whether this person gets the button."""
        is_possible = self.is_possible(measure) and self.suits(measure)
        return is_possible and allows(self.check, user, measure)

    def form_for(self, measure: Measure, data: Any = None) -> Form:
        """The form as the page shows it, or with what was sent."""
        return self.form(
            data, auto_id=f"{self.verb}-%s", initial={"seen": measure.term_count, "was_met": "yes"}
        )

    def perform(self, measure: Measure, facts: Facts, *, by: User) -> None:
        """Do it. StaleRow when the measure has changed since the page was shown."""
        given = dict(facts)
        if not self.is_possible(measure):
            raise StaleRow
        if "seen" in given and given.pop("seen") != measure.term_count:
            raise StaleRow
        self.act(measure, by=by, **given)


def _check_may_observe(user: User, measure: Measure) -> None:
    check_may_record_seen(user, **measure.owner)


def _check_may_test(user: User, measure: Measure) -> None:
    check_may_enter_results(user, **measure.owner)


def _check_may_sample(user: User, measure: Measure) -> None:
    """Whoever may enter results has another button, for the sample and its result."""
    check_may_record_seen(user, **measure.owner)
    if allows(_check_may_test, user, measure):
        raise NotAllowed


def _temperature(measure: Measure, *, by: User, **facts: Any) -> None:
    record_temperature(
        measure.person,
        facts["celsius"],
        taken_at=facts["taken_at"],
        **measure.concern,
        by=by,
    )


def _symptoms(measure: Measure, *, by: User, **facts: Any) -> None:
    report_symptoms(
        measure.person,
        facts["symptoms"],
        words=facts["words"],
        **measure.concern,
        by=by,
    )


def _sample(measure: Measure, *, by: User, **facts: Any) -> None:
    record_sample(measure.person, **facts, **measure.concern, by=by)


def _test(measure: Measure, *, by: User, **facts: Any) -> None:
    """A sample alone, or with its result."""
    common = {"sampled_at": facts["sampled_at"], "lab": facts["lab"]}
    if not facts["result"]:
        record_sample(measure.person, **common, **measure.concern, by=by)
        return
    record_result(
        measure.person,
        **common,
        result=facts["result"],
        reported_at=facts["reported_at"] or now(),
        **measure.concern,
        by=by,
    )


def _goes_to_a_site(measure: Measure) -> bool:
    """A day of check-in belongs to those who are isolated in a site; a site of the district
    notes it itself.
    """
    if measure.held_at_id is not None:
        return False
    is_central = any(phase.kind == PhaseKind.CENTRAL for phase in measure.rule.plan)
    return is_central or measure.rule.base == Base.CHECK_IN


def _was_extended(measure: Measure) -> bool:
    terms = sorted(measure.terms.all(), key=lambda term: term.place)
    return extension_of(terms) is not None


def _check_may_accept(user: User, measure: Measure) -> None:
    check_may_accept(user, _handing(measure))


def _check_may_confirm(user: User, measure: Measure) -> None:
    check_may_confirm_hand_over(user, _handing(measure))


def _handing(measure: Measure) -> HandOver:
    if measure.handing is None:
        raise StaleRow
    return measure.handing


def _is(status: HandOverStatus) -> Callable[[Measure], bool]:
    def _stands_so(measure: Measure) -> bool:
        return measure.handing is not None and measure.handing.status == status

    return _stands_so


def _is_proposed(*, is_early: bool) -> Callable[[Measure], bool]:
    def _waits_so(measure: Measure) -> bool:
        row = measure.handing
        is_proposed = row is not None and row.status == HandOverStatus.PROPOSED
        return is_proposed and row is not None and row.is_early == is_early

    return _waits_so


HANDING = [
    Deed(
        "accept", pgettext_lazy("hand-over", "Accept"), "check", forms.PlainForm, _check_may_accept,
        lambda measure, by: accept_hand_over(_handing(measure), by=by),
        done=_("Accepted. You look after this person now."), tone="good",
        suits=_is(HandOverStatus.OFFERED),
    ),
    Deed(
        "send-back", pgettext_lazy("hand-over", "Send back"), "arrow-back-up", forms.ReasonForm,
        _check_may_accept,
        lambda measure, by, reason: send_back(_handing(measure), by=by, reason=reason),
        done=_("Sent back. The next larger area looks after this person now."),
        suits=_is(HandOverStatus.OFFERED),
    ),
    Deed(
        "confirm-release", _("Confirm the release"), "check", forms.PlainForm, _check_may_confirm,
        lambda measure, by: confirm_hand_over(_handing(measure), by=by),
        done=_("Released."), tone="good", suits=_is_proposed(is_early=False),
    ),
    Deed(
        "confirm-early", _("Confirm going home early"), "check", forms.PlainForm,
        _check_may_confirm,
        lambda measure, by: confirm_hand_over(_handing(measure), by=by),
        done=_("They are sent home."), tone="good", suits=_is_proposed(is_early=True),
        text=_("What is left of central isolation is at home."),
    ),
]  # fmt: skip
DAILY = [
    Deed(
        "temperature", _("Temperature"), "temperature", TemperatureForm, _check_may_observe,
        _temperature, confirm=RECORD,
    ),
    Deed(
        "test", pgettext_lazy("duty", "Test"), "test-pipe", SampleForm, _check_may_test, _test,
        confirm=RECORD,
    ),
    Deed(
        "sample", pgettext_lazy("duty", "Test"), "test-pipe", TakenForm, _check_may_sample, _sample,
        confirm=RECORD,
    ),
    Deed(
        "symptoms", _("Symptoms"), "stethoscope", SymptomsForm, _check_may_observe, _symptoms,
        confirm=RECORD,
    ),
    Deed(
        "visit", pgettext_lazy("duty", "Visit"), "home", forms.VisitForm, check_may_visit,
        record_visit, suits=lambda measure: measure.status == MeasureStatus.RUNNING,
        confirm=RECORD,
    ),
    Deed(
        "found", _("Whether in place"), "map-pin", forms.FoundForm, check_may_answer,
        record_finding, confirm=RECORD,
        text=_("Whoever traces the contacts of a case reads it."),
    ),
]  # fmt: skip
CHANGES = [
    Deed(
        "hand-over", pgettext_lazy("hand-over", "Hand over"), "arrow-right",
        forms.HandOverForm, check_may_hand_over, hand_over,
        done=_("Handed over. It is shown here until it is accepted."), move="hand_over",
        text=_("To the grid, community or street that looks after the person from now on."),
        suits=lambda measure: not _is(HandOverStatus.PROPOSED)(measure),
    ),
    Deed(
        "address", _("Another address"), "home", forms.AddressForm, check_may_change, set_address,
        text=_("Where the person lives while the measure runs; after a site they go there."),
    ),
    Deed(
        "lift", _("Lift the measure"), "lock-open", forms.ChangeForm, check_may_lift,
        lift_measure, done=_("Lifted. Nothing is due any more."), move="lift", tone="good",
        suits=lambda measure: measure.is_over(today()),
        text=_("Everything is checked once more; what fails is named."),
    ),
    Deed(
        "extend", _("Extend by days"), "plus", forms.ExtendForm, check_may_change, extend_by_hand,
        move="extend",
    ),
    Deed(
        "exposure", _("New exposure"), "repeat", forms.ExposureForm, check_may_change,
        extend_for_exposure, move="extend", text=_("The days are counted anew from that day."),
    ),
    Deed(
        "take-back", _("Take the extension back"), "arrow-back-up", forms.ReasonForm,
        check_may_change, take_back_extension, move="take_back", suits=_was_extended,
        text=_("The measure is counted as if its last extension had not been."),
    ),
    Deed(
        "check-in", _("Checked in at a site elsewhere"), "building-warehouse", forms.CheckInForm,
        check_may_change, check_in, move="check_in", suits=_goes_to_a_site,
    ),
    Deed(
        "suspend", _("To hospital"), "stethoscope", forms.HospitalForm, check_may_change,
        suspend_measure, move="suspend", text=_("Until the return nothing is due."),
    ),
    Deed(
        "resume", _("Back from hospital"), "home", forms.ChangeForm, check_may_change,
        resume_measure, move="resume", tone="good",
    ),
    Deed(
        "cancel", _("Cancel the measure"), "x", forms.ReasonForm, check_may_lift, cancel_measure,
        done=_("Cancelled."), move="cancel", tone="bad",
        text=_("Only for the wrong person or reason, or after a death. What is over is lifted."),
    ),
]  # fmt: skip
DEEDS = {deed.verb: deed for deed in [*HANDING, *DAILY, *CHANGES]}

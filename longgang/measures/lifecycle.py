"""The states of a measure and of a moving, and every move between them. Data only."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from longgang.core.lifecycle import Lifecycle, Move, States


class MeasureStatus(States):
    """Whether a person is under it. That its days are over is computed from its dates."""

    RUNNING = "running", pgettext_lazy("measure", "Running")
    SUSPENDED = "suspended", pgettext_lazy("measure", "In hospital")
    LIFTED = "lifted", pgettext_lazy("measure", "Lifted")
    CANCELLED = "cancelled", pgettext_lazy("measure", "Cancelled")


_RUNNING, _SUSPENDED = MeasureStatus.RUNNING, MeasureStatus.SUSPENDED
_EXTENDED, _MOVED = "measure.extended", "measure.moved_to_rule"

MEASURE = Lifecycle(
    MeasureStatus,
    start=_RUNNING,
    ends={MeasureStatus.LIFTED, MeasureStatus.CANCELLED},
    moves=[
        Move("extend", _RUNNING, to=_RUNNING, event=_EXTENDED),
        Move("extend_away", _SUSPENDED, to=_SUSPENDED, event=_EXTENDED),
        Move("take_back", _RUNNING, to=_RUNNING, event="measure.extension_taken_back"),
        Move("check_in", _RUNNING, to=_RUNNING, event="measure.checked_in"),
        Move("change_site", _RUNNING, to=_RUNNING, event="measure.site_changed"),
        Move("stay_home", _RUNNING, to=_RUNNING, event="measure.stays_home"),
        Move("hand_over", _RUNNING, to=_RUNNING, event="measure.handed_over"),
        Move("hand_over_away", _SUSPENDED, to=_SUSPENDED, event="measure.handed_over"),
        Move("send_back", _RUNNING, to=_RUNNING, event="measure.sent_back"),
        Move("send_back_away", _SUSPENDED, to=_SUSPENDED, event="measure.sent_back"),
        Move("change_rule", _RUNNING, to=_RUNNING, event=_MOVED),
        Move("change_rule_away", _SUSPENDED, to=_SUSPENDED, event=_MOVED),
        Move("suspend", _RUNNING, to=_SUSPENDED, event="measure.suspended"),
        Move("resume", _SUSPENDED, to=_RUNNING, event="measure.resumed"),
        Move("lift", _RUNNING, to=MeasureStatus.LIFTED, event="measure.lifted"),
        Move(
            "cancel",
            {_RUNNING, _SUSPENDED},
            to=MeasureStatus.CANCELLED,
            event="measure.cancelled",
        ),
    ],
)

# A person is under at most one of these.
OPEN = frozenset({MeasureStatus.RUNNING, MeasureStatus.SUSPENDED})


class MovingStatus(States):
    """Whether people are moved to a newer rule."""

    PROPOSED = "proposed", _("Waits for a second person")
    CONFIRMED = "confirmed", pgettext_lazy("moving", "Carried out")
    DISMISSED = "dismissed", pgettext_lazy("moving", "Turned down")


MOVING = Lifecycle(
    MovingStatus,
    start=MovingStatus.PROPOSED,
    ends={MovingStatus.CONFIRMED, MovingStatus.DISMISSED},
    moves=[
        Move("confirm", MovingStatus.PROPOSED, to=MovingStatus.CONFIRMED, event="moving.confirmed"),
        Move("dismiss", MovingStatus.PROPOSED, to=MovingStatus.DISMISSED, event="moving.dismissed"),
    ],
)


class HandOverStatus(States):
    """Whether somebody at the other end has taken over."""

    PROPOSED = "proposed", _("Waits for a second person")
    OFFERED = "offered", pgettext_lazy("hand-over", "To be accepted")
    ACCEPTED = "accepted", pgettext_lazy("hand-over", "Accepted")
    RETURNED = "returned", pgettext_lazy("hand-over", "Sent back")
    ENDED = "ended", pgettext_lazy("hand-over", "No longer needed")


_PROPOSED, _OFFERED = HandOverStatus.PROPOSED, HandOverStatus.OFFERED

HAND_OVER = Lifecycle(
    HandOverStatus,
    start=_PROPOSED,
    ends={HandOverStatus.ACCEPTED, HandOverStatus.RETURNED, HandOverStatus.ENDED},
    moves=[
        Move("confirm", _PROPOSED, to=_OFFERED, event="measure.handed_over"),
        Move("accept", _OFFERED, to=HandOverStatus.ACCEPTED, event="measure.accepted"),
        Move("send_back", _OFFERED, to=HandOverStatus.RETURNED, event="measure.sent_back"),
        Move(
            "end",
            {_PROPOSED, _OFFERED},
            to=HandOverStatus.ENDED,
            event="measure.hand_over_ended",
        ),
    ],
)
HANDING = frozenset({_PROPOSED, _OFFERED})  # a measure has at most one of these

"""The states of a pass and of a trip, and every move between them. Data only."""

from django.utils.translation import gettext_lazy as _

from longgang.core.lifecycle import Lifecycle, Move, States


class PassStatus(States):
    """Where an application, and the pass that comes of it, stands."""

    SUBMITTED = "submitted", _("Waiting")
    RETURNED = "returned", _("Returned for correction")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REFUSED = "refused", _("Refused")
    ISSUED = "issued", _("Issued")
    USED = "used", _("Used")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Replaced by a newer pass")


PASS = Lifecycle(
    PassStatus,
    start=PassStatus.SUBMITTED,
    ends={
        PassStatus.WITHDRAWN,
        PassStatus.REFUSED,
        PassStatus.REVOKED,
        PassStatus.SUPERSEDED,
    },
    moves=[
        Move("hand_over", PassStatus.SUBMITTED, to=PassStatus.SUBMITTED, event="pass.handed_over"),
        Move("return", PassStatus.SUBMITTED, to=PassStatus.RETURNED, event="pass.returned"),
        Move("resubmit", PassStatus.RETURNED, to=PassStatus.SUBMITTED, event="pass.resubmitted"),
        Move(
            "withdraw",
            {PassStatus.SUBMITTED, PassStatus.RETURNED},
            to=PassStatus.WITHDRAWN,
            event="pass.withdrawn",
        ),
        Move("refuse", PassStatus.SUBMITTED, to=PassStatus.REFUSED, event="pass.refused"),
        Move("issue", PassStatus.SUBMITTED, to=PassStatus.ISSUED, event="pass.issued"),
        # A device without network may tell of the trip when the pass was already tidied away.
        Move(
            "use",
            {PassStatus.ISSUED, PassStatus.EXPIRED},
            to=PassStatus.USED,
            event="pass.used",
        ),
        # Only the undoing of an exit check leads back: the truck has not left after all.
        Move("reopen", PassStatus.USED, to=PassStatus.ISSUED, event="pass.reopened"),
        Move("expire", PassStatus.ISSUED, to=PassStatus.EXPIRED, event="pass.expired"),
        Move("revoke", PassStatus.ISSUED, to=PassStatus.REVOKED, event="pass.revoked"),
        Move("supersede", PassStatus.ISSUED, to=PassStatus.SUPERSEDED, event="pass.superseded"),
    ],
)

# An application or pass that still counts: at most one of these per applicant, vehicle and trip.
LIVE = frozenset({PassStatus.SUBMITTED, PassStatus.RETURNED, PassStatus.ISSUED})


class TripStatus(States):
    """Where a truck is on its loop."""

    EXPECTED = "expected", _("Expected")
    ENTERED = "entered", _("Entered")
    ARRIVED = "arrived", _("At the site")
    LEFT = "left", _("On the way out")
    CLOSED = "closed", _("Loop closed")
    CANCELLED = "cancelled", _("Did not take place")


TRIP = Lifecycle(
    TripStatus,
    start=TripStatus.EXPECTED,
    ends=(),
    moves=[
        Move("enter", TripStatus.EXPECTED, to=TripStatus.ENTERED, event="trip.entered"),
        Move("undo_entry", TripStatus.ENTERED, to=TripStatus.EXPECTED, event="trip.entry_undone"),
        Move("arrive", TripStatus.ENTERED, to=TripStatus.ARRIVED, event="trip.arrived"),
        Move("leave", TripStatus.ARRIVED, to=TripStatus.LEFT, event="trip.left"),
        # A gate never holds a truck because somebody at the site forgot to confirm.
        Move(
            "close",
            {TripStatus.ENTERED, TripStatus.ARRIVED, TripStatus.LEFT},
            to=TripStatus.CLOSED,
            event="trip.closed",
        ),
        # Nor because its entry was never recorded.
        Move("let_out", TripStatus.EXPECTED, to=TripStatus.CLOSED, event="trip.let_out"),
        # An undone exit leads back to where the truck was; its dates tell.
        Move("undo_let_out", TripStatus.CLOSED, to=TripStatus.EXPECTED, event="trip.exit_undone"),
        Move("undo_exit", TripStatus.CLOSED, to=TripStatus.ENTERED, event="trip.exit_undone"),
        Move(
            "undo_exit_arrived", TripStatus.CLOSED, to=TripStatus.ARRIVED, event="trip.exit_undone"
        ),
        Move("undo_exit_left", TripStatus.CLOSED, to=TripStatus.LEFT, event="trip.exit_undone"),
        Move("cancel", TripStatus.EXPECTED, to=TripStatus.CANCELLED, event="trip.cancelled"),
        # Every stop of it was taken back, and another trip of the pass has its place.
        Move(
            "drop",
            {TripStatus.ENTERED, TripStatus.CLOSED},
            to=TripStatus.CANCELLED,
            event="trip.cancelled",
        ),
        # Told afterwards: it took place after all, whatever was thought of it meanwhile.
        Move("enter_late", TripStatus.CANCELLED, to=TripStatus.ENTERED, event="trip.entered"),
        Move("let_out_late", TripStatus.CANCELLED, to=TripStatus.CLOSED, event="trip.let_out"),
    ],
)

# Inside the district: each of these has a running time limit and an owner.
OPEN = frozenset({TripStatus.ENTERED, TripStatus.ARRIVED, TripStatus.LEFT})

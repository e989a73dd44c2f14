"""The life of a message that leaves the house."""

from django.utils.translation import gettext_lazy as _

from longgang.core.lifecycle import Lifecycle, Move, States


class DeliveryStatus(States):
    """Where a message is."""

    WAITING = "waiting", _("waiting")
    FAILED = "failed", _("failed, will be tried again")
    SENT = "sent", _("sent")
    GIVEN_UP = "given_up", _("given up")


TRYING = [DeliveryStatus.WAITING, DeliveryStatus.FAILED]

LIFECYCLE = Lifecycle(
    DeliveryStatus,
    start=DeliveryStatus.WAITING,
    ends={DeliveryStatus.SENT},
    moves=[
        Move("send", TRYING, to=DeliveryStatus.SENT, event="delivery.sent"),
        Move("fail", TRYING, to=DeliveryStatus.FAILED, event="delivery.failed"),
        Move("give_up", TRYING, to=DeliveryStatus.GIVEN_UP, event="delivery.given_up"),
        Move(
            "retry",
            [DeliveryStatus.FAILED, DeliveryStatus.GIVEN_UP],
            to=DeliveryStatus.WAITING,
            event="delivery.retried",
        ),
    ],
)

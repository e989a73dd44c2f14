"""The states of a declaration, and every move between them. Data only."""

from django.utils.translation import pgettext_lazy

from longgang.core.lifecycle import Lifecycle, Move, States


class DeclarationStatus(States):
    """Where it stands between the one who declares and the community of the home."""

    DECLARED = "declared", pgettext_lazy("declaration", "Nobody's yet")
    CLAIMED = "claimed", pgettext_lazy("declaration", "Being verified")
    UNREACHABLE = "unreachable", pgettext_lazy("declaration", "Not reached")
    HANDED = "handed", pgettext_lazy("declaration", "Handed over, not accepted yet")
    VERIFIED = "verified", pgettext_lazy("declaration", "Verified")
    NOT_COMING = "not_coming", pgettext_lazy("declaration", "Not coming")
    WITHDRAWN = "withdrawn", pgettext_lazy("declaration", "Withdrawn")


_DECLARED, _CLAIMED = DeclarationStatus.DECLARED, DeclarationStatus.CLAIMED
_UNREACHABLE, _HANDED = DeclarationStatus.UNREACHABLE, DeclarationStatus.HANDED
_KNOWN = {_CLAIMED, _UNREACHABLE}

# Somebody has to do something about it.
OPEN = frozenset({_DECLARED, _CLAIMED, _UNREACHABLE, _HANDED})
# Nobody has travelled.
NOT_TRAVELLED = frozenset({DeclarationStatus.NOT_COMING, DeclarationStatus.WITHDRAWN})

DECLARATION = Lifecycle(
    DeclarationStatus,
    start=_DECLARED,
    ends={DeclarationStatus.NOT_COMING, DeclarationStatus.WITHDRAWN, DeclarationStatus.VERIFIED},
    moves=[
        Move("claim", _DECLARED, to=_CLAIMED, event="declaration.claimed"),
        Move("call", _KNOWN, to=_CLAIMED, event="declaration.called"),
        Move("miss", _KNOWN, to=_UNREACHABLE, event="declaration.called"),
        Move("correct", _KNOWN, to=_CLAIMED, event="declaration.corrected"),
        Move("hand_over", {_DECLARED, *_KNOWN}, to=_HANDED, event="declaration.handed_over"),
        Move("accept", _HANDED, to=_CLAIMED, event="declaration.accepted"),
        Move("send_back", _HANDED, to=_CLAIMED, event="declaration.sent_back"),
        Move("verify", _KNOWN, to=DeclarationStatus.VERIFIED, event="declaration.verified"),
        Move(
            "call_off", {_DECLARED, *_KNOWN}, to=DeclarationStatus.NOT_COMING,
            event="declaration.called_off",
        ),
        Move("withdraw", OPEN, to=DeclarationStatus.WITHDRAWN, event="declaration.withdrawn"),
    ],
)  # fmt: skip

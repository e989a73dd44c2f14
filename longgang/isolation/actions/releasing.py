"""Letting people go home when their days are over: checked, handed on, and out of the door."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.core.errors import Refusal, Refused, refuse_if
from longgang.measures.api import HandOver, HandOverStatus, confirm_hand_over, hand_over

from ..lifecycle import STAY
from ..models import Stay
from ..permissions import check_may_release
from ..queries import find_proposal


@dataclass
class Released:
    """What became of a list: who is out, who waits for a second person, and who stays and why."""

    out: list[Stay] = field(default_factory=list)
    proposed: list[Stay] = field(default_factory=list)
    kept: list[tuple[Stay, tuple[Refusal, ...]]] = field(default_factory=list)


@transaction.atomic
def release_guest(stay: Stay, *, transport: str, by: User) -> HandOver | None:
    """Let somebody go home. Everything is checked; what fails is named. In the same transaction the
    next phase begins with whoever looks after them at home.

    Where the rule asks for a second person it is only proposed; they stay until it is confirmed.
    """
    check_may_release(by, stay.site)
    STAY.check("leave", stay.status)
    refuse_if(None if transport.strip() else _NO_TRANSPORT)
    return hand_over(stay.measure, words=transport, by=by)


@transaction.atomic
def confirm_release(stay: Stay, *, by: User) -> HandOver:
    """Release somebody, or send them home early, as the second person; everything is checked once
    more.
    """
    check_may_release(by, stay.site)
    row = find_proposal(stay.measure)
    refuse_if(_NOTHING_PROPOSED if row is None else None)
    assert row is not None
    confirm_hand_over(row, by=by)
    return row


def release_list(stays: Iterable[Stay], *, transport: str, by: User) -> Released:
    """The list of a day at once, each in a transaction of its own: who fails holds up nobody."""
    found = Released()
    for stay in stays:
        try:
            row = release_guest(stay, transport=transport, by=by)
        except Refused as refused:
            found.kept.append((stay, refused.refusals))
        else:
            is_proposed = row is not None and row.status == HandOverStatus.PROPOSED
            (found.proposed if is_proposed else found.out).append(stay)
    return found


_NO_TRANSPORT = Refusal(
    "isolation.no_transport",
    _("It is not arranged how they get home."),
    _("From door to door: write down the bus, the plate, or who fetches them."),
    field="transport",
)
_NOTHING_PROPOSED = Refusal(
    "isolation.nothing_proposed",
    _("Nobody has proposed that they go home."),
    _("Propose it first; then a second person confirms."),
)

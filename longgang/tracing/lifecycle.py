"""The states of a case, of a contact and of a batch, and every move between them. Data only."""

from django.utils.translation import pgettext_lazy

from longgang.core.lifecycle import Lifecycle, Move, States


class CaseStatus(States):
    """Whether its contacts are still traced."""

    OPEN = "open", pgettext_lazy("case", "Open")
    CLOSED = "closed", pgettext_lazy("case", "Closed")


CASE = Lifecycle(
    CaseStatus,
    start=CaseStatus.OPEN,
    ends={CaseStatus.CLOSED},
    moves=[
        Move("correct", CaseStatus.OPEN, to=CaseStatus.OPEN, event="case.corrected"),
        Move("close", CaseStatus.OPEN, to=CaseStatus.CLOSED, event="case.closed"),
    ],
)


class ContactStatus(States):
    """What was decided about a contact of a case; of most nothing is, and no row is kept."""

    UNDECIDED = "undecided", pgettext_lazy("contact", "Undecided")
    SET_ASIDE = "set_aside", pgettext_lazy("contact", "Set aside")
    CHOSEN = "chosen", pgettext_lazy("contact", "Chosen, not carried out yet")
    ORDERED = "ordered", pgettext_lazy("contact", "Measure opened")
    ALREADY = "already", pgettext_lazy("contact", "Was under a measure already")
    ELSEWHERE = "elsewhere", pgettext_lazy("contact", "For another district")
    HANDED_OVER = "handed_over", pgettext_lazy("contact", "Handed over to another district")
    NOTHING = "nothing", pgettext_lazy("contact", "The rules ask for nothing")


_UNDECIDED, _CHOSEN = ContactStatus.UNDECIDED, ContactStatus.CHOSEN
_CARRIED_OUT = "batch.carried_out"

CONTACT = Lifecycle(
    ContactStatus,
    start=_UNDECIDED,
    ends={
        ContactStatus.ORDERED, ContactStatus.ALREADY, ContactStatus.HANDED_OVER,
        ContactStatus.NOTHING,
    },
    moves=[
        Move("set_aside", _UNDECIDED, to=ContactStatus.SET_ASIDE, event="contact.set_aside"),
        Move("take_back", ContactStatus.SET_ASIDE, to=_UNDECIDED, event="contact.taken_back"),
        Move("choose", _UNDECIDED, to=_CHOSEN, event="batch.proposed"),
        Move("let_go", _CHOSEN, to=_UNDECIDED, event="batch.discarded"),
        Move("order", _CHOSEN, to=ContactStatus.ORDERED, event=_CARRIED_OUT),
        Move("find_under_one", _CHOSEN, to=ContactStatus.ALREADY, event=_CARRIED_OUT),
        Move("list_elsewhere", _CHOSEN, to=ContactStatus.ELSEWHERE, event=_CARRIED_OUT),
        Move(
            "hand_over", ContactStatus.ELSEWHERE, to=ContactStatus.HANDED_OVER,
            event="batch.exported",
        ),
        Move("spare", _CHOSEN, to=ContactStatus.NOTHING, event=_CARRIED_OUT),
    ],
)  # fmt: skip


# Of whom a list is taken out of the product: who has to be found by somebody else.
LISTED = frozenset(
    {
        ContactStatus.ORDERED, ContactStatus.ALREADY, ContactStatus.ELSEWHERE,
        ContactStatus.HANDED_OVER,
    }
)  # fmt: skip


class BatchStatus(States):
    """Whether what was chosen together has been carried out."""

    PROPOSED = "proposed", pgettext_lazy("batch", "To be carried out")
    DONE = "done", pgettext_lazy("batch", "Carried out")
    DISCARDED = "discarded", pgettext_lazy("batch", "Discarded")


BATCH = Lifecycle(
    BatchStatus,
    start=BatchStatus.PROPOSED,
    ends={BatchStatus.DONE, BatchStatus.DISCARDED},
    moves=[
        Move("carry_out", BatchStatus.PROPOSED, to=BatchStatus.DONE, event=_CARRIED_OUT),
        Move("discard", BatchStatus.PROPOSED, to=BatchStatus.DISCARDED, event="batch.discarded"),
    ],
)

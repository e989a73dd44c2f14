"""Asking for help, and answering."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import Refusal, StaleRow, refuse_if
from longgang.core.tokens import new_number

from ..lifecycle import OPEN
from ..models import HelpRequest, Measure
from ..permissions import check_may_answer, check_may_ask
from ..rules import LONGEST_WORDS
from . import notices

MOST_OPEN = 5  # of one measure; more are said in one


@transaction.atomic
def ask_for_help(measure: Measure, *, words: str, by: User) -> HelpRequest:
    """Ask whoever looks after the person; by the person, or by who acts for them."""
    check_may_ask(by, measure)
    count = measure.help_requests.open().count()
    refuse_if(_check_words(words), _TOO_MANY if count >= MOST_OPEN else None)
    if measure.status not in OPEN:
        raise StaleRow
    row = HelpRequest.objects.create(
        number=new_number("QZ"), measure=measure, words=words.strip(), asked_at=now(), asked_by=by
    )
    record("help.asked", measure, by=by, area_code=measure.area_code, after={"help": row.number})
    notices.tell_asked(row)
    return row


@transaction.atomic
def answer_help(row: HelpRequest, *, answer: str, by: User) -> None:
    """Say what is done about it. Of two at once one answers."""
    check_may_answer(by, row.measure)
    refuse_if(_check_words(answer))
    values = {"answer": answer.strip(), "answered_at": now(), "answered_by": by}
    if not HelpRequest.objects.open().filter(pk=row.pk).update(**values):
        raise StaleRow
    measure, after = row.measure, {"help": row.number}
    record("help.answered", measure, by=by, area_code=measure.area_code, after=after)
    notices.tell_answered(row)


def _check_words(words: str) -> Refusal | None:
    if not words.strip():
        return _NO_WORDS
    return None if len(words) <= LONGEST_WORDS else _TOO_LONG


_NO_WORDS = Refusal("measures.help_without_words", _("Say it in a few words."), field="words")
_TOO_LONG = Refusal(
    "measures.help_too_long", _("Say it in no more than 300 characters."), field="words"
)
_TOO_MANY = Refusal(
    "measures.help_too_many",
    _("Several of your requests wait for an answer already."),
    _("If it is urgent, call; in an emergency call 120."),
    field="words",
)

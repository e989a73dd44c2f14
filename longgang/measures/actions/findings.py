"""Saying of a person under a measure whether they are where it asks for."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import Refusal, StaleRow, refuse_if

from ..hearing import finding_made
from ..kinds import Found
from ..lifecycle import OPEN
from ..models import Finding, Measure
from ..permissions import check_may_answer
from ..rules import LONGEST_WORDS
from .steps import hold


@transaction.atomic
def record_finding(measure: Measure, *, found: str, words: str = "", by: User) -> Finding:
    """Write down that the person is in place, or why not: then in words.

    By grid workers and officers of whoever owns the measure, while it is open.
    """
    check_may_answer(by, measure)
    refuse_if(_check_found(found), _check_words(found, words))
    measure = hold(measure)
    if measure.status not in OPEN:
        raise StaleRow
    finding = Finding.objects.create(
        measure=measure, found=found, words=words.strip(), at=now(), by=by
    )
    record(
        "measure.person_found",
        measure,
        by=by,
        area_code=measure.area_code,
        after={"found": Found(found)},
    )
    finding_made.tell(finding)
    return finding


def _check_found(found: str) -> Refusal | None:
    return None if found in Found.values else _UNKNOWN


def _check_words(found: str, words: str) -> Refusal | None:
    if len(words) > LONGEST_WORDS:
        return _TOO_LONG
    return None if found == Found.IN_PLACE or words.strip() else _NO_WORDS


_UNKNOWN = Refusal("measures.found_unknown", _("Choose what was found."), field="found")
_NO_WORDS = Refusal(
    "measures.found_without_words",
    _("Say what the person said, or where they are."),
    field="words",
)
_TOO_LONG = Refusal(
    "measures.found_words_too_long", _("Say it in no more than 300 characters."), field="words"
)

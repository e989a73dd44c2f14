"""The blocklist: proposed with a document and an end date, confirmed by a second person, lifted."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now, today
from longgang.core.errors import Refusal, StaleRow, check_two_people, filled, refuse_all, refuse_if
from longgang.core.identifiers import Plate
from longgang.core.tokens import new_number
from longgang.people.api import Person

from ..models import BlockEntry
from ..models.block import BlockKind
from ..permissions import check_may_confirm_block, check_may_propose_block
from ..rules import check_document_number, check_reason

YEARS = 5  # nobody is shut out for good without somebody looking again
LONGEST = timedelta(days=365 * YEARS)


@transaction.atomic
def propose_block(
    *,
    plate: Plate | None = None,
    person: Person | None = None,
    credit_code: str = "",
    document_number: str,
    ends_on: date,
    by: User,
    reason: str,
) -> BlockEntry:
    """Propose that a vehicle, a person or a company gets no pass.

    It counts once a second one confirms.
    """
    check_may_propose_block(by)
    named = {
        BlockKind.VEHICLE: plate,
        BlockKind.PERSON: person,
        BlockKind.COMPANY: credit_code,
    }
    (kind,) = (each for each, subject in named.items() if subject)
    refuse_all(
        [
            check_document_number(document_number),
            check_reason(reason),
            _check_end(ends_on),
        ]
    )
    entry = BlockEntry.objects.create(
        number=new_number("HM"),
        kind=kind,
        plate=plate.number if plate else "",
        plate_colour=plate.colour if plate else "",
        person=person,
        credit_code=credit_code,
        reason=reason,
        document_number=document_number,
        ends_on=ends_on,
        proposed_at=now(),
        proposed_by=by,
    )
    record(
        "block.proposed",
        entry,
        by=by,
        after={"document_number": document_number, "ends_on": ends_on},
        reason=reason,
    )
    return entry


@transaction.atomic
def confirm_block(entry: BlockEntry, *, by: User) -> None:
    """Make a proposed entry count. The database itself refuses the one who proposed it."""
    check_may_confirm_block(by)
    refuse_if(check_two_people(entry.proposed_by_id, by.pk))
    confirmed = BlockEntry.objects.filter(pk=entry.pk, confirmed_at=None, lifted_at=None).update(
        confirmed_at=now(), confirmed_by=by
    )
    if not confirmed:
        raise StaleRow
    record("block.confirmed", entry, by=by)


@transaction.atomic
def lift_block(entry: BlockEntry, *, by: User, reason: str) -> None:
    """End an entry, or turn a proposal down, before its date."""
    check_may_confirm_block(by)
    refuse_if(check_reason(reason))
    lifted = BlockEntry.objects.filter(pk=entry.pk, lifted_at=None).update(
        lifted_at=now(), lifted_by=by, lifted_why=reason
    )
    if not lifted:
        raise StaleRow
    record("block.lifted", entry, by=by, reason=reason)


def _check_end(ends_on: date) -> Refusal | None:
    if ends_on < today():
        return _ENDS_IN_THE_PAST
    return _ENDS_TOO_LATE if ends_on > today() + LONGEST else None


_ENDS_TOO_LATE = Refusal(
    "passes.block_ends_too_late",
    filled(_("An entry ends within %(years)d years."), years=YEARS),
    _("Choose an earlier day; propose it again when it ends."),
    field="ends_on",
)
_ENDS_IN_THE_PAST = Refusal(
    "passes.block_ends_in_the_past", _("The end date has passed."), field="ends_on"
)

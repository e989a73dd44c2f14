"""What somebody does with a declaration before it is made; and the making, once."""

from collections.abc import Callable

from django.db import transaction

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.tokens import new_number

from ..drafting import Answers
from ..lifecycle import DECLARATION
from ..models import Declaration, DeclarationDraft
from ..permissions import check_may_handle, check_may_write_draft


@transaction.atomic
def start_draft(
    answers: Answers, *, corrects: Declaration | None = None, by: User
) -> DeclarationDraft:
    """Begin a declaration, or the correction of one."""
    if corrects is not None:
        check_may_handle(by, corrects)
        DECLARATION.check("correct", corrects.status)
    moment = now()
    draft = DeclarationDraft.objects.create(
        number=new_number("FG"),
        user=by,
        corrects=corrects,
        answers=answers.write(),
        created_at=moment,
        updated_at=moment,
    )
    record("declaration_draft.saved", draft, by=by)
    return draft


@transaction.atomic
def save_draft(draft: DeclarationDraft, answers: Answers, *, by: User) -> None:
    """Keep what was answered. What was handed in meanwhile stays as it was handed in."""
    check_may_write_draft(by, draft)
    rows = DeclarationDraft.objects.filter(pk=draft.pk, handed_in_as=None)
    if rows.update(answers=answers.write(), updated_at=now()):
        draft.answers = answers.write()
        record("declaration_draft.saved", draft, by=by)


@transaction.atomic
def discard_draft(draft: DeclarationDraft, *, by: User) -> None:
    """Throw a draft away."""
    check_may_write_draft(by, draft)
    record("declaration_draft.discarded", draft, by=by)
    draft.delete()


@transaction.atomic
def hand_in_draft(
    draft: DeclarationDraft, hand_in: Callable[[], Declaration], *, by: User
) -> Declaration:
    """Declare what a draft says, once: a second click, or another tab, finds the first one's.

    The draft is locked first, so two clicks at once wait for each other.
    """
    check_may_write_draft(by, draft)
    locked = DeclarationDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.handed_in_as is not None:
        return locked.handed_in_as
    locked.handed_in_as, locked.updated_at = hand_in(), now()
    locked.save(update_fields=["handed_in_as", "updated_at"])
    return locked.handed_in_as

"""What somebody does with an application before it is handed in; and the handing in, once."""

from collections.abc import Callable

from django.db import transaction

from longgang.accounts.api import User
from longgang.audit.api import record
from longgang.core.clock import now
from longgang.core.errors import about
from longgang.core.photos import Readable, reencode
from longgang.core.tokens import new_number

from ..drafting import Answers
from ..lifecycle import PASS
from ..models import PassDraft, VehiclePass
from ..permissions import check_may_change, check_may_write_draft
from .documents import attach, copy_documents, drop


@transaction.atomic
def start_draft(
    answers: Answers,
    *,
    corrects: VehiclePass | None = None,
    repeats: VehiclePass | None = None,
    by: User,
) -> PassDraft:
    """Begin an application. A returned one has one draft, however often its correction is begun.

    The documents of the one it repeats are copied, so that nobody photographs them again.
    """
    if corrects is not None:
        check_may_change(by, corrects)
        PASS.check("resubmit", corrects.status)
        begun = PassDraft.objects.filter(
            user=by, corrects=corrects, submitted_as=None, created_at__gte=corrects.decided_at
        ).first()
        if begun is not None:
            return begun
    moment = now()
    draft = PassDraft.objects.create(
        number=new_number("CG"),
        user=by,
        corrects=corrects,
        answers=answers.write(),
        created_at=moment,
        updated_at=moment,
    )
    if repeats is not None:
        check_may_change(by, repeats)
        copy_documents(repeats, draft=draft)
    record("draft.saved", draft, by=by)
    return draft


@transaction.atomic
def save_draft(draft: PassDraft, answers: Answers, *, by: User) -> None:
    """Keep what was answered. A draft that was handed in meanwhile stays as it was handed in."""
    check_may_write_draft(by, draft)
    saved = PassDraft.objects.filter(pk=draft.pk, submitted_as=None).update(
        answers=answers.write(), updated_at=now()
    )
    if saved:
        draft.answers = answers.write()
        record("draft.saved", draft, by=by)


@transaction.atomic
def attach_document(draft: PassDraft, *, kind: str, upload: Readable, by: User) -> None:
    """Put a photo of a document to a draft, written anew; it replaces the one of the same kind."""
    check_may_write_draft(by, draft)
    with about(f"document_{kind}"):
        content = reencode(upload)
    drop(draft.attachments.filter(kind=kind))
    attach(content, kind, draft=draft)
    record("draft.saved", draft, by=by)


@transaction.atomic
def discard_draft(draft: PassDraft, *, by: User) -> None:
    """Throw a draft away, with its photos."""
    check_may_write_draft(by, draft)
    record("draft.discarded", draft, by=by)
    drop(draft.attachments.all())
    draft.delete()


@transaction.atomic
def hand_in_draft(draft: PassDraft, hand_in: Callable[[], VehiclePass], *, by: User) -> VehiclePass:
    """Make the pass of a draft, once: a second click, or another tab, finds the first one's pass.

    `hand_in` submits, or submits again. The draft is locked first, so two clicks at once wait for
    each other. Its photos go along; one of a kind that was there before is replaced.
    """
    check_may_write_draft(by, draft)
    locked = PassDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.submitted_as is not None:
        return locked.submitted_as
    vehicle_pass = hand_in()
    photos = locked.attachments.all()
    drop(vehicle_pass.attachments.filter(kind__in=[photo.kind for photo in photos]))
    photos.update(draft=None, vehicle_pass=vehicle_pass)
    locked.submitted_as, locked.updated_at = vehicle_pass, now()
    locked.save(update_fields=["submitted_as", "updated_at"])
    return vehicle_pass

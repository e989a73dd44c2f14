"""Drafts are kept as long as they declare, and then go with their photos."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from longgang.audit.models import Event
from longgang.core.clock import as_if, now
from longgang.passes.actions.drafts import (
    attach_document,
    discard_old_drafts,
    hand_in_draft,
    start_draft,
)
from longgang.passes.drafting import Answers
from longgang.passes.jobs import tidy_old_drafts
from longgang.passes.models import Attachment, PassDraft, VehiclePass
from tests.audit.helpers import assert_one_event

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def a_photo() -> BytesIO:
    written = BytesIO()
    Image.new("RGB", (60, 60), "red").save(written, "PNG")
    written.seek(0)
    return written


def a_draft(by, *, days: float) -> PassDraft:
    """Last gone on with so many days ago, with one photo."""
    with as_if(now() - timedelta(days=days)):
        draft = start_draft(Answers(), by=by)
        attach_document(draft, kind="contract", upload=a_photo(), by=by)
    return draft


def test_discard_removes_an_old_draft_with_its_photo(ada, django_capture_on_commit_callbacks):
    draft = a_draft(ada, days=30.1)
    photo = draft.attachments.get().photo
    assert photo.storage.exists(photo.name)
    with (
        assert_one_event("draft.discarded") as events,
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert discard_old_drafts() == 1
    assert (events[0].subject_number, events[0].by_name) == (draft.number, "system")
    assert not PassDraft.objects.exists()
    assert not Attachment.objects.exists()
    assert not photo.storage.exists(photo.name)


def test_discard_keeps_what_is_younger(ada):
    a_draft(ada, days=29.9)
    last = Event.objects.latest("id")
    assert discard_old_drafts() == 0
    assert PassDraft.objects.get().attachments.count() == 1
    assert Event.objects.latest("id") == last


def test_discard_counts_from_the_last_answer(ada):
    draft = a_draft(ada, days=40)
    with as_if(now() - timedelta(days=1)):
        attach_document(draft, kind="contract", upload=a_photo(), by=ada)
    PassDraft.objects.filter(pk=draft.pk).update(updated_at=now() - timedelta(days=1))
    assert discard_old_drafts() == 0


def test_discard_of_a_draft_handed_in_leaves_the_pass_and_its_photo(ada):
    draft = a_draft(ada, days=40)
    hand_in_draft(draft, lambda: build.a_submitted_pass(ada), by=ada)
    PassDraft.objects.update(updated_at=now() - timedelta(days=31))
    tidy_old_drafts(0)
    assert not PassDraft.objects.exists()
    assert VehiclePass.objects.get().attachments.get().kind == "contract"

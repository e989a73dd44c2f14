"""Two clicks at the same moment on "hand in": one pass, and both land on it."""

import threading

import pytest
from django.db import connection

from longgang.core.errors import NotAllowed, Refused
from longgang.passes.actions.applications import submit_application
from longgang.passes.actions.drafts import discard_draft, hand_in_draft, save_draft, start_draft
from longgang.passes.drafting import Answers
from longgang.passes.models import VehiclePass
from tests.audit.helpers import assert_one_event

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.mark.django_db(transaction=True)
def test_hand_in_of_two_clicks_at_once_makes_one_pass(ada):
    draft = start_draft(Answers(), by=ada)
    application = build.an_application()
    start, found = threading.Barrier(2), []

    def click():
        start.wait()
        try:
            found.append(
                hand_in_draft(draft, lambda: submit_application(application, by=ada), by=ada).pk
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [VehiclePass.objects.get().pk] * 2


def test_hand_in_that_is_refused_leaves_the_draft_open(ada):
    draft = start_draft(Answers(), by=ada)
    wrong = build.an_application(goods_name="")
    with pytest.raises(Refused):
        hand_in_draft(draft, lambda: submit_application(wrong, by=ada), by=ada)
    draft.refresh_from_db()
    assert draft.submitted_as is None


def test_save_after_handing_in_in_another_tab_changes_nothing(ada):
    draft = start_draft(Answers(), by=ada)
    hand_in_draft(draft, lambda: build.a_submitted_pass(ada), by=ada)
    save_draft(draft, Answers().having("goods", {"goods_name": "别的"}), by=ada)
    draft.refresh_from_db()
    assert Answers.read(draft.answers) == Answers()


def test_drafts_leave_one_event_for_each_deed(ada):
    with assert_one_event("draft.saved"):
        draft = start_draft(Answers(), by=ada)
    with assert_one_event("draft.saved"):
        save_draft(draft, Answers().having("goods", {}), by=ada)
    with assert_one_event("draft.discarded"):
        discard_draft(draft, by=ada)


def test_drafts_of_others_are_refused(ada, wen):
    draft = start_draft(Answers(), by=ada)
    for deed in (
        lambda: save_draft(draft, Answers(), by=wen),
        lambda: discard_draft(draft, by=wen),
        lambda: hand_in_draft(draft, lambda: build.a_submitted_pass(wen), by=wen),
    ):
        with pytest.raises(NotAllowed):
            deed()

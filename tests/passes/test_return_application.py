"""Sending back: the parts to correct are marked, the applicant reads why."""

import pytest

from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.notices.models import Notice
from longgang.passes.actions.reviews import issue_pass, return_application
from tests.audit.helpers import assert_one_event

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def waiting(ada):
    return build.a_submitted_pass(ada)


def give_back(waiting, by, **changes):
    said = {"fields": ["people", "goods"], "reason": "品名不清楚"} | changes
    return_application(waiting, by=by, **said)


def test_return_marks_the_parts_and_tells_why(waiting, ada, lin):
    give_back(waiting, lin)
    waiting.refresh_from_db()
    assert waiting.status == "returned"
    assert waiting.marked_fields == ["goods", "people"]
    assert waiting.reason_words == "品名不清楚"
    notice = Notice.objects.get(user=ada, kind="pass.returned")
    assert "品名不清楚" in notice.text_zh
    assert "correction" in notice.text_en


def test_return_leaves_exactly_one_event(waiting, lin):
    with assert_one_event("pass.returned") as events:
        give_back(waiting, lin)
    assert events[0].reason == "品名不清楚"
    assert events[0].after == {"marked_fields": ["goods", "people"]}


def test_return_needs_words(waiting, lin):
    with pytest.raises(Refused) as refused:
        give_back(waiting, lin, reason="x")
    assert refused.value.code == "passes.reason_missing"


@pytest.mark.parametrize("name", ["bo", "mei", "hai", "ada"])
def test_return_refuses_who_does_not_review_at_the_desk(name, request, waiting):
    with pytest.raises(NotAllowed):
        give_back(waiting, request.getfixturevalue(name))


def test_return_loses_a_race(waiting, lin):
    on_screen = build.stale(waiting)
    issue_pass(waiting, by=lin)
    with pytest.raises(StaleRow) as refused:
        give_back(on_screen, lin)
    assert refused.value.code == "passes.decided_meanwhile"

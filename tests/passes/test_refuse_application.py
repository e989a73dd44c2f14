"""Refusing: with a reason of the desk's own list, and words."""

import pytest

from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.notices.models import Notice
from longgang.passes.actions.reviews import issue_pass, refuse_application
from longgang.passes.reasons import RefusalReason, reasons_of
from tests.audit.helpers import assert_one_event

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def waiting(ada):
    return build.a_submitted_pass(ada)


def say_no(waiting, by, **changes):
    said = {"reason_code": RefusalReason.QUOTA, "reason": "今日名额已满"} | changes
    refuse_application(waiting, by=by, **said)


def test_refuse_keeps_reason_and_words_and_tells_the_applicant(waiting, ada, lin):
    say_no(waiting, lin)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.reason_code) == ("refused", "quota")
    assert waiting.reason_words == "今日名额已满"
    (notice,) = Notice.objects.filter(user=ada, kind="pass.refused")
    assert f"{RefusalReason.QUOTA.label}今日名额已满" in notice.text
    step = waiting.steps.last()
    assert (step.verb, step.reason_code, step.by_name) == ("refuse", "quota", "林")


def test_refuse_leaves_exactly_one_event(waiting, lin):
    with assert_one_event("pass.refused") as events:
        say_no(waiting, lin)
    assert events[0].after == {"reason_code": "quota"}


@pytest.mark.parametrize("code", ["", "nonsense"])
def test_refuse_needs_a_reason_of_the_list(code, waiting, lin):
    with pytest.raises(Refused) as refused:
        say_no(waiting, lin, reason_code=code)
    assert refused.value.code == "passes.reason_unknown"


def test_refuse_knows_only_the_list_of_its_own_desk(ada, bo):
    mail = build.a_submitted_pass(ada, goods_class="mail")
    with pytest.raises(Refused) as refused:
        say_no(mail, bo)
    assert refused.value.code == "passes.reason_unknown"
    assert "quota" not in dict(reasons_of("transport"))


def test_refuse_tells_both_faults_at_once(waiting, lin):
    with pytest.raises(Refused) as refused:
        say_no(waiting, lin, reason_code="", reason="x")
    assert [each.code for each in refused.value.refusals] == [
        "passes.reason_unknown",
        "passes.reason_missing",
    ]


def test_every_list_ends_with_another_reason():
    for kind in ("industry", "transport", "commerce", "street"):
        listed = [code for code, _label in reasons_of(kind)]
        assert listed[-1] == "other"
        assert len(set(listed)) == len(listed)


@pytest.mark.parametrize("name", ["bo", "mei", "hai", "ada"])
def test_refuse_refuses_who_does_not_review_at_the_desk(name, request, waiting):
    with pytest.raises(NotAllowed):
        say_no(waiting, request.getfixturevalue(name))


def test_refuse_loses_a_race(waiting, lin):
    on_screen = build.stale(waiting)
    issue_pass(waiting, by=lin)
    with pytest.raises(StaleRow):
        say_no(on_screen, lin)

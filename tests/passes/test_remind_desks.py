"""At 80 % of the limit the desk is reminded, at 100 % the supervisor; late runs catch up."""

from datetime import timedelta

import pytest
import time_machine

from longgang.accounts.roster import add_shift
from longgang.core.clock import now
from longgang.notices.models import Notice
from longgang.passes.actions.applications import resubmit_application
from longgang.passes.actions.loop import _escalate, _remind, remind_desks
from longgang.passes.actions.reviews import issue_pass, return_application
from longgang.passes.jobs import watch_the_clock

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def waiting(ada, lin, mei):
    return build.a_submitted_pass(ada)


def after(waiting, minutes):
    return time_machine.travel(waiting.submitted_at + timedelta(minutes=minutes), tick=False)


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("user__name", flat=True))


def test_remind_is_silent_before_four_fifths_of_the_limit(waiting):
    with after(waiting, 7.9):
        assert remind_desks() == 0
    assert told("pass.reminded") == []


def test_remind_tells_the_desk_at_four_fifths(waiting):
    with after(waiting, 8):
        assert remind_desks() == 1
    assert (told("pass.reminded"), told("pass.escalated")) == (["林"], [])


def test_remind_tells_the_supervisor_at_the_limit_and_nobody_twice(waiting):
    for minutes, count in [(8, 1), (9, 0), (10, 1), (11, 0), (60, 0)]:
        with after(waiting, minutes):
            assert remind_desks() == count
    assert (told("pass.reminded"), told("pass.escalated")) == (["林"], ["梅"])


def test_remind_catches_up_after_the_worker_stood_still(waiting):
    with after(waiting, 300):
        watch_the_clock(0)
        watch_the_clock(0)
    assert (told("pass.reminded"), told("pass.escalated")) == (["林"], ["梅"])


def test_remind_tells_whoever_is_on_duty(waiting, staff, mei):
    night = staff("夜", "reviewer", desk_code="211403-industry")
    add_shift(
        night,
        desk_code="211403-industry",
        starts_at=now() - timedelta(hours=1),
        ends_at=now() + timedelta(hours=5),
        by=mei,
    )
    with after(waiting, 8):
        remind_desks()
    assert told("pass.reminded") == ["夜"]


def test_remind_leaves_what_is_decided(waiting, lin):
    issue_pass(waiting, by=lin)
    with after(waiting, 20):
        assert remind_desks() == 0


def test_remind_begins_anew_with_a_corrected_application(waiting, ada, lin):
    with after(waiting, 8):
        remind_desks()
        return_application(waiting, fields=["goods"], by=lin, reason="品名不清楚")
    with after(waiting, 12):
        resubmit_application(waiting, build.an_application(), by=ada)
    with after(waiting, 8):
        assert remind_desks() == 1
    assert told("pass.reminded") == ["林", "林"]


def test_remind_by_two_workers_at_once_tells_nobody_twice(waiting):
    with after(waiting, 10):
        remind_desks()
        assert not _remind(waiting.pk, now())
        assert not _escalate(waiting.pk, now())
    assert (told("pass.reminded"), told("pass.escalated")) == (["林"], ["梅"])

"""Tidying up: what the dates already said becomes the status, and nothing else."""

from datetime import timedelta

import pytest
import time_machine

from longgang.notices.models import Notice
from longgang.passes.actions.loop import _expire, _lapse, expire_passes
from longgang.passes.actions.reviews import return_application
from longgang.passes.jobs import tidy_expired_passes
from longgang.passes.queries import pass_verdict

from . import build
from .gate import an_entry, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def issued(ada, lin):
    return build.an_issued_pass(ada, reviewer=lin)


def over(issued):
    return time_machine.travel(issued.valid_until + timedelta(seconds=1), tick=False)


def test_expire_ends_an_unused_pass_and_its_expected_trip(issued):
    assert expire_passes() == 0
    with over(issued):
        tidy_expired_passes(0)
        assert expire_passes() == 0
    issued.refresh_from_db()
    assert issued.status == "expired"
    assert the_trip(issued).status == "cancelled"
    assert issued.steps.last().verb == "expire"


def test_expire_leaves_a_truck_that_is_inside(issued, hai, west_exit):
    an_entry(the_trip(issued), premises=west_exit, by=hai)
    with over(issued):
        assert expire_passes() == 0
        assert not _expire(issued.pk)
    issued.refresh_from_db()
    assert issued.status == "issued"


def test_expire_by_two_workers_at_once_happens_once(issued):
    with over(issued):
        assert expire_passes() == 1
        assert not _expire(issued.pk)
    assert issued.steps.filter(verb="expire").count() == 1


def test_an_expired_pass_is_not_valid_before_any_job_has_run(issued):
    with over(issued):
        verdict = pass_verdict(issued, now=issued.valid_until + timedelta(seconds=1))
    assert verdict.code == "passes.expired"


def test_what_nobody_corrected_is_withdrawn_a_day_after_its_trip(ada, lin):
    returned = build.a_submitted_pass(ada)
    return_application(returned, fields={"vehicle"}, by=lin, reason="车牌与照片不符")
    asked = Notice.objects.get(user=ada)
    day_after = returned.expected_entry_at + timedelta(days=1)
    with time_machine.travel(day_after - timedelta(seconds=1), tick=False):
        tidy_expired_passes(0)
    returned.refresh_from_db()
    assert returned.status == "returned"
    assert asked.waits
    with time_machine.travel(day_after, tick=False):
        tidy_expired_passes(0)
        assert not _lapse(returned.pk)
    returned.refresh_from_db()
    asked.refresh_from_db()
    assert (returned.status, asked.waits) == ("withdrawn", False)
    assert returned.steps.last().verb == "withdraw"

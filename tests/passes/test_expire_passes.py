"""Tidying up: what the dates already said becomes the status, and nothing else."""

from datetime import timedelta

import pytest
import time_machine

from longgang.passes.actions.loop import _expire, expire_passes
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

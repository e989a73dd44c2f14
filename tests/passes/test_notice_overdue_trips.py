"""A leg past its limit is told to its owners, once a leg, whenever the job runs."""

from datetime import timedelta

import pytest
import time_machine

from longgang.core.clock import now
from longgang.notices.models import Notice
from longgang.passes.actions.loop import _notice_overdue, confirm_arrival, notice_overdue_trips
from tests.audit.helpers import assert_one_event

from . import build
from .gate import an_entry, an_exit, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def street(staff):
    return staff("街", "street_officer", area_code=build.LONGWAN)


@pytest.fixture
def trip(wen, acid_works, lin, hai, west_exit, street):
    issued = build.an_issued_pass(wen, reviewer=lin, company=acid_works)
    an_entry(the_trip(issued), premises=west_exit, by=hai)
    return the_trip(issued)


def after(trip, minutes):
    return time_machine.travel(trip.entered_at + timedelta(minutes=minutes), tick=False)


def told():
    return sorted(Notice.objects.filter(kind="trip.overdue").values_list("user__name", flat=True))


def test_overdue_is_told_to_street_company_and_supervisors_once(trip):
    with after(trip, 120):
        assert notice_overdue_trips() == 0
    with after(trip, 121), assert_one_event("trip.overdue_noticed"):
        assert notice_overdue_trips() == 1
    with after(trip, 500):
        assert notice_overdue_trips() == 0
    assert told() == ["文斌", "梅", "街"]
    notice = Notice.objects.filter(kind="trip.overdue").first()
    assert "entered" in notice.text_en.lower()
    assert "Entered" not in notice.text_zh


def test_overdue_is_told_anew_for_the_next_leg(trip, mei):
    with after(trip, 121):
        notice_overdue_trips()
        confirm_arrival(trip, by=mei)
        assert notice_overdue_trips() == 0
    with after(trip, 121 + 481):
        assert notice_overdue_trips() == 1
    assert len(told()) == 6


def test_overdue_leaves_closed_loops(trip, hai, west_exit):
    an_exit(trip, premises=west_exit, by=hai)
    with after(trip, 500):
        assert notice_overdue_trips() == 0


def test_overdue_by_two_workers_at_once_is_told_once(trip):
    with after(trip, 121):
        notice_overdue_trips()
        assert not _notice_overdue(trip.pk, now())
    assert len(told()) == 3

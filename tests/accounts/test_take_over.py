"""Whoever decides for a desk can go on duty there at once."""

from datetime import timedelta

import pytest

from longgang.accounts.api import add_shift, on_duty, take_over
from longgang.accounts.models import Shift
from longgang.core.clock import now
from longgang.core.errors import NotAllowed, Refused
from tests.audit.helpers import assert_one_event
from tests.cast import INDUSTRY_DESK, TRANSPORT_DESK

HOUR = timedelta(hours=1)


def test_goes_on_duty(lin):
    with assert_one_event("shift.added"):
        take_over(INDUSTRY_DESK, by=lin)
    assert on_duty(INDUSTRY_DESK, now()) == [lin]


@pytest.mark.parametrize(
    ("who", "desk"), [("lin", TRANSPORT_DESK), ("mei", INDUSTRY_DESK), ("ada", INDUSTRY_DESK)]
)
def test_refuses_whoever_does_not_decide_there(who, desk, request):
    with pytest.raises(NotAllowed):
        take_over(desk, by=request.getfixturevalue(who))


def planned(start, end):
    return {"starts_at": now() + start * HOUR, "ends_at": now() + end * HOUR}


def test_takes_over_between_the_shifts_that_are_planned(lin, mei):
    running, next_one = (
        add_shift(lin, desk_code=INDUSTRY_DESK, **planned(*hours), by=mei)
        for hours in ((-1, 1), (5, 6))
    )
    shift = take_over(INDUSTRY_DESK, by=lin)
    assert (shift.starts_at, shift.ends_at) == (running.ends_at, next_one.starts_at)


def test_refuses_whoever_is_on_duty_that_long_already(lin, mei):
    take_over(INDUSTRY_DESK, by=lin)
    add_shift(lin, desk_code=INDUSTRY_DESK, **planned(8.5, 9), by=mei)
    Shift.objects.filter(starts_at__lte=now()).update(ends_at=now() + 9 * HOUR)
    with pytest.raises(Refused) as caught:
        take_over(INDUSTRY_DESK, by=lin)
    assert caught.value.code == "accounts.shift_overlaps"

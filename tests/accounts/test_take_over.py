"""Whoever decides for a desk can go on duty there at once."""

import pytest

from longgang.accounts.api import on_duty, take_over
from longgang.core.clock import now
from longgang.core.errors import NotAllowed
from tests.audit.helpers import assert_one_event
from tests.cast import INDUSTRY_DESK, TRANSPORT_DESK


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

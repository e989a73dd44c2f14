"""A shift is taken off by the supervisor or by whoever would be on duty."""

import pytest

from longgang.accounts.api import take_over
from longgang.accounts.models import Shift
from longgang.accounts.roster import remove_shift
from longgang.core.errors import NotAllowed, StaleRow
from tests.audit.helpers import assert_one_event
from tests.cast import INDUSTRY_DESK


@pytest.fixture
def shift(lin):
    return take_over(INDUSTRY_DESK, by=lin)


@pytest.mark.parametrize("who", ["lin", "mei"])
def test_removes(who, shift, request):
    by = request.getfixturevalue(who)
    with assert_one_event("shift.removed"):
        remove_shift(shift, by=by)
    assert not Shift.objects.exists()


@pytest.mark.parametrize("who", ["bo", "zhu"])
def test_refuses_whoever_may_not(who, shift, request):
    with pytest.raises(NotAllowed):
        remove_shift(shift, by=request.getfixturevalue(who))
    assert Shift.objects.exists()


def test_loses_a_race(shift, lin):
    copy = Shift.objects.get()
    remove_shift(shift, by=lin)
    with pytest.raises(StaleRow):
        remove_shift(copy, by=lin)

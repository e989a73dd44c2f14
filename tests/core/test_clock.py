"""The one clock, its local day, and the demo's pretended moments."""

import datetime

import pytest

from longgang.core.clock import as_if, local_day, now, today

LATE = datetime.datetime(2022, 4, 17, 16, 30, tzinfo=datetime.UTC)


def test_the_local_day_begins_at_local_midnight(time_machine):
    time_machine.move_to(LATE)
    assert now().utcoffset() == datetime.timedelta(0)
    assert today() == local_day(LATE) == datetime.date(2022, 4, 18)


def test_as_if_pretends_and_always_ends():
    with as_if(LATE):
        assert now() == LATE
    with pytest.raises(ZeroDivisionError), as_if(LATE):
        1 / 0  # noqa: B018
    assert now() > LATE

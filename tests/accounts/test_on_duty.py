"""Who is told about a waiting application."""

from datetime import timedelta

import pytest

from longgang.accounts.api import Role, on_duty
from longgang.accounts.models import Shift
from longgang.core.clock import now
from tests.cast import INDUSTRY_DESK, TRANSPORT_DESK, appoint

HOUR = timedelta(hours=1)


@pytest.fixture
def lan(db):
    """The other reviewer of lin's desk."""
    return appoint("兰", Role.REVIEWER, desk_code=INDUSTRY_DESK)


@pytest.fixture
def shift(lin):
    moment = now()
    return Shift.objects.create(
        user=lin, desk_code=INDUSTRY_DESK, starts_at=moment - HOUR, ends_at=moment + HOUR
    )


def test_without_a_roster_everybody_of_the_desk(lin, lan, bo, mei):
    assert set(on_duty(INDUSTRY_DESK, now())) == {lin, lan}
    assert on_duty(TRANSPORT_DESK, now()) == [bo]


def test_with_a_roster_those_on_shift(shift, lin, lan):
    assert on_duty(INDUSTRY_DESK, now()) == [lin]


@pytest.mark.parametrize("away", [2 * HOUR, -2 * HOUR])
def test_before_and_after_the_shift_everybody(shift, lin, lan, away):
    assert set(on_duty(INDUSTRY_DESK, now() + away)) == {lin, lan}


def test_the_shift_ends_on_the_minute(shift, lin, lan):
    assert set(on_duty(INDUSTRY_DESK, shift.ends_at)) == {lin, lan}
    assert on_duty(INDUSTRY_DESK, shift.starts_at) == [lin]


def test_a_shift_at_another_desk_does_not_count(shift, lan):
    shift.desk_code = TRANSPORT_DESK
    shift.save()
    assert lan in on_duty(INDUSTRY_DESK, now())


def test_a_shift_without_the_post_does_not_count(shift, lin, lan):
    lin.posts.update(ends_on=now().date() - timedelta(days=9), starts_on="2020-01-01")
    assert on_duty(INDUSTRY_DESK, now()) == [lan]

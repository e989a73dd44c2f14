"""A supervisor plans who is on duty; only people of the desk can be."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from longgang.accounts.api import Role, add_shift, on_duty
from longgang.accounts.models import Shift
from longgang.core.clock import now
from longgang.core.errors import NotAllowed, Refused
from tests.audit.helpers import assert_one_event
from tests.cast import INDUSTRY_DESK, LONGWAN, TRANSPORT_DESK, appoint

HOUR = timedelta(hours=1)


@pytest.fixture
def tonight():
    moment = now()
    return {"desk_code": INDUSTRY_DESK, "starts_at": moment - HOUR, "ends_at": moment + 8 * HOUR}


def test_plans_a_shift(lin, mei, tonight):
    with assert_one_event("shift.added"):
        shift = add_shift(lin, **tonight, by=mei)
    assert Shift.objects.get() == shift
    assert on_duty(INDUSTRY_DESK, now()) == [lin]


@pytest.mark.parametrize("who", ["lin", "zhu", "ada"])
def test_refuses_whoever_may_not(who, lin, tonight, request):
    with pytest.raises(NotAllowed):
        add_shift(lin, **tonight, by=request.getfixturevalue(who))


def test_refuses_another_area(lin, tonight, db):
    street = appoint("街主", Role.DESK_SUPERVISOR, LONGWAN)
    with pytest.raises(NotAllowed):
        add_shift(lin, **tonight, by=street)


def test_refuses_people_of_another_desk(lin, mei, tonight):
    with pytest.raises(NotAllowed) as caught:
        add_shift(lin, **{**tonight, "desk_code": TRANSPORT_DESK}, by=mei)
    assert caught.value.code == "accounts.not_of_the_desk"


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (2, 1, "accounts.shift_ends_before_start"),
        (1, 1, "accounts.shift_ends_before_start"),
        (-9, -1, "accounts.shift_is_over"),
        (0, 25, "accounts.shift_too_long"),
    ],
)
def test_refuses_such_hours(start, end, code, lin, mei):
    moment = now()
    with pytest.raises(Refused) as caught:
        add_shift(
            lin,
            desk_code=INDUSTRY_DESK,
            starts_at=moment + start * HOUR,
            ends_at=moment + end * HOUR,
            by=mei,
        )
    assert caught.value.code == code
    assert not Shift.objects.exists()


def at(start, end, moment):
    hours = {"starts_at": moment + start * HOUR, "ends_at": moment + end * HOUR}
    return {"desk_code": INDUSTRY_DESK, **hours}


@pytest.mark.parametrize(("start", "end"), [(-2, 1), (0, 4), (1, 3), (3, 9), (7, 9)])
def test_refuses_to_put_somebody_on_duty_twice(start, end, lin, mei, tonight):
    add_shift(lin, **tonight, by=mei)
    with pytest.raises(Refused) as caught:
        add_shift(lin, **at(start, end, tonight["starts_at"] + HOUR), by=mei)
    assert caught.value.code == "accounts.shift_overlaps"
    shown = [f"{localtime(tonight[key]):%m-%d %H:%M}" for key in ("starts_at", "ends_at")]
    assert all(moment in str(caught.value.refusals[0]) for moment in shown)
    assert Shift.objects.count() == 1


def test_a_shift_follows_another_and_two_people_share_one(lin, mei, tonight):
    add_shift(lin, **tonight, by=mei)
    add_shift(lin, **at(8, 9, tonight["starts_at"] + HOUR), by=mei)
    other = appoint("同事", Role.REVIEWER, INDUSTRY_DESK[:6], desk_code=INDUSTRY_DESK)
    add_shift(other, **tonight, by=mei)
    assert Shift.objects.count() == 3


def test_two_at_once_wait_for_each_other(lin, mei, tonight):
    with CaptureQueriesContext(connection) as asked:
        add_shift(lin, **tonight, by=mei)
    locks = [each["sql"] for each in asked if "FOR NO KEY UPDATE" in each["sql"]]
    assert any("accounts_user" in sql for sql in locks)

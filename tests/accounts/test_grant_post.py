"""A post is granted by the security administrator, for a place, never to oneself."""

from datetime import timedelta

import pytest

from longgang.accounts.actions import create_staff
from longgang.accounts.api import Permission, Post, Role, grant_post, holds
from longgang.audit.api import SYSTEM
from longgang.audit.models import Event
from longgang.core.clock import today
from longgang.core.errors import NotAllowed, Refused
from tests.audit.helpers import assert_one_event
from tests.cast import DISTRICT, EAST_EXIT, INDUSTRY_DESK, LONGWAN, appoint

DAY = timedelta(days=1)


@pytest.fixture
def newcomer(db):
    return create_staff("新", password_hash="!", by=SYSTEM)


def test_grants_a_desk(newcomer, yan):
    with assert_one_event("post.granted"):
        post = grant_post(
            newcomer,
            role=Role.REVIEWER,
            area_code=DISTRICT,
            desk_code=INDUSTRY_DESK,
            by=yan,
            reason="文号 1",
        )
    assert holds(newcomer, Permission.PASS_REVIEW, desk_code=INDUSTRY_DESK)
    event = Event.objects.get(kind="post.granted", subject_number=post.number)
    assert (event.by_id, event.reason, event.area_code) == (yan.number, "文号 1", DISTRICT)
    assert event.after["user"] == newcomer.number


def test_makes_a_resident_staff(ada, yan):
    grant_post(ada, role=Role.COMMAND, area_code=DISTRICT, by=yan)
    ada.refresh_from_db()
    assert ada.is_staff_member


def test_keeps_the_days(newcomer, yan):
    last = today() + 30 * DAY
    post = grant_post(newcomer, role=Role.COMMAND, area_code=DISTRICT, ends_on=last, by=yan)
    assert (post.starts_on, post.ends_on) == (today(), last)


@pytest.mark.parametrize("who", ["lin", "mei", "sam", "zhu", "ada"])
def test_refuses_whoever_may_not(who, newcomer, request):
    with pytest.raises(NotAllowed):
        grant_post(newcomer, role=Role.COMMAND, area_code=DISTRICT, by=request.getfixturevalue(who))
    assert not Post.objects.filter(user=newcomer).exists()


def test_refuses_another_area(newcomer, db):
    street = appoint("街安", Role.SECURITY_ADMINISTRATOR, LONGWAN)
    grant_post(newcomer, role=Role.STREET_OFFICER, area_code=LONGWAN, by=street)
    with pytest.raises(NotAllowed):
        grant_post(newcomer, role=Role.COMMAND, area_code=DISTRICT, by=street)


def test_refuses_ones_own(yan):
    with pytest.raises(Refused) as caught:
        grant_post(yan, role=Role.SECURITY_ADMINISTRATOR, area_code=LONGWAN, by=yan)
    assert caught.value.code == "accounts.own_post"


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (Role.COMMAND, Role.AUDITOR),
        (Role.AUDITOR, Role.COMMAND),
        (Role.ADMINISTRATOR, Role.AUDITOR),
        (Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR),
        (Role.SECURITY_ADMINISTRATOR, Role.COMMAND),
    ],
)
def test_keeps_the_three_offices_separate(held, wanted, newcomer, yan):
    grant_post(newcomer, role=held, area_code=DISTRICT, by=yan)
    with pytest.raises(Refused) as caught:
        grant_post(newcomer, role=wanted, area_code=DISTRICT, by=yan)
    assert caught.value.code == "accounts.offices_not_separate"


def test_an_office_that_begins_later_counts_too(newcomer, yan):
    grant_post(newcomer, role=Role.AUDITOR, area_code=DISTRICT, starts_on=today() + 9 * DAY, by=yan)
    with pytest.raises(Refused):
        grant_post(newcomer, role=Role.COMMAND, area_code=DISTRICT, by=yan)


def test_two_posts_that_go_together(newcomer, yan):
    grant_post(newcomer, role=Role.COMMAND, area_code=DISTRICT, by=yan)
    grant_post(newcomer, role=Role.CHECKPOINT_LEAD, area_code=DISTRICT, by=yan)
    assert newcomer.posts.count() == 2


@pytest.mark.parametrize(
    ("role", "place", "code"),
    [
        (Role.REVIEWER, {}, "accounts.desk_missing"),
        (Role.CHECKPOINT_OFFICER, {}, "accounts.premises_missing"),
        (Role.COMMAND, {"desk_code": INDUSTRY_DESK}, "accounts.place_does_not_fit"),
        (Role.COMMAND, {"premises_number": EAST_EXIT}, "accounts.place_does_not_fit"),
        (
            Role.REVIEWER,
            {"desk_code": INDUSTRY_DESK, "premises_number": EAST_EXIT},
            "accounts.place_does_not_fit",
        ),
        (
            Role.CHECKPOINT_OFFICER,
            {"desk_code": INDUSTRY_DESK, "premises_number": EAST_EXIT},
            "accounts.place_does_not_fit",
        ),
    ],
)
def test_refuses_a_place_that_does_not_fit(role, place, code, newcomer, yan):
    with pytest.raises(Refused) as caught:
        grant_post(newcomer, role=role, area_code=DISTRICT, by=yan, **place)
    assert caught.value.code == code


def test_refuses_an_end_before_the_start(newcomer, yan):
    with pytest.raises(Refused) as caught:
        grant_post(newcomer, role=Role.COMMAND, area_code=DISTRICT, ends_on=today() - DAY, by=yan)
    assert caught.value.code == "accounts.ends_before_start"

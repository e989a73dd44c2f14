"""Where a post counts: by area prefix, or for one desk, or for one premises."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from longgang.accounts.api import (
    Permission,
    Role,
    Scope,
    User,
    area_of_desk,
    check_holds,
    close_account,
    holds,
    scope_of,
    users_with,
)
from longgang.accounts.models import Post, Shift
from longgang.audit.api import SYSTEM
from longgang.core.clock import now, today
from longgang.core.errors import NotAllowed, Refusal
from tests.cast import (
    DISTRICT,
    EAST_EXIT,
    INDUSTRY_DESK,
    LONGWAN,
    LONGWAN_DESK,
    TRANSPORT_DESK,
    appoint,
)

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("scope", "place", "expected"),
    [
        (Scope(areas=("211403",)), {"area_code": "211403005"}, True),
        (Scope(areas=("211403005",)), {"area_code": "211403"}, False),
        (Scope(areas=("211403",)), {"area_code": "211402"}, False),
        (Scope(areas=("211403",)), {"desk_code": "211403-industry"}, True),
        (Scope(areas=("211403005",)), {"desk_code": "211403-industry"}, False),
        (Scope(areas=("211403005",)), {"desk_code": "211403005-street"}, True),
        (Scope(areas=("211403",)), {"premises_number": "K1"}, False),
        (Scope(areas=("211403",)), {"premises_number": "K1", "area_code": "211403"}, True),
        (Scope(desks=("211403-industry",)), {"desk_code": "211403-industry"}, True),
        (Scope(desks=("211403-industry",)), {"desk_code": "211403-transport"}, False),
        (Scope(desks=("211403-industry",)), {"area_code": "211403"}, False),
        (Scope(premises=("K1",)), {"premises_number": "K1"}, True),
        (Scope(premises=("K1",)), {"premises_number": "K2", "area_code": "211403"}, False),
        (Scope(premises=("K1",)), {}, True),
        (Scope(), {}, False),
        (Scope(), {"area_code": "211403"}, False),
    ],
)
def test_scope_covers(scope, place, expected):
    assert scope.covers(**place) is expected


def test_scope_as_a_filter(lin, mei, hai):
    posts = Post.objects.order_by("id")
    columns = {"area": "area_code", "desk": "desk_code", "premises": "premises_number"}
    whole = Scope(areas=(DISTRICT,), desks=(INDUSTRY_DESK,), premises=(EAST_EXIT,))
    assert posts.filter(whole.as_q(**columns)).count() == 3
    assert [post.user for post in posts.filter(Scope(desks=(INDUSTRY_DESK,)).as_q(**columns))] == [
        lin
    ]
    assert [post.user for post in posts.filter(Scope(premises=(EAST_EXIT,)).as_q(**columns))] == [
        hai
    ]
    assert not posts.filter(whole.as_q()).exists()
    assert not posts.filter(Scope().as_q(**columns)).exists()


def test_holds_by_post(lin, mei, hai, ada):
    assert holds(lin, Permission.PASS_REVIEW, desk_code=INDUSTRY_DESK)
    assert not holds(lin, Permission.PASS_REVIEW, desk_code=TRANSPORT_DESK)
    assert holds(mei, Permission.PASS_REASSIGN, desk_code=TRANSPORT_DESK)
    assert not holds(mei, Permission.PASS_REVIEW)
    assert holds(hai, Permission.CHECK_RECORD, premises_number=EAST_EXIT)
    assert not holds(hai, Permission.CHECK_RECORD, premises_number="K211403-02")
    assert not holds(ada, Permission.PASS_VIEW)
    assert not holds(AnonymousUser(), Permission.PASS_VIEW)


def test_scope_joins_several_posts(db):
    user = appoint("双", Role.REVIEWER, desk_code=INDUSTRY_DESK)
    Post.objects.create(user=user, role=Role.STREET_OFFICER, area_code=LONGWAN)
    user.forget_posts()
    assert scope_of(user, Permission.PASS_REVIEW) == Scope(areas=(LONGWAN,), desks=(INDUSTRY_DESK,))
    assert scope_of(user, Permission.PERSON_EDIT) == Scope(areas=(LONGWAN,))


def test_check_holds_raises_with_the_given_words(lin):
    check_holds(lin, Permission.PASS_REVIEW, desk_code=INDUSTRY_DESK)
    with pytest.raises(NotAllowed) as caught:
        check_holds(lin, Permission.PASS_REVIEW, desk_code=TRANSPORT_DESK)
    assert caught.value.code == "core.not_allowed"
    with pytest.raises(NotAllowed) as caught:
        check_holds(lin, Permission.POST_GRANT, refusal=Refusal("accounts.test", "Why"))
    assert caught.value.code == "accounts.test"


def test_check_holds_tells_a_resident_that_the_page_is_for_staff(lin, ada):
    words = []
    for somebody in (lin, ada):
        with pytest.raises(NotAllowed) as caught:
            check_holds(somebody, Permission.POST_GRANT)
        words.append(str(caught.value.refusals[0].reason))
    assert words == ["您的岗位没有此项权限。", "本页面仅供工作人员使用。"]


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"ends_on": 0}, True),
        ({"ends_on": -1, "starts_on": -2}, False),
        ({"starts_on": 1}, False),
    ],
)
def test_a_post_counts_on_its_days_only(lin, changes, counts):
    days = {name: today() + days * DAY for name, days in changes.items()}
    lin.posts.update(**days)
    lin.forget_posts()
    assert holds(lin, Permission.PASS_REVIEW) is counts
    assert (users_with(Permission.PASS_REVIEW, desk_code=INDUSTRY_DESK) == [lin]) is counts


def test_posts_of_a_closed_account_count_for_nothing(lin):
    close_account(lin, by=SYSTEM, reason="left")
    assert not holds(lin, Permission.PASS_REVIEW)
    assert not holds(User.objects.get(pk=lin.pk), Permission.PASS_REVIEW)
    assert users_with(Permission.PASS_REVIEW) == []


def test_permissions_cost_one_query_a_request(lin, django_assert_num_queries):
    user = User.objects.get(pk=lin.pk)
    with django_assert_num_queries(1):
        for permission in Permission:
            holds(user, permission, desk_code=INDUSTRY_DESK)


def test_users_with_at_a_place(lin, bo, mei, hai, django_assert_num_queries):
    officer = appoint("街", Role.STREET_OFFICER, LONGWAN)
    with django_assert_num_queries(1):
        assert users_with(Permission.PASS_REVIEW, desk_code=INDUSTRY_DESK) == [lin]
    assert users_with(Permission.PASS_REVIEW, desk_code=LONGWAN_DESK) == [officer]
    assert users_with(Permission.PASS_REASSIGN, desk_code=INDUSTRY_DESK) == [mei]
    assert users_with(Permission.CHECK_RECORD, premises_number=EAST_EXIT) == [hai]
    assert users_with(Permission.PASS_REVIEW, area_code=f"{LONGWAN}001") == [officer]
    assert set(users_with(Permission.PASS_REVIEW)) == {lin, bo, officer}


def test_area_of_a_desk():
    assert area_of_desk(LONGWAN_DESK) == LONGWAN


def test_rows_say_what_they_are(lin, ada):
    moment = now()
    shift = Shift(user=lin, desk_code=INDUSTRY_DESK, starts_at=moment, ends_at=moment)
    assert str(shift).startswith(INDUSTRY_DESK)
    assert str(lin) == "林"
    assert str(User(number="abcd-efgh-jk")) == "abcd-efgh-jk"
    assert str(lin.posts.get()).endswith(INDUSTRY_DESK)


def test_actor_remembers_name_and_posts_in_chinese(lin, settings):
    actor = lin.as_actor()
    assert (actor.id, actor.name) == (lin.number, "林")
    assert actor.post == f"审核员 {INDUSTRY_DESK}"

"""Ending a post takes effect at once."""

import pytest

from longgang.accounts.api import Permission, Post, Role, end_post, holds
from longgang.core.errors import NotAllowed, Refused, StaleRow
from tests.audit.helpers import assert_one_event
from tests.cast import LONGWAN, appoint


def test_ends_at_once(lin, yan):
    post = lin.live_posts[0]
    with assert_one_event("post.ended"):
        end_post(post, by=yan, reason="moved")
    assert not holds(post.user, Permission.PASS_REVIEW)
    assert post.ended_by == yan


@pytest.mark.parametrize("who", ["lin", "zhu", "mei"])
def test_refuses_whoever_may_not(who, bo, request):
    with pytest.raises(NotAllowed):
        end_post(bo.posts.get(), by=request.getfixturevalue(who), reason="no")


def test_refuses_another_area(lin, db):
    street = appoint("街安", Role.SECURITY_ADMINISTRATOR, LONGWAN)
    with pytest.raises(NotAllowed):
        end_post(lin.posts.get(), by=street, reason="no")


def test_refuses_ones_own(yan):
    with pytest.raises(Refused) as caught:
        end_post(yan.posts.get(), by=yan, reason="no")
    assert caught.value.code == "accounts.own_post"


def test_loses_a_race(lin, yan):
    first, second = Post.objects.get(user=lin), Post.objects.get(user=lin)
    end_post(first, by=yan, reason="moved")
    with pytest.raises(StaleRow):
        end_post(second, by=yan, reason="moved too")

"""Confirming an entry: a second person, once; then it counts until its last day."""

import pytest

from longgang.core.clock import today
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.passes.actions.blocklist import confirm_block, lift_block
from longgang.passes.models import BlockEntry
from tests.audit.helpers import assert_one_event

from . import build
from .test_propose_block import propose

pytestmark = pytest.mark.django_db


def test_confirm_makes_it_count_until_its_last_day(rui, mei):
    entry = propose(rui)
    with assert_one_event("block.confirmed"):
        confirm_block(entry, by=mei)
    entry.refresh_from_db()
    assert (entry.confirmed_by, entry.confirmed_at is not None) == (mei, True)
    assert BlockEntry.objects.in_force(today()).get() == entry
    assert BlockEntry.objects.in_force(build.in_days(3)).exists()
    assert not BlockEntry.objects.in_force(build.in_days(4)).exists()


def test_confirm_refuses_the_one_who_proposed(staff, mei):
    both = staff("双", "reviewer", desk_code="211403-industry")
    entry = propose(both)
    from longgang.accounts.models import Post

    Post.objects.create(user=both, role="desk_supervisor", area_code=build.DISTRICT)
    both = type(both).objects.get(pk=both.pk)
    with pytest.raises(Refused) as refused:
        confirm_block(entry, by=both)
    assert refused.value.code == "core.two_people"
    assert not BlockEntry.objects.in_force(today()).exists()


@pytest.mark.parametrize("name", ["lin", "kai", "rui", "hai", "sam", "ada"])
def test_confirm_refuses_others(name, request, rui):
    with pytest.raises(NotAllowed):
        confirm_block(propose(rui), by=request.getfixturevalue(name))


def test_confirm_twice_is_too_late(rui, mei, staff):
    entry = propose(rui)
    confirm_block(entry, by=mei)
    with pytest.raises(StaleRow):
        confirm_block(entry, by=staff("二", "desk_supervisor"))


def test_confirm_after_it_was_turned_down_is_too_late(rui, mei):
    entry = propose(rui)
    lift_block(entry, by=mei, reason="不成立")
    with pytest.raises(StaleRow):
        confirm_block(entry, by=mei)


def test_page_confirms(rui, mei, signed_in):
    entry = propose(rui)
    url = f"/passes/blocklist/{entry.number}/"
    assert f"{url}confirm/" in signed_in(mei).get(url).content.decode()
    assert f"{url}confirm/" not in signed_in(rui).get(url).content.decode()
    assert signed_in(rui).post(f"{url}confirm/").status_code == 403
    assert signed_in(mei).post(f"{url}confirm/").status_code == 302
    assert signed_in(mei).post(f"{url}confirm/").status_code == 409

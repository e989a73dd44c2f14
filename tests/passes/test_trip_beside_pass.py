"""A pass says where its vehicle is and leads to the trip: on its page, at the desk, in lists."""

from datetime import timedelta

import pytest

from longgang.core.clock import now
from longgang.passes.actions.reviews import revoke_pass
from longgang.passes.models import Trip, VehiclePass
from longgang.passes.wording_of_trips import standing_of_pass

from . import build
from .gate import an_entry, an_exit, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def issued(wen, lin, acid_works):
    return build.an_issued_pass(wen, reviewer=lin, company=acid_works)


def test_everybody_who_sees_the_pass_finds_its_trip(issued, wen, lin, hai, west_exit, signed_in):
    own, desk = issued.get_absolute_url(), f"/passes/queue/{issued.number}/"
    trip = the_trip(issued)
    an_entry(trip, premises=west_exit, by=hai)
    for user, page in [(wen, own), (lin, own), (lin, desk)]:
        answer = signed_in(user).get(page)
        assert f'href="/passes/trips/{trip.number}/"' in answer.content.decode(), page
        assert str(answer.context["tag"]) == "已入区", page


@pytest.mark.parametrize(("who", "path"), [("wen", "/passes/mine/"), ("lin", "/passes/list/")])
def test_the_lists_say_where_it_is_and_that_it_is_overdue(
    who, path, issued, hai, west_exit, request, signed_in
):
    browser = signed_in(request.getfixturevalue(who))
    assert "已入区" not in rows_of(browser.get(path))
    an_entry(the_trip(issued), premises=west_exit, by=hai)
    assert "已入区" in rows_of(browser.get(path))
    Trip.objects.update(due_at=now() - timedelta(minutes=1))
    assert "已入区，已超时" in rows_of(browser.get(path))


def test_a_closed_loop_is_said_and_a_revoked_pass_stays_revoked(
    issued, wen, lin, mei, hai, west_exit, signed_in
):
    other = build.an_issued_pass(wen, reviewer=lin, plate="辽P54321")
    an_entry(the_trip(issued), premises=west_exit, by=hai)
    an_exit(the_trip(issued), premises=west_exit, by=hai)
    assert str(standing_of_pass(VehiclePass.objects.get(pk=issued.pk))) == "闭环结束"
    an_entry(the_trip(other), premises=west_exit, by=hai, seal_number="FQ0002")
    revoke_pass(VehiclePass.objects.get(pk=other.pk), by=mei, reason="车货不符")
    other = VehiclePass.objects.get(pk=other.pk)
    assert str(standing_of_pass(other)) == "已吊销"
    assert the_trip(other).number in signed_in(wen).get(other.get_absolute_url()).content.decode()


def rows_of(answer) -> str:
    return "".join(str(cell.html) for row in answer.context["table"].body() for cell in row)

"""The site confirms by link or by its members, the street and supervisors after a call."""

from datetime import timedelta

import pytest

from longgang.audit.api import actor_in_words
from longgang.core.clock import as_if, now
from longgang.core.errors import IllegalMove, NotAllowed, StaleRow
from longgang.passes.actions.loop import confirm_arrival, confirm_by_link, confirm_departure
from longgang.passes.models import Trip
from tests.audit.helpers import assert_one_event

from . import build
from .gate import an_entry, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def expected(ada, lin, acid_works):
    """A trip to the acid works, whose manager is `wen`."""
    visited = build.a_consignee(name=acid_works.name)
    return the_trip(build.an_issued_pass(ada, reviewer=lin, consignee=visited))


@pytest.fixture
def trip(expected, hai, west_exit):
    an_entry(expected, premises=west_exit, by=hai)
    return Trip.objects.get(pk=expected.pk)


def test_confirm_arrival_starts_the_clock_of_the_stay(trip, wen):
    confirm_arrival(trip, by=wen)
    trip.refresh_from_db()
    assert (trip.status, trip.is_confirmed_by_site) == ("arrived", True)
    assert trip.due_at - trip.arrived_at == timedelta(minutes=480)


def test_confirm_departure_starts_the_clock_of_the_way_out(trip, wen):
    confirm_arrival(trip, by=wen)
    with assert_one_event("trip.left"):
        confirm_departure(trip, by=wen)
    trip.refresh_from_db()
    assert trip.status == "left"
    assert trip.due_at - trip.left_at == timedelta(minutes=120)


def test_confirm_arrival_leaves_exactly_one_event(trip, wen):
    with assert_one_event("trip.arrived") as events:
        confirm_arrival(trip, by=wen)
    assert events[0].by_name == "文斌"


def test_confirm_by_the_street_or_a_supervisor_after_a_call(trip, staff, mei):
    confirm_arrival(trip, by=staff("街", "street_officer", area_code=build.LONGWAN))
    confirm_departure(trip, by=mei)
    assert Trip.objects.get().status == "left"


@pytest.mark.parametrize("name", ["ada", "lin", "bo", "hai", "kai", "sam"])
def test_confirm_refuses_others(name, request, trip):
    with pytest.raises(NotAllowed):
        confirm_arrival(trip, by=request.getfixturevalue(name))


def test_confirm_refuses_another_street(trip, staff):
    with pytest.raises(NotAllowed):
        confirm_arrival(trip, by=staff("别", "street_officer", area_code=build.BINHAI))


def test_confirm_refuses_what_has_not_entered(expected, wen):
    with pytest.raises(IllegalMove):
        confirm_arrival(expected, by=wen)


def test_confirm_departure_refuses_what_has_not_arrived(trip, wen):
    with pytest.raises(IllegalMove):
        confirm_departure(trip, by=wen)


def test_confirm_loses_a_race(trip, wen, mei):
    on_screen = Trip.objects.get(pk=trip.pk)
    confirm_arrival(trip, by=wen)
    with pytest.raises(StaleRow):
        confirm_arrival(on_screen, by=mei)


def test_confirm_by_link_needs_no_account(trip):
    with assert_one_event("trip.arrived") as events:
        confirm_by_link(trip, verb="arrive")
    assert (events[0].by_name, events[0].post) == ("link", trip.number)
    assert actor_in_words(events[0]) == "持链接者"
    confirm_by_link(trip, verb="leave")
    assert Trip.objects.get().status == "left"


def test_link_page_confirms_step_by_step_and_a_second_click_does_no_harm(trip, client):
    url = f"/passes/confirm/{trip.token}/"
    assert client.get(url).status_code == 200
    for verb in ["arrive", "arrive", "leave"]:  # the finger was still where the arrival stood
        assert client.post(url, {"verb": verb}).status_code == 302
    assert Trip.objects.get().status == "arrived"
    assert 'value="leave"' not in client.get(url).content.decode()
    with as_if(now() + timedelta(minutes=1)):
        assert 'value="leave"' in client.get(url).content.decode()
        for verb in ["leave", "leave"]:
            assert client.post(url, {"verb": verb}).status_code == 302
    assert Trip.objects.get().status == "left"
    assert client.post(url, {"verb": "steal"}).status_code == 404


def test_link_page_shows_no_person(trip, client):
    page = client.get(f"/passes/confirm/{trip.token}/").content.decode()
    assert "张伟" not in page
    assert "13700000001" not in page
    assert client.get("/passes/confirm/guessed/").status_code == 404


def test_trip_page_lets_the_visited_company_confirm(trip, wen, signed_in):
    browser = signed_in(wen)
    url = f"/passes/trips/{trip.number}/"
    assert "btn-good" in browser.get(url).content.decode()
    assert browser.post(f"{url}confirm/arrive/").status_code == 302
    assert browser.post(f"{url}confirm/steal/").status_code == 404
    assert Trip.objects.get().status == "arrived"


def test_trip_page_is_out_of_sight_for_strangers(trip, signed_in, staff):
    stranger = signed_in(staff("别", "street_officer", area_code=build.BINHAI))
    assert stranger.get(f"/passes/trips/{trip.number}/").status_code == 404
    assert stranger.post(f"/passes/trips/{trip.number}/confirm/arrive/").status_code == 404

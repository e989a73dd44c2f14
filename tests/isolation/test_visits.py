"""What the trail hears of beds."""

from datetime import timedelta

import pytest

from longgang.core.clock import as_if
from longgang.isolation.actions.stays import leave_site, move_room
from longgang.trail.api import gather_visits, premises_of_places
from longgang.trail.jobs import MINUTES
from longgang.trail.models import Visit
from tests.measures.build import NOW

from . import build

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def visits():
    rows = Visit.objects.counting().order_by("started_at", "place_type")
    return [(each.place_type, each.started_at, each.ended_at) for each in rows]


def test_a_reservation_is_no_visit(measure, site, dao):
    build.reserved(measure, site, "301", dao)
    assert gather_visits(within=MINUTES) == 0


def test_a_guest_is_in_the_room_and_in_all_that_is_around_it(measure, site, dao, tan):
    stay = build.a_guest(measure, site, "301", dao)
    assert gather_visits(within=MINUTES) == 4
    around = ["building", "floor", "room", "site"]
    assert visits() == [(kind, NOW, None) for kind in around]
    places = list(Visit.objects.values_list("place", flat=True))
    assert premises_of_places(places) == dict.fromkeys(places, site.premises)
    room = Visit.objects.get(place_type="room")
    assert room.place == f"room:{stay.room.number}"
    assert room.person_id == measure.person_id
    with as_if(NOW + HOUR):
        move_room(stay, build.bed(site, "302"), by=dao, reason="漏水")
        assert gather_visits(within=MINUTES) == 8
    assert visits() == [(kind, NOW, NOW + HOUR) for kind in around] + [
        (kind, NOW + HOUR, None) for kind in around
    ]
    with as_if(NOW + 2 * HOUR):
        leave_site(stay, going="elsewhere", words="外区", by=tan)
        gather_visits(within=MINUTES)
    assert [end for _kind, _start, end in visits()] == [NOW + HOUR] * 4 + [NOW + 2 * HOUR] * 4

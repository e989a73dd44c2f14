"""What the trail hears of trips and checks."""

import pytest

from longgang.passes.actions.gate import undo_check
from longgang.passes.models import Trip
from longgang.trail.api import gather_visits
from longgang.trail.jobs import MINUTES
from longgang.trail.models import Visit

from . import build
from .gate import an_entry, an_exit, the_trip

pytestmark = pytest.mark.django_db
TWO = {"people_count": 2, "temperatures": [36.5, 36.6]}


@pytest.fixture
def trip(wen, lin, district):
    riders = build.a_driver(), build.an_escort(role="passenger")
    return the_trip(build.an_issued_pass(wen, reviewer=lin, riders=riders))


def visits():
    """Places with how many people, and whether it is still going on."""
    rows = Visit.objects.counting().order_by("place", "started_at")
    return [(each.place, each.person_id, each.ended_at is None) for each in rows]


def test_everybody_aboard_is_in_the_vehicle_and_was_at_the_checkpoint(trip, hai, west_exit):
    an_entry(trip, premises=west_exit, by=hai, **TWO)
    aboard = list(trip.vehicle_pass.aboard.order_by("person").values_list("person", flat=True))
    assert len(aboard) == 2
    assert gather_visits(within=MINUTES) == 4
    plate = trip.vehicle_pass.plate
    assert sorted(visits()) == sorted(
        [(f"checkpoint:{west_exit.number}", person, False) for person in aboard]
        + [(f"vehicle:{plate}", person, True) for person in aboard]
    )
    assert gather_visits(within=MINUTES) == 0


def test_with_the_exit_the_vehicle_is_left(trip, hai, west_exit):
    an_entry(trip, premises=west_exit, by=hai, **TWO)
    gather_visits(within=MINUTES)
    an_exit(trip, premises=west_exit, by=hai, **TWO)
    assert gather_visits(within=MINUTES) == 4
    assert not any(is_open for _place, _person, is_open in visits())
    closed_at = Trip.objects.get(pk=trip.pk).closed_at.replace(microsecond=0)
    ends = Visit.objects.filter(place_type="vehicle").values_list("ended_at", flat=True)
    assert {(end - closed_at).total_seconds() <= 1 for end in ends} == {True}


def test_an_entry_taken_back_leaves_no_visit(trip, hai, west_exit):
    check = an_entry(trip, premises=west_exit, by=hai, **TWO)
    gather_visits(within=MINUTES)
    undo_check(check, by=hai, reason="选错了车辆")
    gather_visits(within=MINUTES)
    assert visits() == []
    assert Visit.objects.count() == 4


def test_a_check_tells_the_trail_nothing_by_itself(trip, hai, west_exit):
    """Nobody waits at the gate for it."""
    an_entry(trip, premises=west_exit, by=hai, **TWO)
    assert not Visit.objects.exists()

"""A new pass for the same trip replaces the unused one; other trips stay."""

import pytest

from longgang.passes.actions.reviews import issue_pass
from longgang.passes.models import Trip, VehiclePass

from . import build
from .gate import an_entry, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def first(ada, lin):
    return build.an_issued_pass(ada, reviewer=lin)


def another(ada, lin, hours, **changes):
    return build.an_issued_pass(
        ada, reviewer=lin, expected_entry_at=build.in_hours(hours), **changes
    )


def test_supersede_replaces_the_unused_pass_and_cancels_its_trip(first, ada, lin):
    newer = another(ada, lin, 3)
    first.refresh_from_db()
    assert (first.status, first.superseded_by) == ("superseded", newer)
    assert the_trip(first).status == "cancelled"
    assert first.steps.last().verb == "supersede"
    assert newer.status == "issued"


def test_supersede_leaves_a_trip_four_hours_later(first, ada, lin):
    another(ada, lin, 6)
    assert VehiclePass.objects.filter(status="issued").count() == 2


def test_supersede_leaves_other_vehicles(first, ada, lin):
    another(ada, lin, 3, plate="辽P54321")
    first.refresh_from_db()
    assert first.status == "issued"


def test_supersede_leaves_a_truck_that_is_inside(first, ada, lin, hai, west_exit):
    an_entry(the_trip(first), premises=west_exit, by=hai)
    another(ada, lin, 3)
    first.refresh_from_db()
    assert first.status == "issued"


def test_supersede_takes_the_window_of_the_rule(ada, lin):
    build.a_rule("freight", "industrial", same_trip_hours=12)
    first = build.an_issued_pass(ada, reviewer=lin)
    waiting = build.a_submitted_pass(ada, expected_entry_at=build.in_hours(10))
    issue_pass(waiting, by=lin)
    first.refresh_from_db()
    assert first.status == "superseded"
    assert Trip.objects.filter(status="expected").count() == 1

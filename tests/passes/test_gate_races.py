"""Two officers at the same moment, on two real connections: exactly one wins."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from longgang.areas.api import Area, Desk, load_divisions
from longgang.core.errors import Refused
from longgang.passes.models import Check, Trip

from . import build
from .gate import an_entry, an_exit, the_trip

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _divisions(transactional_db):
    """Emptying the tables after such a test takes the division tree away; bring it back."""
    load_divisions(Area, Desk)
    yield
    load_divisions(Area, Desk)


def at_once(*deeds):
    """What each deed came to: a check, or the code of the refusal."""
    barrier = Barrier(len(deeds))

    def run(deed):
        try:
            barrier.wait(timeout=10)
            return deed()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_one_truck_two_officers(wen, lin, hai, kai, district, west_exit):
    trip = the_trip(build.an_issued_pass(wen, reviewer=lin))
    outcome = at_once(
        lambda: an_entry(Trip.objects.get(pk=trip.pk), premises=west_exit, by=hai),
        lambda: an_entry(
            Trip.objects.get(pk=trip.pk), premises=west_exit, by=kai, seal_number="FQ0002"
        ),
    )
    assert outcome.count("passes.already_inside") == 1
    assert Check.objects.count() == 1


def test_one_seal_two_trucks(wen, lin, hai, kai, district, west_exit):
    first = the_trip(build.an_issued_pass(wen, reviewer=lin))
    riders = (build.a_driver(7),)
    second = the_trip(build.an_issued_pass(wen, reviewer=lin, plate="辽P54321", riders=riders))
    outcome = at_once(
        lambda: an_entry(first, premises=west_exit, by=hai),
        lambda: an_entry(second, premises=west_exit, by=kai),
    )
    assert outcome.count("passes.seal_in_use") == 1
    assert Trip.objects.open().filter(seal_number="FQ0001").count() == 1


def test_a_double_click_is_one_check(wen, lin, hai, district, west_exit):
    trip = the_trip(build.an_issued_pass(wen, reviewer=lin))
    outcome = at_once(
        *[lambda: an_entry(trip, premises=west_exit, by=hai, nonce="the same form")] * 2
    )
    assert outcome[0] == outcome[1] == Check.objects.get()


def test_two_officers_at_the_exit(wen, lin, hai, kai, district, west_exit):
    trip = the_trip(build.an_issued_pass(wen, reviewer=lin))
    an_entry(trip, premises=west_exit, by=hai)
    outcome = at_once(
        lambda: an_exit(Trip.objects.get(pk=trip.pk), premises=west_exit, by=hai),
        lambda: an_exit(Trip.objects.get(pk=trip.pk), premises=west_exit, by=kai),
    )
    assert outcome.count("passes.already_left") == 1
    assert Check.objects.filter(direction="exit").count() == 1

"""Fourteen days of a spring, through the real actions: every evening all is true.

Shorter and smaller than `bench.spring`, and the same in everything else.
"""

import pytest

from bench.support.spring.invariants import find_breaks
from bench.support.spring.plan import SMALL, Trouble
from bench.support.spring.season import found, live
from longgang.trail import asking
from tests.trail.reading import read_index

# Of the places where somebody is infected; the others come about in a larger spring.
PLACES = {"carriage", "checkpoint", "flight", "floor", "household", "premises", "site", "vehicle"}


@pytest.mark.django_db
@pytest.mark.timeout(600)
def test_every_evening_of_a_spring_all_is_true(settings, monkeypatch):
    monkeypatch.setattr(asking, "current_index", read_index)
    settings.SMS_GATEWAY = "bench.support.setting.SilentGateway"
    spring = found(SMALL)
    live(spring, SMALL.days)
    world = spring.world
    assert spring.wrong == []
    assert world.refused == []
    assert find_breaks() == []
    assert [kind for kind in Trouble if not world.happened[kind]] == []
    assert world.moved, "to the rules that came in the middle"
    assert {"new arrival", "new end: moved", "hospital"} <= set(spring.forecasts.reasons)
    assert {each.where for each in world.transmissions if each.is_long and each.was_found} >= PLACES
    assert sum(day.released for day in spring.days) > SMALL.arrivals * SMALL.at_sites / 2
    assert sum(day.lifted for day in spring.days) > SMALL.arrivals / 4

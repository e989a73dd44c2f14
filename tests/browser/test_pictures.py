"""The pictures of the README, of an afternoon like any other; written when SCREENSHOTS is set.

`SCREENSHOTS=docs/images make test` makes them anew.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from longgang.core.clock import as_if, now
from longgang.passes.actions.reviews import issue_pass
from longgang.passes.models import VehiclePass
from tests.browser.conftest import DESK, PHONE
from tests.browser.screens import Gate
from tests.browser.world import World, a_district_at_work
from tests.cast import EAST_EXIT
from tests.passes import build
from tests.passes.gate import an_entry, the_trip

AFTERNOON = datetime(2026, 3, 12, 15, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
MORNING = [9, 14, 11, 7, 12, 10, 6, 9]  # trips an hour, from seven on


@pytest.fixture
def afternoon(divisions):
    with time_machine.travel(AFTERNOON, tick=True):
        world = a_district_at_work()
        for hour, trips in enumerate(MORNING, start=7):
            for place in range(trips // 3):
                a_trip_of_the_morning(world, hour, place)
        yield world


def a_trip_of_the_morning(world: World, hour: int, place: int) -> None:
    moment = AFTERNOON.replace(hour=hour, minute=place * 14 + hour % 5)
    serial = 200 + hour * 10 + place
    with as_if(moment):
        made = build.a_submitted_pass(
            world.wen, company=world.company, plate=f"辽P3{serial:04d}"[:7],
            riders=(build.a_driver(serial),), checkpoint_number=EAST_EXIT,
            expected_entry_at=build.in_hours(1),
        )  # fmt: skip
    with as_if(moment + timedelta(minutes=3 + (serial % 7))):
        issue_pass(made, by=world.lin)
    if hour > 11:
        with as_if(moment + timedelta(minutes=55)):
            trip = the_trip(made)
            an_entry(trip, premises=world.east_exit, by=world.hai, seal_number=f"FQ{serial:04d}")


def test_board_review_and_gate_on_an_afternoon(open_browser, afternoon):
    board = open_browser(afternoon.ling, DESK).go("/passes/board/")
    board.picture("board")
    assert VehiclePass.objects.filter(submitted_at__date=now().date()).count() > 20
    reviewer = open_browser(afternoon.lin, PHONE)
    reviewer.go(f"/passes/queue/{afternoon.passes['acid'].number}/").picture("review")
    officer = Gate(open_browser(afternoon.hai, PHONE)).stands_at("入区")
    officer.scans(afternoon.passes["issued"].plate)
    officer.visit.picture("gate")
    assert officer.colour == "good"

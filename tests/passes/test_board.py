"""The board: every figure leads to a list, and the list shows the same number."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from longgang.core.clock import now
from longgang.passes.actions.gate import confirm_turn_back
from longgang.passes.actions.loop import confirm_arrival
from longgang.passes.actions.reviews import issue_pass, return_application
from longgang.passes.board import board_for

from . import build
from .gate import a_turn_back, an_entry, an_exit, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
PLATES = [f"辽P{number:05d}" for number in range(10001, 10020)]


@pytest.fixture(autouse=True)
def noon():
    """A quiet hour of the day, so that "today" has a past and a future."""
    with time_machine.travel("2026-04-17T12:30:40+08:00", tick=False) as clock:
        yield clock


@pytest.fixture
def busy_day(noon, wen, lin, bo, mei, hai, kai, west_exit, district, acid_works):
    """Yesterday and today: waiting, decided, inside, overdue, turned back, gone."""
    plates = iter(PLATES)

    def submitted(**changes):
        return build.a_submitted_pass(wen, company=acid_works, plate=next(plates), **changes)

    yesterday = issue_pass(submitted(), by=lin)
    an_entry(the_trip(yesterday), premises=west_exit, by=hai, seal_number="FQ0001")
    noon.shift(timedelta(hours=3))
    return_application(submitted(), fields=["goods"], by=lin, reason="品名不清楚")
    noon.shift(timedelta(hours=21.5))
    for number in range(3):  # decided after 4, 8 and 12 minutes
        waiting = submitted()
        noon.shift(timedelta(minutes=4 * (number + 1)))
        issued = issue_pass(waiting, by=lin)
        if number:
            an_entry(the_trip(issued), premises=west_exit, by=hai, seal_number=f"FQ001{number}")
    confirm_arrival(the_trip(issued), by=mei)
    gone = issue_pass(submitted(), by=lin)
    an_entry(the_trip(gone), premises=west_exit, by=hai, seal_number="FQ0030")
    an_exit(the_trip(gone), premises=west_exit, by=hai)
    back = issue_pass(submitted(), by=lin)
    confirm_turn_back(a_turn_back(the_trip(back), premises=west_exit, by=hai), by=kai)
    submitted()
    submitted(goods_class="mail")
    noon.shift(timedelta(minutes=11))
    submitted()


def figures_of(page):
    """Every number of the board that is a link: its address and what it says."""
    body = page.content.decode()
    stats = re.findall(
        r'<a class="stat [^"]*" href="([^"]+)">.*?stat-value">(\d+)<', body, flags=re.DOTALL
    )
    cells = re.findall(r'<td[^>]* class="cell-number"><a href="([^"]+)">(\d+)</a>', body)
    return [(url.replace("&amp;", "&"), int(number)) for url, number in stats + cells]


@pytest.mark.parametrize("name", ["mei", "kai"])
def test_every_figure_leads_to_a_list_that_shows_the_same_number(
    name, busy_day, request, signed_in
):
    browser = signed_in(request.getfixturevalue(name))
    figures = figures_of(browser.get("/passes/board/"))
    assert len(figures) >= 6 + 4 + 1 + 1 + 8
    shown = {url: browser.get(url).context["table"].count for url, _number in figures}
    assert shown == dict(figures)
    assert sum(number for _url, number in figures) > 20


def test_figures_of_a_busy_day(busy_day, mei):
    board = board_for(mei, now=now())
    assert {desk.desk_code: (desk.count, desk.over) for desk in board.waiting} == {
        "211403-industry": (2, 1),
        "211403-transport": (1, 1),
    }
    assert (board.waiting_total, board.over_total) == (3, 2)
    assert board.waiting[0].longest_minutes == 11
    assert (board.inside_total, board.inside) == (3, {"KK000000001": 3})
    assert board.overdue == 1
    assert board.overdue_trips[0].vehicle_pass.plate == PLATES[0]
    assert board.turned_back_today == 1
    assert board.expected_today == 2
    (industry,) = board.by_desk
    assert (industry.count, industry.median, round(industry.ninetieth, 1)) == (5, 4.0, 10.4)
    assert {day.key: (day.today, day.yesterday) for day in board.days} == {
        "submitted": (8, 1),
        "decided": (5, 1),
        "entered": (3, 1),
        "closed": (1, 0),
    }
    assert {day.key: day.change for day in board.days}["decided"] == 4
    assert sum(board.submitted_by_hour) == 8
    assert sum(board.decided_by_hour) == 5
    assert [row.key for row in board.by_hour] == [13]


def test_board_of_a_street_counts_only_what_it_sees(busy_day, staff):
    elsewhere = staff("别", "command", area_code=build.BINHAI)
    board = board_for(elsewhere, now=now())
    assert (board.waiting, board.inside_total, board.overdue) == ([], 0, 0)


def test_board_names_the_owner_of_an_overdue_trip(busy_day, mei, signed_in):
    page = signed_in(mei).get("/passes/board/").content.decode()
    assert "龙湾酸业有限公司\N{NO-BREAK SPACE}· 龙湾街道" in page


def test_board_costs_the_same_however_much_there_is(mei, staff, busy_day):
    nobody = staff("别", "command", area_code=build.BINHAI)
    counts = []
    for user in (mei, nobody):
        with CaptureQueriesContext(connection) as queries:
            board_for(type(user).objects.get(pk=user.pk), now=now())
        counts.append(len(queries))
    assert counts[0] == counts[1] == 20


def test_swap_equals_reload(busy_day, mei, signed_in):
    browser = signed_in(mei)
    page = browser.get("/passes/board/").content.decode()
    part = browser.get("/passes/board/", headers={"HX-Target": "board"}).content.decode()
    assert part.strip() in page


def test_empty_board_shows_noughts_that_still_lead_somewhere(mei, signed_in):
    figures = figures_of(signed_in(mei).get("/passes/board/"))
    assert {number for _url, number in figures} == {0}
    assert len(figures) == 6 + 8

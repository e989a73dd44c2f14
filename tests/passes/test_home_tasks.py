"""What of the passes stands on the home page of each: how much, and the page where it is done."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from longgang.core.clock import now
from longgang.passes.home import pass_sections, pass_tasks
from longgang.passes.models import Trip, VehiclePass

from . import build
from .gate import a_turn_back, an_entry, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def scene(wen, lin, hai, acid_works, west_exit):
    """One waits too long, one is expected, one is overdue inside, one is to be turned back."""
    plates = iter(["辽P40001", "辽P40002", "辽P40003", "辽P40004", "辽P40005"])

    def issued():
        return build.an_issued_pass(wen, reviewer=lin, company=acid_works, plate=next(plates))

    issued()
    inside = issued()
    an_entry(the_trip(inside), premises=west_exit, by=hai)
    Trip.objects.filter(vehicle_pass=inside).update(due_at=now() - timedelta(minutes=1))
    a_turn_back(the_trip(issued()), premises=west_exit, by=hai)
    waiting = build.a_submitted_pass(wen, company=acid_works, plate=next(plates))
    past = now() - timedelta(minutes=12)
    VehiclePass.objects.filter(pk=waiting.pk).update(
        submitted_at=past, due_at=past + timedelta(minutes=10)
    )
    build.a_returned_pass(wen, reviewer=lin, company=acid_works, plate=next(plates))


# By hand: address → count.
EXPECTED = {
    "lin": {"/passes/queue/": 1},
    "bo": {"/passes/queue/": 0},
    "mei": {"/passes/list/?status=late": 1, "/passes/trips/?status=overdue": 1},
    "hai": {"/passes/gate/": 2},
    "kai": {"/passes/gate/": 2, "/passes/turn-backs/": 1, "/passes/trips/?status=overdue": 1},
    "rui": {},
    "sam": {},
    "ada": {},
    "wen": {
        "/passes/mine/?status=returned": 1, "/passes/mine/?status=submitted": 1,
        "/passes/mine/?status=issued": 3, "/passes/trips/?status=inside": 1,
        "/passes/trips/?status=overdue": 1,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_tasks_of_each(name, request, scene):
    user = request.getfixturevalue(name)
    assert {task.url: task.count for task in pass_tasks(user)} == EXPECTED[name]


@pytest.mark.parametrize("name", ["lin", "mei", "kai", "wen"])
def test_every_task_leads_to_a_page_that_opens(name, request, scene, signed_in):
    browser = signed_in(request.getfixturevalue(name))
    assert browser.get("/").status_code == 200
    for url in EXPECTED[name]:
        assert browser.get(url).status_code == 200


def test_a_street_sees_overdue_trips_into_it_and_no_others(scene, staff):
    here = staff("街", "street_officer", area_code=build.LONGWAN)
    there = staff("别", "street_officer", area_code=build.BINHAI)
    counts = [
        {task.url: task.count for task in pass_tasks(user)}["/passes/trips/?status=overdue"]
        for user in (here, there)
    ]
    assert counts == [1, 0]


def test_the_longest_waiting_is_named(scene, lin):
    (task,) = pass_tasks(lin)
    assert "12" in str(task.label)
    assert task.tone.value == "bad"


def shown_to(user) -> list[tuple[str, str]]:
    """Plates and statuses on somebody's home page, from above."""
    sections = list(pass_sections(user))
    return (
        [(row["plate"], str(row["tag"].label)) for row in sections[0].context["passes"]]
        if (sections)
        else []
    )


def test_home_shows_what_counts_returned_first_then_inside(scene, wen):
    with override("en"):
        assert shown_to(wen)[:2] == [
            ("辽P40005", "Returned for correction"),
            ("辽P40002", "Entered, overdue"),
        ]
    assert len(shown_to(wen)) == 5


def test_home_shows_a_driver_their_passes(ada, lin, wen):
    issued = build.an_issued_pass(wen, reviewer=lin)
    driver = issued.aboard.get().person
    assert shown_to(ada) == []
    driver.user = ada
    driver.save()
    assert [plate for plate, _tag in shown_to(ada)] == [issued.plate]
    assert {task.url for task in pass_tasks(ada)} == {"/passes/mine/?status=issued"}


def test_home_leaves_out_what_is_over(ada, lin, time_machine):
    issued = build.an_issued_pass(ada, reviewer=lin)
    time_machine.move_to(issued.valid_until + timedelta(seconds=1))
    assert shown_to(ada) == []


def test_home_of_staff_has_no_passes_of_their_own(scene, lin):
    assert list(pass_sections(lin)) == []


def test_home_costs_the_same_for_one_and_for_five(ada, wen, acid_works, scene):
    build.a_submitted_pass(ada)
    costs = []
    for user in (ada, wen):
        with CaptureQueriesContext(connection) as captured:
            list(pass_sections(user))
        costs.append(len(captured))
    assert costs[0] == costs[1]

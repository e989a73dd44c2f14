"""A workbook's vehicles are one notice, and nobody is told on of what somebody has dealt with."""

from datetime import timedelta

import pytest

from longgang.core.clock import now
from longgang.notices.models import Notice
from longgang.passes.actions.applications import resubmit_application, withdraw_application
from longgang.passes.actions.gate import confirm_turn_back, undo_check
from longgang.passes.actions.loop import (
    confirm_arrival,
    confirm_departure,
    notice_overdue_trips,
    remind_desks,
)
from longgang.passes.actions.reviews import (
    hand_over_application,
    issue_pass,
    refuse_application,
    return_application,
)
from longgang.passes.models import Trip, VehiclePass
from longgang.passes.repeating import application_of

from . import build
from .gate import a_turn_back, an_entry, an_exit, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]

PLATES = ["辽P40001", "辽P40002", "辽P40003"]


def waiting_for(user) -> list[str]:
    return list(Notice.objects.filter(user=user, waits=True).values_list("kind", flat=True))


@pytest.fixture
def fleet(wen, lin, acid_works) -> list[VehiclePass]:
    """Three vehicles of one company wait at the desk of lin."""
    return [build.a_submitted_pass(wen, company=acid_works, plate=plate) for plate in PLATES]


def test_a_fleet_is_one_notice_that_leads_to_its_vehicles(fleet, ada, lin, signed_in):
    other = build.a_submitted_pass(ada, plate="辽P50001")
    notice = Notice.objects.get(user=lin, bundle=fleet[0].company.number)
    assert notice.text == "龙湾酸业有限公司有 3 辆车等待审核。"
    page = signed_in(lin).get(notice.url).content.decode()
    assert all(plate in page for plate in PLATES)
    assert other.plate not in page
    assert other.plate in signed_in(lin).get("/passes/queue/").content.decode()


def test_a_fleet_that_is_ready_is_one_notice_too(fleet, wen, lin):
    for each in fleet:
        issue_pass(each, by=lin)
    ready = Notice.objects.get(user=wen, kind="pass.issued")
    assert (ready.text, ready.waits) == ("龙湾酸业有限公司有 3 张通行证已签发。", False)


@pytest.mark.parametrize("verb", ["issue", "return", "refuse", "withdraw", "hand_over"])
def test_whoever_decides_nobody_at_the_desk_is_told_on(verb, wen, lin, mei):
    row = build.a_submitted_pass(wen)
    assert waiting_for(lin) == ["pass.submitted"]
    {
        "issue": lambda: issue_pass(row, by=lin),
        "return": lambda: return_application(row, fields=["goods"], by=lin, reason="品名不清楚"),
        "refuse": lambda: refuse_application(row, reason_code="quota", by=lin, reason="已满"),
        "withdraw": lambda: withdraw_application(row, by=wen),
        "hand_over": lambda: hand_over_application(
            row, desk_code="211403-commerce", by=lin, reason="属商务局"
        ),
    }[verb]()
    assert waiting_for(lin) == []
    assert not Notice.objects.filter(user=lin, read_at=None).exists()


def test_a_correction_ends_what_the_applicant_has_to_do(wen, lin):
    row = build.a_returned_pass(wen, reviewer=lin)
    assert waiting_for(wen) == ["pass.returned"]
    resubmit_application(row, build.changed(application_of(row), goods_name="热轧钢卷"), by=wen)
    assert (waiting_for(wen), waiting_for(lin)) == ([], ["pass.submitted"])


def test_reminders_of_many_are_one_notice(fleet, lin, mei):
    past = now() - timedelta(minutes=12)
    VehiclePass.objects.update(submitted_at=past, due_at=past + timedelta(minutes=10))
    assert remind_desks() == 6
    late = Notice.objects.get(user=mei, kind="pass.escalated")
    assert late.text == "有 3 件申请已超过办理时限。"
    for each in fleet:
        issue_pass(VehiclePass.objects.get(pk=each.pk), by=lin)
    assert waiting_for(lin) + waiting_for(mei) == []


def test_an_overdue_trip_is_told_until_it_goes_on(ada, wen, lin, mei, hai, acid_works, west_exit):
    visited = build.a_consignee(name=acid_works.name)
    trip = the_trip(build.an_issued_pass(ada, reviewer=lin, consignee=visited))
    an_entry(trip, premises=west_exit, by=hai)
    assert waiting_for(wen) == ["trip.entered"]
    ways = [confirm_arrival, confirm_departure, lambda trip, by: exit_of(trip, west_exit, hai)]
    for hours, go_on in enumerate(ways, start=1):
        Trip.objects.update(due_at=build.in_hours(-hours))
        assert notice_overdue_trips() == 1
        assert "trip.overdue" in waiting_for(mei)
        go_on(the_trip(trip.vehicle_pass), by=wen)
        assert waiting_for(wen) + waiting_for(mei) == []


def exit_of(trip, premises, officer) -> None:
    an_exit(trip, premises=premises, by=officer)


@pytest.mark.parametrize("is_decided", [True, False])
def test_a_turn_back_asks_until_it_is_decided_or_undone(is_decided, wen, lin, hai, kai, west_exit):
    trip = the_trip(build.an_issued_pass(wen, reviewer=lin))
    check = a_turn_back(trip, premises=west_exit, by=hai)
    assert waiting_for(kai) == ["check.turn_back_asked"]
    if is_decided:
        confirm_turn_back(check, by=kai)
    else:
        undo_check(check, by=hai, reason="按错了")
    assert waiting_for(kai) == []


def test_an_undone_entry_asks_nobody_to_confirm(ada, wen, lin, hai, acid_works, west_exit):
    visited = build.a_consignee(name=acid_works.name)
    trip = the_trip(build.an_issued_pass(ada, reviewer=lin, consignee=visited))
    check = an_entry(trip, premises=west_exit, by=hai)
    undo_check(check, by=hai, reason="按错了")
    assert waiting_for(wen) == []

"""Taking an application back before it is decided."""

import pytest

from longgang.core.errors import IllegalMove, NotAllowed, StaleRow
from longgang.passes.actions.applications import withdraw_application
from longgang.passes.actions.reviews import issue_pass, refuse_application
from longgang.people.api import add_member
from tests.audit.helpers import assert_one_event

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def test_withdraw_ends_an_application_that_waits(ada):
    vehicle_pass = build.a_submitted_pass(ada)
    with assert_one_event("pass.withdrawn") as events:
        withdraw_application(vehicle_pass, by=ada, reason="行程取消")
    vehicle_pass.refresh_from_db()
    assert vehicle_pass.status == "withdrawn"
    assert events[0].reason == "行程取消"
    assert vehicle_pass.steps.last().words == "行程取消"


def test_withdraw_ends_an_application_that_was_returned(ada, lin):
    vehicle_pass = build.a_returned_pass(ada, reviewer=lin)
    withdraw_application(vehicle_pass, by=ada)
    assert vehicle_pass.status == "withdrawn"


def test_withdraw_makes_room_for_the_same_vehicle_and_moment(ada):
    application = build.an_application()
    first = build.submit_application(application, by=ada)
    withdraw_application(first, by=ada)
    assert build.submit_application(application, by=ada).pk != first.pk


def test_withdraw_refuses_what_is_decided(ada, lin):
    issued = build.an_issued_pass(ada, reviewer=lin)
    with pytest.raises(IllegalMove):
        withdraw_application(issued, by=ada)
    refused = build.a_submitted_pass(ada, expected_entry_at=build.in_hours(9))
    refuse_application(refused, reason_code="other", by=lin, reason="无名额")
    with pytest.raises(IllegalMove):
        withdraw_application(refused, by=ada)


def test_withdraw_refuses_strangers_and_reviewers(ada, wen, lin):
    vehicle_pass = build.a_submitted_pass(ada)
    for stranger in (wen, lin):
        with pytest.raises(NotAllowed):
            withdraw_application(vehicle_pass, by=stranger)


def test_withdraw_is_for_every_member_of_the_company(wen, acid_works, ada):
    vehicle_pass = build.a_submitted_pass(wen, company=acid_works)
    add_member(acid_works, phone=ada.phone, by=wen)
    withdraw_application(vehicle_pass, by=ada)
    assert vehicle_pass.status == "withdrawn"


def test_withdraw_loses_against_a_reviewer_who_was_faster(ada, lin):
    vehicle_pass = build.a_submitted_pass(ada)
    mine = build.stale(vehicle_pass)
    issue_pass(vehicle_pass, by=lin)
    with pytest.raises(StaleRow):
        withdraw_application(mine, by=ada)
    vehicle_pass.refresh_from_db()
    assert vehicle_pass.status == "issued"


def test_withdraw_page_asks_and_leads_back(client, ada):
    vehicle_pass = build.a_submitted_pass(ada)
    client.force_login(ada)
    address = vehicle_pass.get_absolute_url()
    assert client.post(f"{address}withdraw/", {"reason": "取消"}).url == address
    assert "取消" in client.get(address).content.decode()
    assert client.post(f"{address}withdraw/").status_code == 409

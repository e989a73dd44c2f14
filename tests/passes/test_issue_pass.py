"""Approving: number, dates, an expected trip, the driver is told; or why not, or who was faster."""

from datetime import timedelta

import pytest

from longgang.core.clock import as_if, now
from longgang.core.errors import NotAllowed, Refused, StaleRow
from longgang.core.identifiers import parse_plate
from longgang.notices.models import Delivery, Notice
from longgang.passes.actions.applications import submit_application, withdraw_application
from longgang.passes.actions.blocklist import confirm_block, lift_block, propose_block
from longgang.passes.actions.reviews import issue_pass, return_application
from longgang.passes.models import Trip, VehiclePass
from tests.audit.helpers import assert_one_event

from . import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def waiting(ada):
    return build.a_submitted_pass(ada)


def test_issue_gives_a_number_dates_and_an_expected_trip(waiting, lin):
    issue_pass(waiting, by=lin)
    waiting.refresh_from_db()
    assert waiting.status == "issued"
    assert len(waiting.pass_number) == 12
    assert waiting.pass_number.startswith("211403")
    assert waiting.decided_by == lin
    assert waiting.valid_until - waiting.expected_entry_at == timedelta(hours=24)
    trip = Trip.objects.get(vehicle_pass=waiting)
    assert (trip.status, trip.area_code) == ("expected", build.LONGWAN)
    assert trip.expected_at == waiting.expected_entry_at


@pytest.mark.parametrize(("hours", "early"), [(30, 6), (30, 0), (30, 12), (2, 6)])
def test_issue_lets_a_pass_begin_a_few_hours_before_its_entry_and_not_before_now(
    ada, lin, hours, early
):
    build.a_rule("freight", "industrial", early_hours=early)
    issued = build.an_issued_pass(ada, reviewer=lin, expected_entry_at=build.in_hours(hours))
    begin = issued.expected_entry_at - timedelta(hours=early)
    assert issued.valid_from == max(begin, issued.decided_at)
    assert (issued.valid_from > issued.decided_at) == (hours > early)


def test_issue_numbers_rise(waiting, ada, lin):
    other = build.a_submitted_pass(ada, plate="辽P54321")
    numbers = [issue_pass(each, by=lin).pass_number for each in (waiting, other)]
    assert int(numbers[1]) == int(numbers[0]) + 1


def test_issue_tells_applicant_and_driver(waiting, ada, lin):
    issue_pass(waiting, by=lin)
    assert Notice.objects.filter(user=ada, kind="pass.issued").count() == 1
    (message,) = Delivery.objects.filter(kind="pass.issued")
    assert message.phone == "13700000001"
    assert waiting.token in message.url


def test_issue_leaves_exactly_one_event(waiting, lin):
    with assert_one_event("pass.issued") as events:
        issue_pass(waiting, by=lin)
    assert events[0].after["pass_number"] == waiting.pass_number


@pytest.mark.parametrize("name", ["bo", "mei", "hai", "rui", "sam", "ada"])
def test_issue_refuses_who_does_not_review_at_the_desk(name, request, waiting):
    with pytest.raises(NotAllowed):
        issue_pass(waiting, by=request.getfixturevalue(name))
    assert VehiclePass.objects.get().status == "submitted"


def test_issue_refuses_ones_own_application(lin):
    own = build.a_submitted_pass(lin)
    with pytest.raises(NotAllowed) as refused:
        issue_pass(own, by=lin)
    assert refused.value.code == "passes.own_application"


def test_issue_names_who_withdrew_meanwhile(waiting, ada, lin):
    on_screen = build.stale(waiting)
    withdraw_application(waiting, by=ada)
    with pytest.raises(StaleRow) as refused:
        issue_pass(on_screen, by=lin)
    assert refused.value.code == "passes.decided_meanwhile"
    assert "艾达" in str(refused.value.refusals[0].reason)


def test_issue_loses_against_another_reviewer_and_names_them(waiting, lin, staff):
    second = staff("丽", "reviewer", desk_code="211403-industry")
    on_screen = build.stale(waiting)
    return_application(waiting, fields=["goods"], by=second, reason="品名不清楚")
    with pytest.raises(StaleRow) as refused:
        issue_pass(on_screen, by=lin)
    assert "丽" in str(refused.value.refusals[0].reason)
    assert "待补正" in str(refused.value.refusals[0].reason) or "补正" in str(
        refused.value.refusals[0].reason
    )
    assert not Trip.objects.exists()


def test_issue_twice_gives_one_number(waiting, lin):
    issue_pass(waiting, by=lin)
    with pytest.raises(StaleRow):
        issue_pass(waiting, by=lin)
    assert Trip.objects.count() == 1


def block(by, second, **subject):
    entry = propose_block(
        document_number="龙政发〔2026〕2号",
        ends_on=build.in_days(3),
        by=by,
        reason="冲卡",
        **subject,
    )
    confirm_block(entry, by=second)
    return entry


def test_issue_refuses_a_blocklisted_plate_until_it_is_lifted(waiting, lin, mei, rui):
    entry = block(rui, mei, plate=parse_plate("辽P12345", "2"))
    with pytest.raises(Refused) as refused:
        issue_pass(waiting, by=lin)
    assert refused.value.code == "passes.blocklisted"
    lift_block(entry, by=mei, reason="查清")
    assert issue_pass(waiting, by=lin).status == "issued"


def test_issue_refuses_a_blocklisted_person(waiting, lin, mei, rui):
    block(rui, mei, person=waiting.aboard.get().person)
    with pytest.raises(Refused) as refused:
        issue_pass(waiting, by=lin)
    assert refused.value.code == "passes.blocklisted"


def test_issue_refuses_a_blocklisted_company(wen, acid_works, district, lin, mei, rui):
    own = build.a_submitted_pass(wen, company=acid_works)
    of_herself = build.a_submitted_pass(wen)
    block(rui, mei, credit_code=acid_works.credit_code)
    with pytest.raises(Refused) as refused:
        issue_pass(own, by=lin)
    assert refused.value.code == "passes.blocklisted"
    assert issue_pass(of_herself, by=lin).status == "issued"


def test_issue_does_not_mind_the_same_number_in_another_colour(waiting, lin, mei, rui):
    block(rui, mei, plate=parse_plate("辽P12345", "1"))
    assert issue_pass(waiting, by=lin).status == "issued"


def test_issue_refuses_a_pass_that_would_be_born_dead(waiting, lin):
    with as_if(now() + timedelta(days=3)), pytest.raises(Refused) as refused:
        issue_pass(waiting, by=lin)
    assert refused.value.code == "passes.trip_is_past"


def test_issue_keeps_the_rule_it_was_submitted_under(waiting, lin):
    build.a_rule("freight", "industrial", valid_hours=1)
    issue_pass(waiting, by=lin)
    assert waiting.valid_until - waiting.expected_entry_at == timedelta(hours=24)


def test_issue_stops_at_the_last_of_the_six_digits(waiting, lin):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM passes_pass_number")
        (before,) = cursor.fetchone()
        cursor.execute("ALTER SEQUENCE passes_pass_number MAXVALUE 9999999")
        cursor.execute("SELECT setval('passes_pass_number', 999999)")
        with pytest.raises(Refused) as refused:
            issue_pass(waiting, by=lin)
        cursor.execute(f"SELECT setval('passes_pass_number', {before})")
    assert refused.value.code == "passes.numbers_used_up"


def test_issue_by_the_street_of_a_private_trip(ada, staff):
    street = staff("街", "street_officer", area_code=build.LONGWAN)
    other = staff("别", "street_officer", area_code=build.BINHAI)
    visit = submit_application(build.a_private_application(), by=ada)
    with pytest.raises(NotAllowed):
        issue_pass(visit, by=other)
    assert issue_pass(visit, by=street).status == "issued"

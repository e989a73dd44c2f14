"""Whoever names a vehicle that is announced already is told at once, and may go on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from longgang.core.clock import as_if
from longgang.passes.actions.applications import withdraw_application
from longgang.passes.models import PassDraft

from . import build, filling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


@pytest.fixture
def client(client, ada):
    client.force_login(ada)
    return client


def send(client, draft, **changes: str):
    return client.post(f"/passes/drafts/{draft.number}/vehicle/", filling.VEHICLE | changes)


def told(answer) -> list[str]:
    """The numbers that the page names."""
    assert answer.status_code == 200
    return [each.number for each in answer.context["announced"]]


def test_the_step_names_the_application_and_links_to_it(client, ada):
    before = build.a_submitted_pass(ada)
    draft = filling.begin(client)
    answer = send(client, draft)
    assert told(answer) == [before.number]
    page = answer.content.decode()
    assert before.get_absolute_url() in page
    assert "该车辆已有申请" in page
    kept = PassDraft.objects.get(pk=draft.pk).answers
    assert filling.VEHICLE["plate"] in kept, "the link must not lose what was typed"


def test_it_is_told_once_and_refuses_nothing(client, ada):
    before = build.a_submitted_pass(ada)
    draft = filling.begin(client)
    assert send(client, draft, told=before.number).status_code == 302
    assert told(client.get(f"/passes/drafts/{draft.number}/vehicle/")) == [before.number]


def test_another_vehicle_is_told_anew(client, ada):
    build.a_submitted_pass(ada, plate="辽P54321")
    before = build.a_submitted_pass(ada)
    draft = filling.begin(client)
    assert told(send(client, draft, plate="辽P54321")) != [before.number]
    assert told(send(client, draft, told="SQ1")) == [before.number]


def test_a_pick_tells_at_once(client, ada):
    before = build.a_submitted_pass(ada)
    draft = filling.begin(client)
    answer = send(client, draft, pick=before.vehicle.number, plate="")
    assert told(answer) == [before.number]


def test_the_soonest_comes_first_and_five_are_enough(client, ada):
    hours = [9, 5, 7, 3, 11, 13]
    made = {hour: build.a_submitted_pass(ada, expected_entry_at=build.in_hours(hour))
            for hour in hours}  # fmt: skip
    assert told(send(client, filling.begin(client))) == [
        made[hour].number for hour in sorted(hours)[:5]
    ]


def test_what_is_over_or_withdrawn_is_not_told(client, ada, lin):
    withdraw_application(build.a_submitted_pass(ada), by=ada)
    issued = build.an_issued_pass(ada, reviewer=lin, expected_entry_at=build.in_hours(3))
    draft = filling.begin(client)
    with as_if(issued.valid_until + timedelta(minutes=1)):
        assert send(client, draft).status_code == 302


def test_what_others_have_announced_is_not_told(client, wen, acid_works):
    build.a_submitted_pass(wen)
    build.a_submitted_pass(wen, company=acid_works)
    assert send(client, filling.begin(client)).status_code == 302


def test_a_company_is_told_what_it_has_announced_itself(client, wen, acid_works):
    build.a_submitted_pass(wen)
    own = build.a_submitted_pass(wen, company=acid_works)
    client.force_login(wen)
    draft = filling.begin(client, acts_for=f"company:{acid_works.number}")
    assert told(send(client, draft)) == [own.number]


def test_a_correction_is_not_told_of_itself(client, ada, lin):
    returned = build.a_returned_pass(ada, reviewer=lin)
    client.post(reverse("passes:correct", args=[returned.number]))
    draft = PassDraft.objects.get(corrects=returned)
    assert send(client, draft).status_code == 302


def test_it_costs_one_query(client, ada):
    build.a_submitted_pass(ada)
    draft = filling.begin(client)
    send(client, draft)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/passes/drafts/{draft.number}/vehicle/")
    asked = [each["sql"] for each in queries if "passes_vehiclepass" in each["sql"]]
    assert len([sql for sql in asked if "expected_entry_at" in sql and "LIMIT 5" in sql]) == 1

"""The auditor finds what was done by the number of a thing, a pass number, a check or a plate."""

import pytest
from django.urls import reverse

from longgang.audit.api import Event, disclose
from longgang.core.privacy import Purpose
from longgang.passes.book_numbers import numbers_behind

from . import build
from .gate import an_entry, the_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
EVENTS = reverse("audit:events")


@pytest.fixture
def entered(ada, lin, hai):
    """A trip that has entered; its pass and its check."""
    vehicle_pass = build.an_issued_pass(ada, reviewer=lin)
    check = an_entry(the_trip(vehicle_pass), premises=build.a_checkpoint(), by=hai)
    build.an_issued_pass(
        ada, reviewer=lin, plate="辽P77777", riders=(build.a_driver(8),)
    )  # another, found by nothing of the first
    return vehicle_pass, check


def kinds(browser, typed: str) -> set[str]:
    table = browser.post(EVENTS, {"q": typed}, follow=True).context["table"]
    return {row.kind for row in table.page.rows}


def test_events_are_found_by_numbers_in_any_case_and_by_what_leads_to_them(entered, sam, signed_in):
    vehicle_pass, check = entered
    trip, browser = the_trip(vehicle_pass), signed_in(sam)
    of_pass, of_trip = {"pass.submitted", "pass.issued"}, {"trip.entered"}
    for typed, told in [
        (vehicle_pass.number.lower(), of_pass),
        (trip.number.lower(), of_trip),
        (check.number, of_trip),
        (check.number.lower(), of_trip),
        (vehicle_pass.pass_number, of_pass | of_trip),
        ("辽P12345", of_pass | of_trip),
        ("p12345", of_pass | of_trip),
        ("辽P·12345", of_pass | of_trip),
    ]:
        found = kinds(browser, typed)
        assert told <= found, typed
        assert {row.split(".")[0] for row in found} <= {"pass", "trip", "vehicle"}, typed
    assert kinds(browser, "辽P99999") == set()
    numbers = set(Event.objects.filter(kind="pass.submitted").values_list("subject_number"))
    assert len(numbers) == 2


def test_what_is_found_is_about_this_vehicle_alone(entered, sam, signed_in):
    vehicle_pass, _check = entered
    table = signed_in(sam).post(EVENTS, {"q": "P12345"}, follow=True).context["table"]
    submitted = [row.subject_number for row in table.page.rows if row.kind == "pass.submitted"]
    assert submitted == [vehicle_pass.number]


def test_three_characters_are_too_few_to_follow_a_plate(entered):
    assert numbers_behind("345") == set()
    assert numbers_behind("2345") != set()


def test_disclosures_are_found_by_plate_too(entered, lin, sam, signed_in):
    vehicle_pass, _check = entered
    disclose(vehicle_pass, "consignee_phone", by=lin, purpose=Purpose.CONTACT, reason="问路")
    browser, address = signed_in(sam), reverse("audit:disclosures")
    for typed, count in (("P12345", 1), ("P77777", 0)):
        page = browser.post(address, {"q": typed}, follow=True)
        assert page.context["table"].count == count

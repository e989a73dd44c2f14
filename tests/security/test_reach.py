"""Every address of the product, asked for by people whom it does not concern."""

import pytest
from django.test import Client
from django.urls import get_resolver

from longgang.accounts.access import Audience, access_of
from longgang.accounts.api import Role
from longgang.accounts.checks import each_view
from longgang.audit.models import Event
from tests.cast import sign_in
from tests.passes import build

pytestmark = pytest.mark.django_db

OPEN = {
    pattern
    for pattern, view in each_view(get_resolver().url_patterns)
    if access_of(view.callback).audience is Audience.EVERYBODY
}
# Addresses without a row in them: forms and lists, which show what is one's own.
NO_ROW = "<"


def answers(browser: Client, addresses: dict[str, str], verb: str) -> dict[str, int]:
    """The status by pattern; leaving does not count."""
    browser.raise_request_exception = False
    return {
        pattern: getattr(browser, verb)(address).status_code
        for pattern, address in addresses.items()
        if pattern not in OPEN
    }


@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_stranger_is_sent_to_the_login_everywhere(world, verb):
    found = answers(Client(), world.addresses(), verb)
    assert {pattern for pattern, status in found.items() if status not in {302, 405}} == set()


@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_resident_reaches_no_row_of_somebody_else(world, ada, verb):
    rows = {pattern: one for pattern, one in world.addresses().items() if NO_ROW in pattern}
    before = Event.objects.count()
    found = answers(sign_in(ada), rows, verb)
    assert {pattern for pattern, status in found.items() if status not in {403, 404, 405}} == set()
    assert Event.objects.count() == before


def test_officials_of_other_places_reach_no_application(world, staff, bo, port):
    others = [
        bo,
        staff("港", Role.CHECKPOINT_OFFICER, premises_number=port.number),
        staff("街", Role.STREET_OFFICER, area_code=build.BINHAI),
        staff("管", Role.ADMINISTRATOR),
        staff("安", Role.SECURITY_ADMINISTRATOR),
        staff("审", Role.AUDITOR),
    ]
    addresses = {
        pattern: one
        for pattern, one in world.addresses().items()
        if pattern.startswith(
            ("/passes/application/<", "/passes/queue/<", "/passes/trips/<", "/passes/checks/<",
             "/passes/documents/<", "/passes/drafts/<", "/passes/turn-backs/<",
             "/passes/refused-scans/<")
        )
    }  # fmt: skip
    for other in others:
        for verb in ("get", "post"):
            found = answers(sign_in(other), addresses, verb)
            reached = {one for one, status in found.items() if status not in {403, 404, 405}}
            assert reached == set(), (other.name, verb)


def test_looking_changes_nothing(world, mei):
    before = Event.objects.count()
    answers(sign_in(mei), world.addresses(), "get")
    assert Event.objects.count() == before

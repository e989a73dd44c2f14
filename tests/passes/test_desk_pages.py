"""The pages of desks, lists and board, as each role opens them."""

import pytest

from longgang.passes.models import Trip

from . import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(wen, acid_works, district):
    return build.a_submitted_pass(wen, company=acid_works)


@pytest.fixture
def issued(wen, acid_works, lin, district):
    return build.an_issued_pass(wen, reviewer=lin, company=acid_works, plate="辽P54321")


# Written by hand: what each role gets at each page. 404 is "out of sight", 403 "not yours to do".
PAGES = [
    "queue",
    "review",
    "list",
    "trips",
    "trip",
    "board",
    "blocklist",
    "propose",
    "rules",
    "fleet",
]
EXPECTED = {
    "lin": [200, 200, 200, 200, 200, 403, 200, 200, 200, 200],
    "bo": [200, 404, 200, 200, 404, 403, 200, 200, 200, 200],
    "mei": [200, 200, 200, 200, 200, 200, 200, 403, 200, 200],
    "hai": [403, 403, 200, 200, 200, 403, 200, 403, 403, 200],
    "kai": [403, 403, 200, 200, 200, 200, 200, 200, 403, 200],
    "rui": [403, 403, 403, 200, 404, 403, 200, 200, 200, 200],
    "sam": [403, 403, 403, 200, 404, 403, 200, 403, 200, 200],
    "wen": [403, 403, 403, 200, 200, 403, 403, 403, 403, 200],
    "ada": [403, 403, 403, 200, 404, 403, 403, 403, 403, 200],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_pages_answer_each_role(name, request, signed_in, waiting, issued):
    browser = signed_in(request.getfixturevalue(name))
    trip = Trip.objects.get(vehicle_pass=issued)
    urls = [
        "/passes/queue/", f"/passes/queue/{waiting.number}/", "/passes/list/", "/passes/trips/",
        f"/passes/trips/{trip.number}/", "/passes/board/", "/passes/blocklist/",
        "/passes/blocklist/propose/", "/passes/rules/", "/passes/fleet/",
    ]  # fmt: skip
    answers = [browser.get(url).status_code for url in urls]
    assert dict(zip(PAGES, answers, strict=True)) == dict(zip(PAGES, EXPECTED[name], strict=True))
